"""The queue of a morning: numbers, their order, calling, and what officers do when things go wrong."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tinhso.events.log import history
from tinhso.events.models import Entry
from tinhso.government.appointments.actions.booking import (
    BookedAlready,
    Full,
    MissedOften,
    NoSuchHour,
    move_appointment,
)
from tinhso.government.appointments.actions.calling import (
    NoSuchCounter,
    NotSeated,
    SomebodyStands,
    call_again,
    call_next,
    miss,
    put_back,
    send_on,
    serve,
)
from tinhso.government.appointments.actions.closing import close_past_days, forget_phones, miss_appointments
from tinhso.government.appointments.actions.offices import StillCalled, leave, remove_counter, sit_down
from tinhso.government.appointments.actions.queueing import NotNow
from tinhso.government.appointments.actions.taking import Closed, NotToday, appointment_here, come
from tinhso.government.appointments.events import NumberCalled
from tinhso.government.appointments.models import Appointment, PaceKept, QueueDay, Ticket
from tinhso.government.appointments.tests.stories import SYSTEM, book, ground, next_morning, take
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(world):
    return ground(world)


def _at(there, minutes):
    return there.at + timedelta(minutes=minutes)


def test_numbers_begin_with_one_every_day_and_the_first_is_called_first(there):
    first, second = take(there), take(there, minutes=1)
    assert (first.number, second.number) == (1, 2)
    called = call_next(there.counters[0], by=there.one, at=_at(there, 5))
    assert called == first
    later = next_morning(there.office, there.at) - there.at
    assert take(there, minutes=later.total_seconds() / 60).number == 1


def test_a_counter_calls_only_what_it_serves(there):
    take(there, "collect")
    asks = take(there, "ask", minutes=1)
    assert call_next(there.counters[0], by=there.one, at=_at(there, 5)) == asks
    assert call_next(there.counters[0], done=asks.uuid, by=there.one, at=_at(there, 9)) is None


def test_whom_the_law_wants_first_goes_first_and_a_booked_hour_before_who_came_without(there):
    booked = book(there, there.at + timedelta(minutes=30))
    early = take(there, minutes=-15)
    walked = take(there, minutes=1)
    elder = take(there, minutes=10, group="elderly")
    came = come(booked, by=Actor(), at=_at(there, 20))
    order = [ticket.pk for ticket in Ticket.objects.waiting(there.office.pk, there.at.date())]
    assert order == [elder.pk, came.pk, early.pk, walked.pk]


def test_who_comes_too_late_for_a_booked_hour_stands_in_line_like_others(there):
    booked = book(there, there.at + timedelta(minutes=15))
    walked = take(there, minutes=2)
    came = come(booked, by=Actor(), at=_at(there, 26))
    assert came.counts_from > walked.counts_from
    with pytest.raises(NotToday):
        come(booked, by=Actor(), at=_at(there, 27))


def test_a_second_press_calls_nobody_else(there):
    first, second, third = (take(there, minutes=minutes) for minutes in range(3))
    call_next(there.counters[0], by=there.one, at=_at(there, 5))
    with pytest.raises(SomebodyStands):
        call_next(there.counters[0], by=there.one, at=_at(there, 5))
    after = call_next(there.counters[0], done=first.uuid, by=there.one, at=_at(there, 9))
    again = call_next(there.counters[0], done=first.uuid, by=there.one, at=_at(there, 9))
    assert after == again == second
    third.refresh_from_db()
    assert third.waits


def test_two_officers_call_two_people_and_the_database_holds_one_at_a_counter(there):
    one, two = take(there), take(there, minutes=1)
    assert call_next(there.counters[0], by=there.one, at=_at(there, 5)) == one
    assert call_next(there.counters[1], by=there.two, at=_at(there, 5)) == two
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=two.pk).update(counter=there.counters[0])


def test_only_who_sits_there_calls(there, world):
    take(there)
    with pytest.raises(NotSeated):
        call_next(there.counters[0], by=there.two, at=_at(there, 1))
    stranger = world.account("hac_elsewhere")
    by = Actor(account=stranger.pk, person=stranger.person_id)
    with pytest.raises(NotYours):
        sit_down(there.counters[0], by=by, at=there.at)
    with pytest.raises(NotYours):
        call_next(there.counters[0], by=by, at=there.at)


def test_nobody_came_and_came_back_after_all(there):
    first = take(there)
    others = [take(there, minutes=minutes) for minutes in range(1, 6)]
    call_next(there.counters[0], by=there.one, at=_at(there, 7))
    call_again(first, by=there.one, at=_at(there, 8))
    missed = miss(first, by=there.one, at=_at(there, 9))
    assert missed.state == "missed"
    put_back(missed, by=there.one, at=_at(there, 12))
    order = list(Ticket.objects.waiting(there.office.pk, there.at.date()))
    assert order.index(first) == 3
    assert order[:3] == others[:3]
    told = [one.event for one in history(first) if isinstance(one.event, NumberCalled)]
    assert [one.again for one in told] == [False, True]


def test_sent_on_to_another_counter_they_keep_their_place(there):
    first, second = take(there, "file"), take(there, "file", minutes=1)
    call_next(there.counters[0], by=there.one, at=_at(there, 5))
    with pytest.raises(NoSuchCounter):
        send_on(first, counter=there.counters[0], by=there.one, at=_at(there, 6))
    send_on(first, counter=there.counters[1], by=there.one, at=_at(there, 6))
    assert call_next(there.counters[0], by=there.one, at=_at(there, 6)) == second
    assert call_next(there.counters[1], by=there.two, at=_at(there, 6)) == first
    with pytest.raises(NotNow):
        miss(Ticket.objects.get(pk=serve(first, by=there.two, at=_at(there, 8)).pk), by=there.two, at=_at(there, 9))


def test_what_was_measured_makes_the_next_estimate(there):
    before = take(there)
    for turn in range(20):
        ticket = take(there, minutes=turn)
        Ticket.objects.exclude(pk=ticket.pk).filter(state="waits").update(state="served")
        called = call_next(there.counters[0], by=there.one, at=_at(there, turn * 2))
        serve(called, by=there.one, at=_at(there, turn * 2 + 1.5))
    measured = PaceKept.objects.get(office=there.office, matter=before.matter)
    assert measured.seconds == [90] * 20
    waiting = [take(there, minutes=60) for _one in range(6)]
    assert waiting[-1].told_high <= 15 < 6 * before.matter.minutes / 2


def test_the_day_is_counted_when_it_is_over_and_nobody_is_left_in_it(there):
    done, gone, left = (take(there, minutes=minutes) for minutes in range(3))
    stood = take(there, minutes=3)
    booked = book(there, there.at + timedelta(hours=1), phone="+84912000111", came_from="x")
    call_next(there.counters[0], by=there.one, at=_at(there, 10))
    call_next(there.counters[0], done=done.uuid, by=there.one, at=_at(there, 15))
    miss(gone, by=there.one, at=_at(there, 16))
    Ticket.objects.filter(pk=left.pk).update(sent_to=there.counters[1])
    assert call_next(there.counters[0], by=there.one, at=_at(there, 20)) == stood
    night = there.at + timedelta(hours=16)
    assert miss_appointments(by=SYSTEM, at=night) >= 1
    close_past_days(by=SYSTEM, at=night)
    forget_phones(at=night)
    day = QueueDay.objects.get(office=there.office, day=there.at.date())
    assert (day.served, day.missed, day.unserved, day.stayed_away) == (2, 1, 1, 1)
    assert (day.wait_middle, day.wait_tenth) == (14, 17)
    assert day.told == 3
    booked.refresh_from_db()
    assert (booked.state, booked.phone, booked.came_from) == ("missed", "", "")
    with pytest.raises(NotNow):
        put_back(left, by=there.one, at=night)


def test_outside_of_its_hours_an_office_gives_no_number(there):
    with pytest.raises(Closed):
        take(there, minutes=12 * 60)
    with pytest.raises(Closed):
        take(there, minutes=24 * 60 * (6 - there.at.weekday()))


def test_an_hour_is_booked_once_however_many_want_it(there, world):
    hour = there.at + timedelta(hours=1)
    first = book(there, hour)
    with pytest.raises(Full):
        book(there, hour)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            ref="LH-0", office=there.office, matter=first.matter, starts_at=hour, seat=0, way="page", booked_at=there.at
        )
    with pytest.raises(NoSuchHour):
        book(there, hour + timedelta(minutes=7))
    with pytest.raises(NoSuchHour):
        book(there, hour + timedelta(hours=6))
    later = move_appointment(first, hour + timedelta(minutes=15), slip=first.token, by=Actor(), at=there.at)
    assert book(there, hour).starts_at == hour
    with pytest.raises(NotYours):
        move_appointment(later, hour + timedelta(minutes=30), slip="guess", by=Actor(), at=there.at)


def test_one_has_one_appointment_for_a_matter_and_who_stays_away_often_takes_a_number(there, world):
    my = world.person("my")
    book(there, there.at + timedelta(hours=1), person=my)
    with pytest.raises(BookedAlready):
        book(there, there.at + timedelta(hours=2), person=my)
    Appointment.objects.of_person(my.uuid).delete()
    for hour in range(3):
        missed = book(there, there.at + timedelta(hours=1, minutes=15 * hour), person=my)
        Appointment.objects.filter(pk=missed.pk).update(state="missed", ended_at=there.at)
    with pytest.raises(MissedOften):
        book(there, there.at + timedelta(hours=2), person=my)
    assert book(there, there.at + timedelta(hours=2), person=my, way="phone").holds


def test_the_kiosk_finds_todays_appointment_by_four_digits(there):
    booked = book(there, there.at + timedelta(minutes=30))
    assert appointment_here(there.office, booked.ref[-4:], at=there.at) == booked
    assert appointment_here(there.office, "12", at=there.at) is None
    assert appointment_here(there.office, booked.ref[-4:], at=there.at - timedelta(days=1)) is None


def test_a_counter_is_not_left_while_somebody_stands_there(there):
    ticket = take(there)
    call_next(there.counters[0], by=there.one, at=_at(there, 1))
    for refused in (leave, remove_counter):
        with pytest.raises(StillCalled):
            refused(there.counters[0], by=there.one if refused is leave else SYSTEM, at=_at(there, 2))
    serve(ticket, by=there.one, at=_at(there, 5))
    leave(there.counters[0], by=there.one, at=_at(there, 6))
    assert not there.counters[0].sittings.filter(until=None).exists()


def test_the_log_names_nobody(there, world):
    my = world.person("my")
    come(book(there, there.at + timedelta(minutes=15), person=my), by=Actor(), at=there.at)
    call_next(there.counters[0], by=there.one, at=_at(there, 1))
    said = Entry.objects.filter(name__startswith="appointments.").values_list("payload__data", flat=True)
    assert said
    assert not [data for data in said if str(my.uuid) in data or my.full_name in data]
