"""What people file on the national portal comes here once, with its papers; both sides are compared every night."""

from datetime import UTC, datetime, timedelta

import pytest

from tinhso.core.files.models import File
from tinhso.events.models import Entry
from tinhso.government.procedures.actions.exchange import (
    NotOpen,
    compare_if_due,
    compare_sides,
    find_new,
    leave_dossier,
    send_due,
    settle,
    take_again,
    take_waiting,
)
from tinhso.government.procedures.actions.exchange.settling import NothingToSend, NotThisWay, SayWhy
from tinhso.government.procedures.domain.portal import Kind, Status, to_portal
from tinhso.government.procedures.models import Disagreement, Incoming, IncomingState, Line, Reconciliation, Settled
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)
SYSTEM = Actor.system()


def take(there, book, at, *, minutes=1):
    """The job of every minute, for so many minutes."""
    client = there.client()
    for _ in range(minutes):
        find_new(portal=client, book=book, at=at)
        take_waiting(portal=client, book=book, at=at)
        there.settles()
        at += MINUTE
    return at


class NotHere(Refusal):
    sentence = "This procedure is not in our catalogue."


def test_a_dossier_filed_there_comes_here_with_its_papers(there, book):
    code = there.files_dossier(papers=["to-khai.pdf", "giay-chung-sinh.pdf"], ChuHoSo="Giàng Thị Mỷ")
    take(there, book, NOW)
    (papers,) = book.taken.values()
    assert [name for name, _ in papers] == ["to-khai.pdf", "giay-chung-sinh.pdf"]
    assert all(body.startswith(b"%PDF") for _, body in papers)
    row = Incoming.objects.get()
    assert (row.code, row.state, row.taken_at) == (code, IncomingState.TAKEN, NOW)
    assert row.dossier in book.codes
    assert Line.national().searched_until == NOW


def test_it_is_taken_once_however_often_it_is_listed(there, book):
    code = there.files_dossier()
    with there.failing("twice"):
        take(there, book, NOW, minutes=3)
    Incoming.objects.get(code=code)
    assert list(book.taken) == [code]


def test_what_we_filed_ourselves_does_not_come_back(there, book):
    dossier = book.opens("H52.75.3-261122-0001")
    book.moves(dossier, Status.FILED, at=NOW)
    send_due(portal=there.client(), book=book, at=NOW)
    take(there, book, NOW)
    assert not Incoming.objects.exists()


@pytest.mark.parametrize("services", ["TraCuuHoSo", "file", ""])
@pytest.mark.parametrize("fault", ["late", "slow", "dropped", "never", "gone", "garbage", "half", "error", "expired"])
def test_after_any_failure_each_is_here_once(there, book, fault, services):
    codes = {there.files_dossier() for _ in range(3)}
    if fault == "garbage" and services != "TraCuuHoSo":
        services = "login"
    there.fail(fault, services=services, times=4, seconds=0.6)
    at = take(there, book, NOW, minutes=25)
    there.fail("nothing")
    take(there, book, at + 10 * MINUTE)
    assert set(book.taken) == codes
    assert all(body.startswith(b"%PDF") for papers in book.taken.values() for _, body in papers)


def test_one_that_we_cannot_take_waits_for_a_person_and_blocks_nobody(there, book):
    bad, good = there.files_dossier(), there.files_dossier()
    book.refuse[bad] = NotHere()
    take(there, book, NOW, minutes=3)
    assert list(book.taken) == [good]
    row = Incoming.objects.refused().get()
    assert (row.code, row.reason) == (bad, "This procedure is not in our catalogue.")
    book.refuse.clear()
    take_again(row, by=SYSTEM, at=NOW)
    with pytest.raises(NotOpen):
        take_again(row, by=SYSTEM, at=NOW)
    take(there, book, NOW + 3 * MINUTE)
    assert set(book.taken) == {bad, good}


def test_one_that_a_person_leaves_is_not_asked_about_again(there, book):
    code = there.files_dossier()
    book.refuse[code] = NotHere()
    take(there, book, NOW)
    leave_dossier(Incoming.objects.get(), by=SYSTEM, at=NOW)
    with pytest.raises(NotOpen):
        leave_dossier(Incoming.objects.get(), by=SYSTEM, at=NOW)
    book.refuse.clear()
    take(there, book, NOW + MINUTE, minutes=2)
    assert not book.taken
    assert {entry.name for entry in Entry.objects.all()} == {"procedures.PortalDossierLeft"} | {
        entry.name for entry in Entry.objects.exclude(name__startswith="procedures.Portal")
    }


def test_a_worker_that_dies_half_way_leaves_nothing_behind(there, book):
    code = there.files_dossier(papers=())
    book.break_once.add(code)
    before = Line.objects.count()
    take(there, book, NOW)
    assert (Line.objects.count(), Incoming.objects.get().state) == (before + 1, IncomingState.WAITING)
    take(there, book, NOW + 5 * MINUTE)
    assert (Line.objects.count(), list(book.taken)) == (before + 2, [code])


def test_a_worker_killed_before_it_filed_is_followed_by_another(there, book):
    code = there.files_dossier(papers=())

    class Killed(BaseException):
        pass

    class Dying:
        def __getattr__(self, name):
            if name == "look_up":
                raise Killed
            return getattr(there.client(), name)

    find_new(portal=there.client(), book=book, at=NOW)
    with pytest.raises(Killed):
        take_waiting(portal=Dying(), book=book, at=NOW)
    take(there, book, NOW + MINUTE)
    assert not book.taken, "the other may still be at it"
    take(there, book, NOW + 11 * MINUTE)
    assert list(book.taken) == [code]


def test_one_that_was_withdrawn_there_meanwhile_is_left(there, book):
    code = there.files_dossier()
    find_new(portal=there.client(), book=book, at=NOW)
    there.change(code, TrangThaiHoSo="7")
    take(there, book, NOW)
    assert Incoming.objects.get().state == IncomingState.LEFT


def test_one_that_nobody_can_read_is_shown_and_hides_no_other(there, book):
    bad, good = there.files_dossier(NgayHenTra="soon"), there.files_dossier()
    take(there, book, NOW)
    assert list(book.taken) == [good]
    assert Incoming.objects.refused().get().code == bad


def test_a_bad_paper_does_not_keep_the_dossier_out(there, book, monkeypatch):
    far = there.files_dossier(papers=["a.pdf"], address="http://169.254.169.254/latest/meta-data")
    gone = there.files_dossier(papers=["b.pdf"], address=f"{there.address}/files/0000")
    fake = there.files_dossier(papers=["c.jpg"])
    kept = File.objects.count()
    take(there, book, NOW)
    assert book.taken == {
        far: [("a.pdf", "wrong_address")],
        gone: [("b.pdf", "status_404")],
        fake: [("c.jpg", "misnamed")],
    }
    assert File.objects.count() == kept


def test_files_have_limits(there, book, monkeypatch):
    monkeypatch.setattr("tinhso.government.procedures.actions.exchange.taking.MOST_FILES", 2)
    monkeypatch.setattr("tinhso.government.procedures.actions.exchange.taking.MOST_BYTES", 1000)
    there.files_dossier(papers=["1.pdf", "2.pdf", "3.pdf"])
    take(there, book, NOW)
    assert [said for _, said in book.taken.popitem()[1]][1:] == ["too_large", "too_many"]


def test_while_the_line_is_down_nobody_asks(there, book):
    code, before = there.files_dossier(), sum(there.calls().values())
    with there.failing("gone"):
        at = take(there, book, NOW, minutes=30)
        assert sum(there.calls().values()) - before <= 10
    assert Line.national().is_failing
    take(there, book, at + 10 * MINUTE)
    assert list(book.taken) == [code]
    assert not Line.national().is_failing


# Both sides compared


@pytest.fixture
def agreed(there, book):
    """Three dossiers on which both sides agree."""
    for number in range(3):
        dossier = book.opens(f"H52.75.3-261122-{number:04}")
        book.moves(dossier, Status.RECEIVED, at=NOW)
    assert send_due(portal=there.client(), book=book, at=NOW) == 3
    return list(book.codes.items())


def compare(there, book, at=NOW, **how):
    return compare_sides(portal=there.client(), book=book, at=at + MINUTE, **how)


def test_two_sides_that_agree_have_nothing_to_say(there, book, agreed):
    run = compare(there, book)
    assert (run.compared, run.found, run.ended_at) == (3, 0, NOW + MINUTE)


def test_a_dossier_lost_there_is_sent_again(there, book, agreed):
    dossier, code = agreed[0]
    there.change(code)
    compare(there, book)
    one = Disagreement.objects.open().get()
    assert (one.kind, one.code, one.dossier, one.ours) == (Kind.MISSING_THERE, code, dossier, "2")
    settle(one, how=Settled.AGAIN, book=book, by=SYSTEM, at=NOW)
    with pytest.raises(NotOpen):
        settle(one, how=Settled.AGAIN, book=book, by=SYSTEM, at=NOW)
    send_due(portal=there.client(), book=book, at=NOW)
    assert there.steps(code) == [(2, to_portal(NOW))]
    assert compare(there, book).found == 0


def test_a_dossier_that_we_never_saw_is_taken_in(there, book, agreed):
    code = there.files_dossier()
    there.change(code, TrangThaiHoSo="2")
    take(there, book, NOW)
    assert not Incoming.objects.exists()
    compare(there, book)
    one = Disagreement.objects.open().get()
    assert (one.kind, one.code) == (Kind.MISSING_HERE, code)
    settle(one, how=Settled.TAKEN, book=book, by=SYSTEM, at=NOW)
    take(there, book, NOW)
    assert list(book.taken) == [code]


def test_one_that_waits_here_or_was_refused_here_is_not_missing(there, book, agreed):
    there.files_dossier()
    find_new(portal=there.client(), book=book, at=NOW)
    assert compare(there, book).found == 0


def test_another_status_there_is_set_right_from_either_side(there, book, agreed):
    (mine, first), (theirs, second), (_, third) = agreed
    for code in (first, second, third):
        there.change(code, TrangThaiHoSo="7")
    assert compare(there, book).found == 3
    rows = {one.code: one for one in Disagreement.objects.open()}
    assert {(one.ours, one.theirs) for one in rows.values()} == {("2", "7")}
    settle(rows[first], how=Settled.AGAIN, book=book, by=SYSTEM, at=NOW)
    settle(rows[second], how=Settled.THEIRS, book=book, by=SYSTEM, at=NOW)
    with pytest.raises(SayWhy):
        settle(rows[third], how=Settled.NOTED, book=book, by=SYSTEM, at=NOW)
    with pytest.raises(NotThisWay):
        settle(rows[third], how=Settled.TAKEN, book=book, by=SYSTEM, at=NOW)
    settle(rows[third], how=Settled.NOTED, note="Chị Mỷ rút rồi", book=book, by=SYSTEM, at=NOW)
    assert book.followed == [(theirs, Status.WITHDRAWN)]
    send_due(portal=there.client(), book=book, at=NOW)
    assert there.held()[first]["TrangThaiHoSo"] == "2"
    assert there.steps(first) == [(2, to_portal(NOW))], "what the portal was told before is not told again"
    assert {entry.name for entry in Entry.objects.filter(name__contains="Disagreement")} == {
        "procedures.DisagreementSettled"
    }
    assert mine in book.codes


def test_nothing_is_sent_again_while_something_is_on_its_way(there, book, agreed):
    dossier, code = agreed[0]
    there.change(code)
    compare(there, book)
    book.moves(dossier, Status.IN_WORK, at=NOW)
    with pytest.raises(NothingToSend):
        settle(Disagreement.objects.get(), how=Settled.AGAIN, book=book, by=SYSTEM, at=NOW)


def test_a_step_that_is_there_twice_is_found(there, book, agreed):
    there.client().add(there.client().look_up(agreed[0][1]).history[0])
    compare(there, book)
    assert Disagreement.objects.open().get().kind == Kind.DOUBLED


def test_what_is_on_its_way_is_no_disagreement(there, book, agreed):
    book.moves(agreed[0][0], Status.IN_WORK, at=NOW)
    assert compare(there, book).found == 0


def test_a_disagreement_is_kept_once_and_goes_when_it_is_gone(there, book, agreed):
    dossier, code = agreed[0]
    there.change(code, TrangThaiHoSo="4")
    compare(there, book)
    compare(there, book, NOW + MINUTE)
    one = Disagreement.objects.get()
    assert one.first_seen_at == NOW + MINUTE
    book.status[dossier] = Status.IN_WORK
    compare(there, book, NOW + 2 * MINUTE)
    one.refresh_from_db()
    assert (one.settled_how, one.settled_by) == (Settled.GONE, None)


def test_what_went_by_itself_is_let_go_without_waiting_for_the_night(there, book, agreed):
    (dossier, first), (_, second), _ = agreed
    for code in (first, second):
        there.change(code, TrangThaiHoSo="4")
    assert compare(there, book).found == 2
    book.status[dossier] = Status.IN_WORK
    assert compare_if_due(portal=there.client(), book=book, at=NOW + 2 * MINUTE) is None
    assert [one.code for one in Disagreement.objects.open()] == [second]


def test_nothing_is_compared_while_much_waits_to_be_sent(there, book, agreed):
    book.moves(agreed[0][0], Status.IN_WORK, at=NOW)
    assert compare_if_due(portal=there.client(), book=book, at=NOW) is None
    assert not Reconciliation.objects.exists()
    send_due(portal=there.client(), book=book, at=NOW)
    assert compare_if_due(portal=there.client(), book=book, at=NOW).found == 0


def test_a_comparison_that_breaks_off_settles_nothing_and_is_made_again(there, book, agreed):
    there.change(agreed[0][1])
    night = NOW.replace(hour=21, minute=0) - timedelta(days=1)
    with there.failing("error"):
        run = compare_if_due(portal=there.client(), book=book, at=night)
        assert (run.ended_at, run.why) == (None, "status_500")
        assert not Disagreement.objects.exists()
    assert compare_if_due(portal=there.client(), book=book, at=night + 20 * MINUTE).ended_at
    assert compare_if_due(portal=there.client(), book=book, at=night + 40 * MINUTE) is None
    assert Reconciliation.objects.count() == 2
    assert compare_if_due(portal=there.client(), book=book, at=night + timedelta(days=1)).ended_at


def test_what_lies_further_back_than_the_comparison_is_looked_up(there, book, agreed):
    """Our dossier reached the portal before the first day compared, but changed since."""
    code = agreed[0][1]
    there.change(code, NgayNopHoSo="20250101000000")
    run = compare_sides(portal=there.client(), book=book, at=NOW + timedelta(days=60), days=2)
    assert (run.compared, run.found) == (3, 0)
