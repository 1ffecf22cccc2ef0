"""What changes here is learnt there: in order, once, through everything that can happen to a line."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tinhso.events.models import Entry
from tinhso.government.procedures.actions.exchange import leave_out, send_again, send_due
from tinhso.government.procedures.actions.exchange.settling import NotOpen
from tinhso.government.procedures.domain.portal import SETTLES, Status
from tinhso.government.procedures.models import Line, Outgoing, OutgoingState
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIFE = (Status.FILED, Status.RECEIVED, Status.IN_WORK, Status.FINISHED, Status.HANDED_OVER)
SYSTEM = Actor.system()


def code(number):
    return f"H52.75.3-261120-{number:04}"


def run(there, book, at, *, minutes=1, client=None):
    """The job of every minute, for so many minutes; the moment after."""
    client = client or there.client()
    for _ in range(minutes):
        send_due(portal=client, book=book, at=at)
        if there.is_up:
            there.settles()
        at += MINUTE
    return at


def all_told(there, book):
    """Every step of ours is there, once, in order, and each dossier stands where ours stands."""
    held = there.held()
    told = {one: [(int(step["TrangThai"]), step["ThoiDiemXuLy"]) for step in held[one]["TienDoXuLy"]] for one in held}
    assert told == book.expected
    for dossier, one in book.codes.items():
        assert int(held[one]["TrangThaiHoSo"]) == int(book.status[dossier])
    assert not Outgoing.objects.unfinished().exists()


def test_a_change_is_learnt_there_in_order(there, book):
    dossier = book.opens(code(1))
    for number, status in enumerate(LIFE):
        book.moves(dossier, status, at=NOW + number * MINUTE)
    run(there, book, NOW + 10 * MINUTE)
    all_told(there, book)
    assert Line.national().answered_at == NOW + 10 * MINUTE


def test_a_change_told_twice_is_one(there, book):
    dossier = book.opens(code(1))
    book.moves(dossier, Status.FILED, at=NOW)
    book.entry -= 1
    book.moves(dossier, Status.FILED, at=NOW)
    book.expected[code(1)].pop()
    assert Outgoing.objects.count() == 1
    run(there, book, NOW)
    all_told(there, book)


@pytest.mark.parametrize("services", ["DongBoHoSoMC", "CapNhatTienDoHoSoMC", ""])
@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ("late", 0.6),
        ("slow", 0.6),
        ("later", 0.6),
        ("dropped", 0),
        ("never", 0.6),
        ("gone", 0),
        ("garbage", 0),
        ("half", 0),
        ("error", 0),
        ("twice", 0),
        ("expired", 0),
    ],
)
@pytest.mark.promise("P37")
def test_after_any_failure_nothing_is_lost_and_nothing_is_there_twice(there, book, fault, seconds, services):
    dossier, other = book.opens(code(1)), book.opens(code(2))
    book.moves(dossier, Status.FILED, at=NOW)
    run(there, book, NOW)
    book.moves(dossier, Status.RECEIVED, at=NOW + MINUTE)
    book.moves(other, Status.FILED, at=NOW + MINUTE)
    there.fail(fault, services=services, times=3, seconds=seconds)
    run(there, book, NOW + 2 * MINUTE, minutes=30)
    there.fail("nothing")
    run(there, book, NOW + 40 * MINUTE)
    all_told(there, book)


def test_what_may_still_be_carried_out_is_not_said_again_too_soon(there, book):
    book.moves(book.opens(code(1)), Status.FILED, at=NOW)
    with there.failing("later", seconds=1.5, services="CapNhatTienDoHoSoMC", times=1):
        run(there, book, NOW)
        asked = there.calls()
        run(there, book, NOW + SETTLES - timedelta(seconds=1))
        assert there.calls().get("CapNhatTienDoHoSoMC") == asked["CapNhatTienDoHoSoMC"]


def test_a_refused_change_waits_for_a_person_and_holds_back_only_its_own_dossier(there, book):
    one, other = book.opens(code(1)), book.opens(code(2))
    book.moves(one, Status.FILED, at=NOW)
    book.moves(other, Status.FILED, at=NOW)
    with there.failing("refuse", code=code(1)):
        run(there, book, NOW)
        book.moves(one, Status.RECEIVED, at=NOW + MINUTE)
        run(there, book, NOW + MINUTE, minutes=3)
    refused = Outgoing.objects.refused().get()
    assert refused.reason == "-99: Dữ liệu không hợp lệ"
    assert set(there.held()) == {code(2)}
    assert not Line.national().is_failing

    send_again(refused, by=SYSTEM, at=NOW + 5 * MINUTE)
    with pytest.raises(NotOpen):
        send_again(refused, by=SYSTEM, at=NOW + 5 * MINUTE)
    run(there, book, NOW + 5 * MINUTE)
    all_told(there, book)


def test_a_change_left_out_lets_the_later_ones_go(there, book):
    dossier = book.opens(code(1))
    book.moves(dossier, Status.FILED, at=NOW)
    with there.failing("refuse", services="DongBoHoSoMC"):
        run(there, book, NOW)
    book.moves(dossier, Status.RECEIVED, at=NOW + MINUTE)
    leave_out(Outgoing.objects.refused().get(), by=SYSTEM, at=NOW)
    run(there, book, NOW + MINUTE)
    book.expected[code(1)].pop(0)
    all_told(there, book)


def test_what_cannot_be_said_blocks_nobody_and_is_shown_in_the_end(there, book):
    bad, good = book.opens(code(1)), book.opens(code(2))
    book.unsayable.add(bad)
    for dossier in (bad, good):
        book.moves(dossier, Status.FILED, at=NOW)
    at = run(there, book, NOW, minutes=40)
    assert set(there.held()) == {code(2)}
    row = Outgoing.objects.get(dossier=bad)
    assert (row.state, row.reason, row.unsure) == (OutgoingState.REFUSED, "LookupError", True)
    book.unsayable.clear()
    send_again(row, by=SYSTEM, at=at)
    run(there, book, at)
    all_told(there, book)


def test_one_dossier_over_which_the_portal_breaks_delays_others_by_minutes_at_most(there, book):
    """P37: a bad one blocks nobody."""
    book.moves(book.opens(code(1)), Status.FILED, at=NOW)
    late = defaultdict(int)
    with there.failing("error", code=code(1), services="DongBoHoSoMC"):
        at = NOW
        for number in range(2, 30):
            dossier = book.opens(code(number))
            book.moves(dossier, Status.FILED, at=at)
            at = run(there, book, at, minutes=2)
        for row in Outgoing.objects.filter(state=OutgoingState.ANSWERED):
            late[row.answered_at - row.moment] += 1
    assert max(late) <= 5 * MINUTE
    run(there, book, at + 10 * MINUTE)
    all_told(there, book)


def test_a_change_that_was_told_late_does_not_turn_the_dossier_back(there, book):
    """Entries are handed over at least once, not always in order: an older step is added, the standing stays."""
    dossier = book.opens(code(1))
    book.moves(dossier, Status.FILED, at=NOW)
    book.entry = 10
    book.moves(dossier, Status.IN_WORK, at=NOW + 2 * MINUTE)
    run(there, book, NOW + 3 * MINUTE)
    book.entry = 4
    book.moves(dossier, Status.RECEIVED, at=NOW + MINUTE)
    book.status[dossier] = Status.IN_WORK
    run(there, book, NOW + 4 * MINUTE)
    all_told(there, book)


@pytest.mark.parametrize("fault", ["dropped", "gone"])
def test_two_steps_of_one_second_are_two(there, book, fault):
    dossier = book.opens(code(1))
    for _ in range(3):
        book.moves(dossier, Status.IN_WORK, at=NOW)
    with there.failing(fault, services="CapNhatTienDoHoSoMC", times=4):
        at = run(there, book, NOW, minutes=30)
    run(there, book, at)
    all_told(there, book)


class _Killed(BaseException):
    """The process is gone."""


class _Dying:
    """A portal's client whose process dies right after, or right before, a call reached the portal."""

    def __init__(self, client, *, on, after):
        self.client, self.on, self.after = client, on, after

    def __getattr__(self, name):
        done = getattr(self.client, name)
        if name != self.on:
            return done

        def die(*args, **named):
            if self.after:
                done(*args, **named)
            raise _Killed

        return die


@pytest.mark.parametrize("after", [True, False], ids=["after", "before"])
@pytest.mark.parametrize("on", ["put", "add"])
def test_a_worker_killed_at_any_call_leaves_nothing_twice(there, book, on, after):
    dossier = book.opens(code(1))
    book.moves(dossier, Status.FILED, at=NOW)
    book.moves(dossier, Status.RECEIVED, at=NOW + MINUTE)
    for number in range(2):
        with pytest.raises(_Killed):
            run(there, book, NOW + (2 + 3 * number) * MINUTE, client=_Dying(there.client(), on=on, after=after))
    run(there, book, NOW + 6 * MINUTE, minutes=5)
    all_told(there, book)


def test_two_workers_at_once_say_nothing_twice(there, book):
    """The second comes while the first stands between claiming and sending."""
    book.moves(book.opens(code(1)), Status.FILED, at=NOW)
    client = there.client()

    class Slow(_Dying):
        def __init__(self):
            super().__init__(client, on="", after=False)

        def put(self, *args, **named):
            assert send_due(portal=client, book=book, at=NOW) == 0
            client.put(*args, **named)

    assert send_due(portal=Slow(), book=book, at=NOW) == 1
    all_told(there, book)


@pytest.mark.promise("P35", "P37")
def test_three_hours_without_a_portal(there, book):
    """200 dossiers live on while nobody answers; afterwards the portal has all of it within 15 minutes."""
    dossiers = [book.opens(code(number)) for number in range(200)]
    for dossier in dossiers:
        book.moves(dossier, LIFE[0], at=NOW)
    at = run(there, book, NOW)
    there.stop()
    dead, tries = there.client(), 0
    asked = dead._post

    def counting(*args):
        nonlocal tries
        tries += 1
        return asked(*args)

    dead._post = counting
    chance = Random(3)
    while at < NOW + timedelta(hours=3):
        for dossier in chance.sample(dossiers, 4):
            next_status = LIFE[min(LIFE.index(book.status[dossier]) + 1, len(LIFE) - 1)]
            if book.status[dossier] is not next_status:
                book.moves(dossier, next_status, at=at)
        at = run(there, book, at, client=dead)
    assert tries <= 50
    assert Line.national().is_failing
    waiting = Outgoing.objects.waiting().count()
    assert waiting > 400

    there.start()
    back = at
    while Outgoing.objects.unfinished().exists():
        at = run(there, book, at)
    assert at - back <= 15 * MINUTE
    all_told(there, book)
    assert not there.doubled()
    assert not Line.national().is_failing
    names = [entry.name for entry in Entry.objects.filter(name__startswith="procedures.Portal").order_by("pk")]
    assert names == ["procedures.PortalWentSilent", "procedures.PortalAnsweredAgain"]


@pytest.mark.promise("P35")
def test_a_portal_that_swallows_everything_costs_one_question_at_a_time(there, book):
    for number in range(5):
        book.moves(book.opens(code(number)), Status.FILED, at=NOW)
    with there.failing("never", seconds=1):
        asked = sum(there.calls().values())
        at = run(there, book, NOW, minutes=20)
        assert sum(there.calls().values()) - asked <= 8
    run(there, book, at, minutes=15)
    all_told(there, book)


FAULTS = ("late", "later", "dropped", "never", "gone", "garbage", "half", "error", "twice", "expired")


@pytest.mark.parametrize("seed", range(4))
def test_mixed_failures_over_hours(there, book, seed):
    """A seeded evening: dossiers move, failures come and go, workers die; in the end both sides hold the same."""
    chance, at = Random(seed), NOW
    dossiers = [book.opens(code(number)) for number in range(12)]
    for _ in range(50):
        for dossier in chance.sample(dossiers, 3):
            done = len(book.expected[book.codes[dossier]])
            if done < len(LIFE):
                book.moves(dossier, LIFE[done], at=at)
        if chance.random() < 0.4:
            there.fail(chance.choice(FAULTS), times=chance.randint(1, 3), seconds=0.5)
        client = there.client()
        if chance.random() < 0.2:
            client = _Dying(client, on=chance.choice(["put", "add", "look_up"]), after=chance.random() < 0.5)
        try:
            send_due(portal=client, book=book, at=at)
        except _Killed:
            at += MINUTE
        there.settles()
        at += MINUTE
    there.fail("nothing")
    run(there, book, at + 10 * MINUTE, minutes=20)
    all_told(there, book)
