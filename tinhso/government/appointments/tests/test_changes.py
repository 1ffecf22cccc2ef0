"""The ground moves: a holiday, other hours, an office that merges, moves or ends, a person forgotten; and reminders."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.core.calendar.actions import Entry as DayEntry
from tinhso.core.calendar.actions import change_day, change_hours
from tinhso.core.calendar.domain import DayKind, Hours
from tinhso.core.notices.models import Notice
from tinhso.core.organisations.actions import close_organisation, move_organisation, succeed_organisation
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.actions import forget_person
from tinhso.core.people.domain.words import ForgetReason
from tinhso.core.places.models import Place
from tinhso.events.models import Entry
from tinhso.government.appointments.actions import notifying
from tinhso.government.appointments.actions.booking import NoSuchHour, cancel_appointment, move_appointment
from tinhso.government.appointments.actions.offices import Booking, add_opening, change_booking, open_office
from tinhso.government.appointments.jobs import close_days, remind_of_appointments
from tinhso.government.appointments.models import Appointment, Office, QueueDay, Ticket
from tinhso.government.appointments.tests.stories import A_DAY, SYSTEM, book, ground, hand_over, next_morning, take

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _text_messages(settings):
    settings.SMS_URL, settings.PUSH_HOSTS = "http://127.0.0.1:1", []


@pytest.fixture
def there(world):
    return ground(world)


@pytest.fixture
def since():
    """The last entry of the log before the story begins."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]


def told(person):
    """What somebody was told of appointments, in order."""
    mine = Notice.objects.filter(person=person.uuid, wording__kind__code__startswith="appointments.").order_by("pk")
    return [notice.kind.code.removeprefix("appointments.") for notice in mine]


def states(*appointments):
    found = Appointment.objects.in_bulk([one.pk for one in appointments])
    return [found[one.pk].state for one in appointments]


def _day_off(there, kind=DayKind.OFF):
    entry = DayEntry(day=there.at.date(), kind=kind, note="Nghỉ bù", place=there.office.place)
    change_day(entry, by=SYSTEM, at=there.at - 20 * AN_HOUR)


def test_a_holiday_calls_off_what_lies_on_it_and_tells_the_holder_once(there, world, since):
    panh, next_day = world.person("panh"), next_morning(there.office, there.at)
    mine, visitors = book(there, there.at + AN_HOUR, person=panh), book(there, there.at + AN_HOUR * 1.5)
    later = book(there, next_day + AN_HOUR)
    _day_off(there)
    hand_over(since)
    assert states(mine, visitors, later) == ["cancelled", "cancelled", "holds"]
    assert Appointment.objects.get(pk=mine.pk).why == "closed"
    assert told(panh) == ["booked", "closed"]
    with pytest.raises(NoSuchHour):
        book(there, there.at + AN_HOUR)


def test_half_a_day_off_leaves_the_morning_and_a_market_day_holds_against_a_holiday(there, since):
    morning, afternoon = book(there, there.at + AN_HOUR), book(there, there.at + 5.5 * AN_HOUR)
    _day_off(there, DayKind.HALF)
    hand_over(since)
    assert states(morning, afternoon) == ["holds", "cancelled"]
    add_opening(there.office, starts=there.at, ends=there.at + 2 * AN_HOUR, why="Chợ", by=SYSTEM, at=there.at - A_DAY)
    _day_off(there)
    hand_over(since)
    assert states(morning) == ["holds"]


def test_other_hours_call_off_what_lies_outside_and_longer_slots_alone_nothing(there, since):
    early, late = book(there, there.at + AN_HOUR), book(there, there.at + 2.25 * AN_HOUR)
    longer = Booking(slot_minutes=60, per_slot=1, days_ahead=14, booked_first=60, grace=10)
    change_booking(there.office, longer, by=SYSTEM, at=there.at - AN_HOUR)
    usual = there.office.calendar().hours
    shorter = Hours(
        morning=(usual.morning[0], timezone.localtime(there.at + 2 * AN_HOUR).time()),
        afternoon=usual.afternoon,
        reception_until=usual.reception_until,
    )
    change_hours(shorter, place=there.office.place, by=SYSTEM, at=there.at - AN_HOUR)
    hand_over(since)
    assert states(early, late) == ["holds", "cancelled"]


def test_a_merger_into_an_office_with_a_queue_keeps_every_hour_even_beyond_its_seats(there, world, since):
    panh, hour, sister = world.person("panh"), there.at + AN_HOUR, _sister(there)
    taken, gone = book(there, hour), there.office
    twice = book(there, there.at + 2 * AN_HOUR, person=panh)
    there.office = sister
    same_hour, there_already = book(there, hour), book(there, hour + AN_HOUR / 2, person=panh)
    walked = Ticket.objects.create(
        ref="ST-0", office=gone, day=there.at.date(), number=1, matter=taken.matter, how="kiosk",
        taken_at=there.at, counts_from=there.at,
    )  # fmt: skip

    _succeed(gone, sister)
    hand_over(since)

    assert states(taken, same_hour, there_already, twice) == ["holds", "holds", "holds", "cancelled"]
    taken.refresh_from_db()
    assert (taken.office, taken.starts_at, taken.seat) == (sister, hour, 1)
    assert Office.objects.get(pk=gone.pk).closed_at
    assert told(panh) == ["booked", "booked", "closed"]
    walked.refresh_from_db()
    assert walked.waits, "whoever stands there is served there"


def test_a_merger_into_an_office_without_a_queue_takes_the_queue_along(there, world, since):
    panh = world.person("panh")
    mine, heir = book(there, there.at + AN_HOUR, person=panh), without_queue(there)
    _succeed(there.office, heir)
    hand_over(since)
    assert Office.objects.get(pk=there.office.pk).organisation_id == heir.pk
    assert states(mine) == ["holds"]
    assert told(panh) == ["booked", "moved"]
    assert heir.name in Notice.objects.filter(person=panh.uuid).latest("pk").said("vi").short


def test_an_office_that_moves_tells_where_and_follows_the_holidays_there(there, world, since):
    panh = world.person("panh")
    mine, later = book(there, there.at + AN_HOUR, person=panh), book(there, next_morning(there.office, there.at))
    far = Place.objects.exclude(pk=there.office.place).filter(kind="commune", valid_to=None)[0]
    _off = DayEntry(day=there.at.date(), kind=DayKind.OFF, note="Lễ hội", place=far.pk)
    change_day(_off, by=SYSTEM, at=there.at - A_DAY)
    since = hand_over(since)
    assert states(mine) == ["holds"], "it is another commune's holiday"
    move_organisation(there.office.organisation, far, by=SYSTEM, at=there.at - AN_HOUR)
    hand_over(since)
    assert states(mine, later) == ["cancelled", "holds"]
    assert told(panh) == ["booked", "moved", "closed"]


def test_an_office_that_ends_calls_everything_off(there, world, since):
    panh = world.person("panh")
    mine = book(there, there.at + AN_HOUR, person=panh)
    close_organisation(there.office.organisation, on=timezone.localdate(), by=SYSTEM, at=timezone.now())
    hand_over(since)
    assert states(mine) == ["cancelled"]
    assert told(panh) == ["booked", "closed"]
    assert there.office not in Office.objects.receiving()


def test_a_forgotten_person_gives_back_the_hour_and_leaves_a_number_of_nobody(there, world, since):
    panh = world.person("panh")
    booked = book(there, there.at + AN_HOUR, person=panh)
    ticket = take(there, person=panh)
    forget_person(panh, reason=ForgetReason.ASKED, by=SYSTEM, at=there.at - AN_HOUR)
    hand_over(since)
    booked.refresh_from_db()
    ticket.refresh_from_db()
    assert (booked.person_id, ticket.person_id) == (None, None)
    assert (booked.state, booked.why, ticket.state) == ("cancelled", "asked", "waits")
    assert book(there, there.at + AN_HOUR).seat == booked.seat, "somebody else can have the hour"


def test_tomorrows_appointment_is_reminded_of_once_and_again_when_it_was_moved(there, world, monkeypatch):
    monkeypatch.setattr(notifying, "AT_ONCE", 2)
    panh, eve = world.person("panh"), there.at - 17 * AN_HOUR
    mine = book(there, there.at + AN_HOUR, person=panh)
    others = [book(there, there.at + AN_HOUR * (1.5 + turn / 4)) for turn in range(3)]
    fresh = book(there, there.at + 2.25 * AN_HOUR)
    Appointment.objects.exclude(pk=fresh.pk).update(booked_at=there.at - 3 * A_DAY)
    for _twice in range(2):
        remind_of_appointments(eve)
    assert told(panh) == ["reminder"]
    assert not Appointment.objects.filter(pk__in=[mine.pk, *(one.pk for one in others)], reminded_at=None).exists()
    assert Appointment.objects.get(pk=fresh.pk).reminded_at is None, "booked today: they know"
    move_appointment(mine, next_morning(there.office, there.at), by=SYSTEM, at=eve)
    remind_of_appointments(next_morning(there.office, there.at) - 17 * AN_HOUR)
    assert told(panh) == ["reminder", "reminder"]


def test_what_was_called_off_is_neither_reminded_of_nor_told_to_who_asked_for_it(there, world, since):
    panh = world.person("panh")
    mine = book(there, there.at + AN_HOUR, person=panh)
    Appointment.objects.filter(pk=mine.pk).update(booked_at=there.at - 3 * A_DAY)
    cancel_appointment(mine, by=SYSTEM, at=there.at - A_DAY)
    remind_of_appointments(there.at - 17 * AN_HOUR)
    hand_over(since)
    assert told(panh) == ["booked"]


def test_at_night_who_stayed_away_is_told_kindly_and_the_day_is_counted_once(there, world, since):
    panh = world.person("panh")
    mine = book(there, there.at + AN_HOUR, person=panh)
    take(there)
    for _twice in range(2):
        close_days(there.at + 15.5 * AN_HOUR)
        hand_over(since)
    assert states(mine) == ["missed"]
    assert told(panh) == ["booked", "missed"]
    day = QueueDay.objects.get(office=there.office, day=there.at.date())
    assert (day.unserved, day.stayed_away, day.closed_at is not None) == (1, 1, True)


def without_queue(there):
    rows = Organisation.objects.current().filter(place=there.office.place, parent=there.office.organisation.parent)
    return rows.exclude(pk__in=Office.objects.values("organisation"))[0]


def _sister(there):
    return open_office(without_queue(there), by=SYSTEM, at=there.at - A_DAY)


def _succeed(old, new):
    heir = new.organisation if isinstance(new, Office) else new
    succeed_organisation(old.organisation, heir, on=timezone.localdate(), by=SYSTEM, at=timezone.now())
