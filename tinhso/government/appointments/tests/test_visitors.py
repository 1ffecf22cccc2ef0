"""Visitors of whom the house knows nobody: what the office changes reaches their telephone, or an officer is told."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tinhso.core.calendar.actions import Entry as DayEntry
from tinhso.core.calendar.actions import change_day
from tinhso.core.calendar.domain import DayKind
from tinhso.core.notices.actions.posting import send_at_once
from tinhso.core.notices.clients import NoAnswer, Refused, Sent
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.models import Delivery, Gateway, Reply
from tinhso.core.organisations.actions import succeed_organisation
from tinhso.events.models import Entry, Payload
from tinhso.government.appointments.actions.booking import cancel_appointment, move_appointment
from tinhso.government.appointments.actions.changes import call_off_closed
from tinhso.government.appointments.actions.untold import not_reached
from tinhso.government.appointments.jobs import close_days
from tinhso.government.appointments.models import Appointment
from tinhso.government.appointments.tests.stories import A_DAY, SYSTEM, book, ground, hand_over
from tinhso.government.appointments.tests.test_changes import without_queue

pytestmark = pytest.mark.django_db
AN_HOUR, PHONE, FIXED = timedelta(hours=1), "+84912000111", "+842123852001"


class Carrier:
    """A gateway in the hand: what it sent, and what it answers."""

    channel = Channel.SMS

    def __init__(self):
        self.sent, self.fault = [], None

    def send(self, letter):
        if self.fault:
            raise self.fault
        self.sent.append((letter.to, letter.short))
        return Sent()


@pytest.fixture
def carrier(settings):
    settings.SMS_URL = "http://127.0.0.1:1"
    Delivery.objects.exclude(print="").update(print="")
    Gateway.objects.update(next_call=None, failures=0)
    return Carrier()


@pytest.fixture
def there(world):
    return ground(world)


@pytest.fixture
def since():
    return Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]


def _day_off(there, at):
    change_day(
        DayEntry(day=there.at.date(), kind=DayKind.OFF, note="Nghỉ bù", place=there.office.place), by=SYSTEM, at=at
    )


def _untold(there):
    return list(Appointment.objects.filter(office=there.office, untold_at__isnull=False))


def test_called_off_after_midnight_and_told_once_in_the_morning_and_then_forgotten(there, carrier, since):
    midnight = timezone.localtime(there.at).replace(hour=0, minute=5)
    one = book(there, there.at + AN_HOUR, phone=PHONE)
    _day_off(there, midnight)
    close_days(midnight + timedelta(minutes=5))
    since = hand_over(since)
    call_off_closed(day=there.at.date(), by=SYSTEM, at=midnight + AN_HOUR)
    close_days(midnight + AN_HOUR)
    hand_over(since)

    assert send_at_once([carrier], at=midnight + AN_HOUR) == 0, "nobody is woken"
    for _twice in range(2):
        send_at_once([carrier], at=there.at - AN_HOUR)
    ((address, words),) = carrier.sent
    assert (address, one.ref in words) == (PHONE, True)
    assert not _untold(there)
    assert not Reply.objects.filter(sealed__isnull=False).exists()
    assert Appointment.objects.get(pk=one.pk).phone == PHONE, "until the hour is over an officer can still call"
    close_days(there.at + A_DAY)
    assert Appointment.objects.get(pk=one.pk).sealed is None


def test_another_office_takes_over_and_the_visitor_reads_where(there, carrier, since):
    one = book(there, there.at + AN_HOUR, phone=PHONE, language="en")
    heir = without_queue(there)
    succeed_organisation(there.office.organisation, heir, on=timezone.localdate(), by=SYSTEM, at=there.at - 2 * AN_HOUR)
    hand_over(since)
    send_at_once([carrier], at=there.at - AN_HOUR)
    ((_to, words),) = carrier.sent
    assert words.startswith(f"Appointment {one.ref} is now")


def test_a_gateway_that_is_down_is_asked_again_and_a_dead_one_leaves_it_to_an_officer(there, carrier, since):
    book(there, there.at + 2 * AN_HOUR, phone=PHONE)
    _day_off(there, there.at - AN_HOUR)
    since = hand_over(since)
    carrier.fault = NoAnswer("down", reached=False)
    for turn in range(3):
        send_at_once([carrier], at=there.at - AN_HOUR + turn * timedelta(minutes=10))
    assert not _untold(there), "there is time"
    send_at_once([carrier], at=there.at + 1.8 * AN_HOUR)
    lost = Payload.objects.get(entry__pk__gt=since, entry__name="notices.NumberNotReached").data
    assert PHONE not in lost
    hand_over(since)
    assert len(_untold(there)) == 1


@pytest.mark.parametrize("fault", [Refused("no such number"), NoAnswer("cut", reached=True)])
def test_what_the_gateway_refuses_or_may_have_lost_an_officer_tells(there, carrier, since, fault):
    book(there, there.at + AN_HOUR, phone=PHONE)
    _day_off(there, there.at - AN_HOUR)
    since = hand_over(since)
    carrier.fault = fault
    send_at_once([carrier], at=there.at - AN_HOUR / 2)
    carrier.fault = None
    assert send_at_once([carrier], at=there.at - AN_HOUR / 4) == 0, "it is not sent again"
    hand_over(since)
    assert len(_untold(there)) == 1


def test_a_worker_that_dies_in_the_middle_of_the_call_loses_no_news(there, carrier, since):
    book(there, there.at + AN_HOUR, phone=PHONE)
    _day_off(there, there.at - AN_HOUR)
    hand_over(since)
    carrier.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        send_at_once([carrier], at=there.at - AN_HOUR)
    carrier.fault = None
    assert send_at_once([carrier], at=there.at - AN_HOUR + timedelta(seconds=30)) == 0, "another worker may be at it"
    assert send_at_once([carrier], at=there.at - AN_HOUR + timedelta(minutes=2)) == 1


def test_the_officer_sees_whom_no_message_reaches_and_says_that_they_know(there, world, carrier, since):
    silent, fixed = book(there, there.at + AN_HOUR), book(there, there.at + 1.5 * AN_HOUR, phone=FIXED)
    reached = book(there, there.at + 2 * AN_HOUR, phone=PHONE)
    _day_off(there, there.at - AN_HOUR)
    hand_over(since)
    assert send_at_once([carrier], at=there.at - AN_HOUR) == 1

    with time_machine.travel(there.at - AN_HOUR / 2, tick=False):
        head = world.client("muon")
        assert reverse("untold") in head.get(reverse("queue")).content.decode()
        page = head.get(reverse("untold")).content.decode()
        assert (silent.ref in page, fixed.ref in page, reached.ref in page) == (True, True, False)
        assert f"tel:{FIXED}" in page
        for one in (silent, fixed):
            head.post(reverse("visitor_told", args=[one.uuid]))
        assert head.post(reverse("visitor_told", args=[fixed.uuid])).status_code == 404
        assert silent.ref not in head.get(reverse("untold")).content.decode()
        assert world.client("my").get(reverse("untold")).status_code in (403, 404)
    assert Entry.objects.filter(pk__gt=since, name="appointments.VisitorTold").count() == 2


def test_who_changes_their_own_hour_gets_no_message_and_takes_the_telephone_along(there, carrier, since):
    mine = book(there, there.at + AN_HOUR, phone=PHONE)
    moved = move_appointment(mine, there.at + 2 * AN_HOUR, slip=mine.token, by=SYSTEM, at=there.at)
    assert cancel_appointment(moved, slip=mine.token, by=SYSTEM, at=there.at).sealed is None
    hand_over(since)
    assert send_at_once([carrier], at=there.at) == 0
    assert not _untold(there)


def test_news_of_other_systems_and_torn_causes_are_none_of_ours(there):
    one = book(there, there.at + AN_HOUR)
    not_reached("petitions.answer", f"{one.uuid}-1", at=there.at)
    not_reached("appointments.closed", "torn", at=there.at)
    assert not _untold(there)
