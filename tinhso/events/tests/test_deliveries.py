"""A reaction gets each entry once, a failing one is tried again and parked, and nobody waits for it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tinhso.events import jobs, reactions
from tinhso.events.deliveries import (
    LEASE,
    NotParked,
    ReasonMissing,
    UnknownHandlerError,
    back_off,
    deliver_one,
    dismiss_delivery,
    lease,
    replay,
    retry_delivery,
)
from tinhso.events.events import DeliveryDismissed, DeliveryRetried
from tinhso.events.log import erase, history, record
from tinhso.events.models import Delivery, Leaf, Payload
from tinhso.events.reactions import reacts_to
from tinhso.events.sealing import seal_all
from tinhso.events.tests.happenings import HELPER, NOW, StoneLaid, lay_stones, thing
from tinhso.events.worker import work_once


class Listener:
    """Handlers that keep what they got; `broken` numbers make the second one fail."""

    def __init__(self):
        self.heard, self.also, self.broken = [], [], set()

        @reacts_to("tests.StoneLaid")
        def hear(delivered):
            self.heard.append(delivered)

        @reacts_to("tests.StoneLaid", "tests.BridgeOpened")
        def stumble(delivered):
            if delivered.data["number"] in self.broken:
                raise KeyError("Lò Văn Tòng, 014099001234")
            Payload.objects.get(entry__leaf__seq=delivered.seq)
            self.also.append(delivered.data["number"])

        @reacts_to("tests.NeverHappens")
        def idle(delivered):
            raise AssertionError

        self.names = [f"{f.__module__}.{f.__qualname__}" for f in (hear, stumble, idle)]


@pytest.fixture
def listener(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(reactions, "_handlers", {})
    return Listener()


def work_on(at=NOW, hours=1):
    """Let the clock run, minute by minute, as a worker would see it."""
    for minute in range(hours * 60):
        while deliver_one(at=at + timedelta(minutes=minute)):
            pass


def test_each_handler_gets_each_entry_once(db, listener):
    lay_stones(5)

    work_once(at=NOW)
    work_once(at=NOW)

    assert [one.data["number"] for one in listener.heard] == [0, 1, 2, 3, 4]
    assert listener.also == [0, 1, 2, 3, 4]
    first = listener.heard[0]
    assert (first.seq, first.name, first.version, first.place, first.at) == (0, "tests.StoneLaid", 1, 0, NOW)
    assert (first.about_kind, first.about) == ("contenttypes.contenttype", str(thing(0).pk))


def test_a_poisonous_entry_is_tried_five_times_then_parked_and_blocks_nobody(db, listener):
    listener.broken = {2}
    lay_stones(5)
    seal_all(at=NOW)

    work_on()

    assert len(listener.heard) == 5
    assert listener.also == [0, 1, 3, 4]
    [parked] = Delivery.objects.parked()
    assert (parked.attempts, parked.error) == (5, "KeyError")
    assert "test_deliveries.py" in parked.where
    assert "Tòng" not in parked.where + parked.error


def test_a_handler_that_recovers_gets_its_entry(db, listener):
    listener.broken = {2}
    lay_stones(5)
    seal_all(at=NOW)
    while deliver_one(at=NOW):
        pass
    listener.broken = set()

    work_on(NOW + timedelta(minutes=1))

    assert sorted(listener.also) == [0, 1, 2, 3, 4]
    assert not Delivery.objects.waiting().exists()


def test_what_a_failed_handler_wrote_is_undone(db, listener):
    @reacts_to("tests.StoneLaid")
    def half(delivered):
        record(StoneLaid(number=99), about=thing(6), by=HELPER, at=NOW)
        raise ValueError

    lay_stones(1)
    seal_all(at=NOW)
    work_on()

    assert list(history(thing(6))) == []
    assert Delivery.objects.parked().count() == 1


def test_each_try_waits_longer_and_never_the_same():
    waits = [[back_off(attempt).total_seconds() for _ in range(50)] for attempt in (1, 2, 3, 4)]

    for base, row in zip((10, 40, 160, 640), waits, strict=True):
        assert base * 0.75 <= min(row) < max(row) <= base * 1.25


def test_a_parked_delivery_can_be_tried_again(db, listener):
    listener.broken = {0}
    lay_stones(1)
    seal_all(at=NOW)
    work_on()
    [parked] = Delivery.objects.parked()
    listener.broken = set()

    retry_delivery(parked, by=HELPER, at=NOW)
    work_on()

    assert listener.also == [0]
    assert [happening.event for happening in history(parked)] == [DeliveryRetried()]
    with pytest.raises(NotParked):
        retry_delivery(parked, by=HELPER, at=NOW)


def test_a_parked_delivery_is_dismissed_only_with_a_reason(db, listener):
    listener.broken = {0}
    lay_stones(1)
    seal_all(at=NOW)
    work_on()
    [parked] = Delivery.objects.parked()

    with pytest.raises(ReasonMissing):
        dismiss_delivery(parked, reason="  ", by=HELPER, at=NOW)
    dismiss_delivery(parked, reason="The bridge is gone", by=HELPER, at=NOW)

    assert not Delivery.objects.parked().exists()
    assert Delivery.objects.get(pk=parked.pk).reason == "The bridge is gone"
    assert [happening.event for happening in history(parked)] == [DeliveryDismissed()]
    with pytest.raises(NotParked):
        dismiss_delivery(parked, reason="again", by=HELPER, at=NOW)


def test_a_delivery_whose_handler_is_gone_is_parked(db, listener, monkeypatch):
    lay_stones(1)
    seal_all(at=NOW)
    monkeypatch.setattr(reactions, "_handlers", {})

    work_on()

    assert set(Delivery.objects.parked().values_list("error", flat=True)) == {"NoHandler"}


def test_a_delivery_whose_payload_was_erased_is_closed(db, listener):
    lay_stones(1)
    seal_all(at=NOW)
    erase(about=thing(0))

    work_on()

    assert listener.heard == []
    assert set(Delivery.objects.values_list("error", flat=True)) == {"PayloadErased"}
    assert not Delivery.objects.waiting().exists()


def test_a_handler_added_later_gets_the_past_once(db, listener, capsys):
    lay_stones(4)
    work_once(at=NOW)
    late = []

    @reacts_to("tests.StoneLaid")
    def late_comer(delivered):
        late.append(delivered.seq)

    name = f"{late_comer.__module__}.{late_comer.__qualname__}"
    assert replay(name, since=NOW + timedelta(seconds=1), at=NOW) == 0
    call_command("replay", name, since="2026-11-21")
    call_command("replay", name, since="2026-11-21")
    assert capsys.readouterr().out.startswith(f"4 entries will be handed to {name}.\n0 entries")
    work_on(NOW + timedelta(days=3650))

    assert late == [0, 1, 2, 3]
    assert len(listener.heard) == 4


def test_replaying_to_nobody_or_from_no_day_is_refused(db, listener):
    with pytest.raises(UnknownHandlerError):
        replay("no.body", since=NOW, at=NOW)
    with pytest.raises(CommandError, match="There are"):
        call_command("replay", "no.body", since="2026-11-21")
    for wrong in ("yesterday", "2026-02-30"):
        with pytest.raises(CommandError, match="YYYY-MM-DD"):
            call_command("replay", listener.names[0], since=wrong)


def test_what_a_reaction_records_is_delivered_too(db, listener):
    @reacts_to("tests.StoneLaid")
    def lay_another(delivered):
        if delivered.data["number"] < 3:
            record(StoneLaid(number=delivered.data["number"] + 1), about=thing(), by=HELPER, at=NOW)

    lay_stones(1)
    work_once(at=NOW)

    assert listener.also == [0, 1, 2, 3]
    assert list(Leaf.objects.order_by("seq").values_list("seq", flat=True)) == [0, 1, 2, 3]


def test_what_was_in_hand_together_when_a_worker_died_comes_back_apart():
    for attempts in (1, 2, 5):
        given = [lease(attempts) for _ in range(200)]
        assert LEASE * attempts <= min(given) <= max(given) <= LEASE * attempts * 2
        assert max(given) - min(given) > LEASE * attempts / 2
