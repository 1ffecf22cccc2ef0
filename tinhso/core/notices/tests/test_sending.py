"""Sending through providers that fail: nothing lost, nothing doubled, nobody held up by the slowest."""

import time
from datetime import timedelta
from itertools import pairwise

import pytest

from tinhso.core.notices.actions import send_again, send_due, tell
from tinhso.core.notices.actions.claiming import claim
from tinhso.core.notices.actions.handing import StillOnItsWay
from tinhso.core.notices.clients import NoAnswer, Refused, Sent
from tinhso.core.notices.clients.interface import CannotAsk
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.models import Contact, Delivery, Gateway, Notice
from tinhso.core.notices.tests.stories import BY, HOUR, MINUTE, NOW, VALUES, kind, someone, told, ways, work
from tinhso.events.models import Entry

pytestmark = pytest.mark.django_db
PHONES = iter(f"+8491{number:07}" for number in range(1, 10_000))


@pytest.fixture
def my(gateway):
    kind()
    return someone(phone=next(PHONES))


def test_a_text_message_arrives_without_accents_and_is_paid_for(gateway, my):
    told(my)
    send_due([gateway.sms()], at=NOW)
    assert gateway.arrived(my.phone) == ["Da nhan ho so H52.75-261120-0001. Hen tra 20/11/2026."]
    row = Delivery.objects.get()
    assert (row.state, row.parts, row.cost, row.unsure) == ("sent", 1, 320, False)
    line = Gateway.of(Channel.SMS)
    assert (line.parts, line.spent) == (1, 320)


@pytest.mark.promise("P35")
@pytest.mark.parametrize(
    "fault", ["gone", "error", "garbage", "dropped", "half", "late", "never", "refuse", "wrong", "slow"]
)
def test_whatever_fails_nothing_is_lost_and_nothing_comes_twice(gateway, my, fault, monkeypatch):
    monkeypatch.setattr("tinhso.core.notices.clients.sms.SECONDS", 1.0)
    told(my)
    with gateway.failing(fault, seconds=1.5 if fault in ("late", "never") else 0.2):
        began = time.monotonic()
        send_due([gateway.sms()], at=NOW)
        assert time.monotonic() - began < 4
    work([gateway.sms()], at=NOW + MINUTE, minutes=12, step=4)
    if fault in ("refuse", "wrong"):
        assert gateway.arrived(my.phone) == []
        assert ways(my) == [("sms", "failed"), ("paper", "waiting")]
    else:
        assert len(gateway.arrived(my.phone)) == 1
        assert ways(my) == [("sms", "sent")]
        assert Gateway.of(Channel.SMS).spent == 320


@pytest.mark.promise("P35")
def test_two_hours_without_a_gateway(gateway, settings):
    settings.NOTICES_A_DAY = 1000
    kind()
    people = [someone(phone=next(PHONES)) for _ in range(12)]
    gateway.stop()
    at = NOW
    for minute in range(120):
        if minute % 10 == 0:
            told(people[minute // 10], at=at)
        send_due([gateway.sms()], at=at)
        at += MINUTE
    assert set(Delivery.objects.values_list("state", flat=True)) == {"waiting"}
    assert Delivery.objects.filter(attempts__gt=0).count() == 0
    gateway.start()
    for _ in range(15):
        send_due([gateway.sms()], at=at)
        at += MINUTE
        if not Delivery.objects.exclude(state="sent").exists():
            break
    assert [len(gateway.arrived(one.phone)) for one in people] == [1] * 12
    assert [entry.name for entry in Entry.objects.filter(name__startswith="notices.Gateway").order_by("id")] == [
        "notices.GatewayWentSilent",
        "notices.GatewayAnsweredAgain",
    ]


def test_a_worker_that_died_after_the_call_does_not_send_again(gateway, my):
    told(my)
    one = claim(Channel.SMS, 10, at=NOW)[0]
    gateway.sms().send(one.letter)
    assert claim(Channel.SMS, 10, at=NOW + MINUTE) == []
    send_due([gateway.sms()], at=NOW + 2 * MINUTE)
    assert len(gateway.arrived(my.phone)) == 1
    assert ways(my) == [("sms", "sent")]


def test_a_worker_that_died_before_the_call_loses_nothing(gateway, my):
    told(my)
    claim(Channel.SMS, 10, at=NOW)
    send_due([gateway.sms()], at=NOW + 2 * MINUTE)
    assert len(gateway.arrived(my.phone)) == 1


def test_a_wrong_number_is_not_written_to_again_until_it_is_proven(gateway, my):
    told(my)
    with gateway.failing("wrong"):
        send_due([gateway.sms()], at=NOW)
    told(my, cause="2")
    assert ways(my) == [("sms", "failed"), ("paper", "waiting"), ("voice", "waiting")]
    assert Contact.objects.get().wrong_since


@pytest.mark.promise("P24")
def test_a_number_gets_three_an_hour_and_six_a_day(gateway, my, settings):
    settings.NOTICES_A_DAY = 1000
    kind("tests.urgent", urgent=True)
    for number in range(9):
        told(my, kind="tests.urgent", cause=str(number))
    seen, at = [], NOW
    for _ in range(30):
        send_due([gateway.sms()], at=at)
        seen.append(len(gateway.arrived(my.phone)))
        at += HOUR
    assert seen[0] == 3
    assert seen[1] <= 6
    assert max(later - earlier for earlier, later in pairwise(seen)) <= 3
    assert max(later - earlier for earlier, later in zip(seen, seen[24:], strict=False)) <= 6
    assert seen[-1] == 9


@pytest.mark.promise("P24")
@pytest.mark.parametrize("cap", [{"SMS_PARTS_A_MONTH": 5}, {"SMS_SPENT_A_MONTH": 5 * 350}])
def test_no_more_is_spent_in_a_month_than_was_agreed(gateway, settings, cap):
    for name, value in cap.items():
        setattr(settings, name, value)
    kind()
    people = [someone(phone=next(PHONES)) for _ in range(9)]
    tell("tests.received", [one.uuid for one in people], values=VALUES, cause="1", at=NOW)
    work([gateway.sms()], at=NOW, minutes=3)
    sent = sum(len(gateway.arrived(one.phone)) for one in people)
    assert sent == 5
    assert Delivery.objects.filter(channel="paper").count() == 4
    assert Gateway.of(Channel.SMS).spent <= settings.SMS_SPENT_A_MONTH
    assert Entry.objects.filter(name="notices.BudgetSpent").count() == 1
    without = next(one for one in people if not gateway.arrived(one.phone))
    told(without, cause="2", at=NOW + timedelta(days=11))
    send_due([gateway.sms()], at=NOW + timedelta(days=11))
    assert len(gateway.arrived(without.phone)) == 1


class Slow:
    """A carrier that takes its time, or always says the same."""

    channel, at_once, repeats = Channel.ZALO, 2, False

    def __init__(self, seconds=0.0, raises=None, channel=Channel.ZALO):
        self.seconds, self.raises, self.channel, self.sent = seconds, raises, channel, []

    def send(self, letter):
        time.sleep(self.seconds)
        if self.raises:
            raise self.raises
        self.sent.append((time.monotonic(), letter.number))
        return Sent()

    def ask(self, number):
        raise CannotAsk


def test_the_slowest_channel_does_not_hold_the_others(gateway, settings, monkeypatch):
    settings.SMS_URL = settings.ZALO_URL = gateway.address
    kind()
    for number in range(60):
        channel = Channel.ZALO if number % 2 else Channel.SMS
        my = someone(phone=next(PHONES))
        values = VALUES | {"day": "2026-11-26"}
        words = kind().wordings.get()
        notice = Notice.objects.create(wording=words, person=my.uuid, cause="1", values=values, told_at=NOW)
        Delivery.objects.create(notice=notice, channel=channel, due=NOW)
    monkeypatch.setattr("tinhso.core.notices.actions.sending.SECONDS", 2.0)
    fast, slow = Slow(channel=Channel.SMS), Slow(0.4)
    began = time.monotonic()
    send_due([slow, fast], at=NOW)
    assert len(fast.sent) == 30
    assert fast.sent[-1][0] - began < 1.5
    assert 2 <= len(slow.sent) < 30
    assert len(set(fast.sent)) == 30
    assert not Delivery.objects.filter(channel="zalo", unsure=True).exists()


def delivery(channel, **also):
    my = someone(phone=next(PHONES))
    told(my)
    row = Delivery.objects.get(notice__person=my.uuid)
    Delivery.objects.filter(pk=row.pk).update(channel=channel, **also)
    return row


def test_what_nobody_can_say_waits_for_a_person_who_decides(settings):
    kind()
    row = delivery("zalo")
    carrier = Slow(raises=NoAnswer("silent", reached=True))
    send_due([carrier], at=NOW)
    row.refresh_from_db()
    assert row.state == "unsure"
    settings.ZALO_URL = "http://127.0.0.1:1"
    settings.ZALO_DIALECT = ""
    again = send_again(row.notice, channel=Channel.PAPER, by=BY, at=NOW)
    assert (again.channel, again.state) == ("paper", "waiting")
    with pytest.raises(StillOnItsWay):
        send_again(row.notice, channel=Channel.PAPER, by=BY, at=NOW)


def test_nobody_picking_up_is_no_doubt(settings):
    kind()
    row = delivery("zalo")
    send_due([Slow(raises=NoAnswer("unreachable", reached=False))], at=NOW)
    row.refresh_from_db()
    assert (row.state, row.unsure, row.attempts) == ("waiting", False, 0)


def test_one_letter_that_always_breaks_does_not_hold_the_others_for_ever(settings):
    settings.SMS_URL = "http://127.0.0.1:1"
    kind()
    row = delivery("sms")
    at = NOW
    for _ in range(8):
        send_due([Breaks()], at=at)
        at += 2 * HOUR
    row.refresh_from_db()
    assert (row.state, row.why) == ("failed", "status_500")
    assert ways_of(row) == [("sms", "failed"), ("paper", "waiting")]


def ways_of(row):
    return list(row.notice.deliveries.order_by("order").values_list("channel", "state"))


class Breaks(Slow):
    channel = Channel.SMS

    def __init__(self):
        super().__init__(raises=NoAnswer("status_500", reached=True), channel=Channel.SMS)

    def ask(self, number):
        return None


def test_what_came_too_late_is_not_said_any_more(gateway, my):
    told(my, until=NOW + HOUR)
    send_due([gateway.sms()], at=NOW + 2 * HOUR)
    assert gateway.arrived(my.phone) == []
    assert ways(my) == [("sms", "failed")]


def test_what_waited_for_the_evening_is_one_message(gateway, settings):
    kind(digest=True, parts=3)
    my = someone(phone=next(PHONES))
    for cause in "123":
        told(my, cause=cause)
    Delivery.objects.update(digest=True)
    send_due([gateway.sms()], at=NOW)
    (text,) = gateway.arrived(my.phone)
    assert text.count("Da nhan ho so") == 3
    assert [state for _, state in ways(my)] == ["sent", "carried", "carried"]


def test_when_the_evenings_message_fails_each_goes_by_itself(gateway, settings):
    kind(digest=True, parts=3)
    my = someone(phone=next(PHONES))
    for cause in "12":
        told(my, cause=cause)
    Delivery.objects.update(digest=True)
    with gateway.failing("refuse", times=1):
        send_due([gateway.sms()], at=NOW)
    send_due([gateway.sms()], at=NOW + MINUTE)
    assert len(gateway.arrived(my.phone)) == 1
    assert sorted(ways(my)) == [("paper", "waiting"), ("sms", "failed"), ("sms", "sent")]


def test_a_refusal_without_any_other_way_waits_for_a_person(gateway):
    kind(refusable=True)
    my = someone(phone=next(PHONES), home=False)
    told(my)
    with gateway.failing("refuse"):
        send_due([gateway.sms()], at=NOW)
    assert Notice.objects.stuck().get().person == my.uuid


def test_a_mistake_of_ours_fails_one_letter_only():
    kind()
    row = delivery("zalo")
    send_due([Slow(raises=RuntimeError("x"))], at=NOW)
    row.refresh_from_db()
    assert (row.state, row.why) == ("failed", "broken_here")
    assert isinstance(Refused("x"), Exception)
