"""Guests come and go: the register, the notice, the numbers of a night, and what is forgotten."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tinhso.economy.stays.actions.booking import NotAnyMore, confirm_stay
from tinhso.economy.stays.actions.desk import (
    MoreThanOwed,
    NobodyHere,
    NotYetTheirDay,
    check_in,
    check_out,
    count_nights,
    forget_guests,
    make_notice,
    miss_guests,
    read_register,
)
from tinhso.economy.stays.domain.notice import Guest
from tinhso.economy.stays.domain.words import State
from tinhso.economy.stays.indicators import ARRIVALS, GUEST_NIGHTS, OCCUPANCY, REVENUE
from tinhso.economy.stays.jobs import close_a_day
from tinhso.economy.stays.models import Booking, Night, RegisterLine, StayNotice
from tinhso.economy.stays.tests.stories import A_DAY, SATURDAY, a_house
from tinhso.events.models import Entry
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db
EVENING = timezone.make_aware(datetime(2026, 11, 28, 17, 0))
HA = Guest(name="Nguyễn Thu Hà", born="15/08/1992", number="001192800123")
MARIE = Guest(name="Marie Dubois", born="01/01/1990", nation="FRA", paper="Hộ chiếu", number="X1")


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def stay(house):
    return confirm_stay(house.books(nights=2, people=2), by=house.host, at=EVENING)


def test_a_check_in_that_comes_twice_enters_everybody_once(house, stay):
    for _twice in range(2):
        check_in(stay, [HA, MARIE], by=house.host, at=EVENING)
    assert [line.guest for line in RegisterLine.objects.order_by("pk")] == [HA, MARIE]
    assert Entry.objects.filter(name="stays.GuestsArrived").count() == 1


def test_nobody_is_checked_in_on_another_day_or_by_a_stranger(house, stay):
    with pytest.raises(NotYetTheirDay):
        check_in(stay, [HA], by=house.host, at=EVENING - A_DAY)
    with pytest.raises(NotYours):
        check_in(stay, [HA], by=Actor(person=house.office.my.uuid), at=EVENING)
    with pytest.raises(NotAnyMore):
        check_in(house.books(first=SATURDAY + 3 * A_DAY), [HA], by=house.host, at=EVENING)


def test_the_notice_counts_who_came_meanwhile_and_says_when_it_was_late(house, stay):
    with pytest.raises(NobodyHere):
        make_notice(house.home, SATURDAY, by=house.host, at=EVENING)
    check_in(stay, [HA], by=house.host, at=EVENING)
    first = make_notice(house.home, SATURDAY, by=house.host, at=EVENING)
    assert (first.guests, first.late) == (1, False)
    other = confirm_stay(house.books(house.mats), by=house.host, at=EVENING)
    check_in(other, [MARIE], by=house.host, at=EVENING)
    for _twice in range(2):
        make_notice(house.home, SATURDAY, by=house.host, at=EVENING + timedelta(hours=7))
    assert StayNotice.objects.get().guests == 2
    assert Entry.objects.filter(name="stays.NoticeMade").count() == 2


@pytest.mark.promise("P16")
def test_who_opens_the_register_is_recorded_and_a_stranger_opens_none(house, stay):
    check_in(stay, [HA, MARIE], by=house.host, at=EVENING)
    assert [line.guest for line in read_register(house.home, SATURDAY, by=house.host, at=EVENING)] == [HA, MARIE]
    with pytest.raises(NotYours):
        read_register(house.home, SATURDAY, by=Actor(person=house.office.my.uuid), at=EVENING)
    reading = Entry.objects.get(name="stays.RegisterRead")
    assert (str(reading.about), reading.at) == (str(house.home.uuid), EVENING)


def test_who_leaves_early_frees_the_bed_and_pays_what_is_owed(house, stay):
    check_in(stay, [HA], by=house.host, at=EVENING)
    with pytest.raises(MoreThanOwed):
        check_out(stay, cash=stay.total + 1, invoice=False, by=house.host, at=EVENING + A_DAY)
    for _twice in range(2):
        left = check_out(stay, cash=stay.total, invoice=True, by=house.host, at=EVENING + A_DAY)
    assert (left.state, left.rest) == (State.LEFT, 0)
    assert list(Night.objects.values_list("day", flat=True)) == [SATURDAY]
    assert Entry.objects.filter(name="stays.InvoiceWanted").count() == 1
    house.room.refresh_from_db()
    assert not house.room.is_clean


def test_a_night_is_counted_for_the_province(house, stay):
    check_in(stay, [HA, MARIE], by=house.host, at=EVENING)
    assert count_nights(SATURDAY, at=EVENING + A_DAY) == 1
    assert count_nights(SATURDAY, at=EVENING + A_DAY) == 0, "a night is counted once"
    assert count_nights(SATURDAY - A_DAY, at=EVENING) == 0
    standing = [one for one in OCCUPANCY.asks(EVENING) if one.place == house.home.place_id]
    assert [(one.number, one.of) for one in standing] == [(1, 3)]
    assert {ARRIVALS.adds, GUEST_NIGHTS.adds, REVENUE.adds} == {"people", "guests", "revenue"}


def test_who_never_came_gives_the_beds_back(house, stay):
    assert miss_guests(today=SATURDAY, at=EVENING) == 0
    assert miss_guests(today=SATURDAY + A_DAY, at=EVENING + A_DAY) == 1
    assert Booking.objects.get(pk=stay.pk).state == State.MISSED
    assert not Night.objects.exists()


def test_what_a_phone_wrote_without_signal_may_come_a_day_later(house, stay):
    close_a_day(EVENING + timedelta(hours=15))
    check_in(stay, [HA], by=house.host, at=EVENING)
    close_a_day(EVENING + A_DAY + timedelta(hours=15))
    assert Booking.objects.get(pk=stay.pk).state == State.HERE
    assert Entry.objects.filter(name="stays.NightCounted").count() == 1


def test_names_go_a_month_after_the_stay(house, stay):
    check_in(stay, [HA], by=house.host, at=EVENING)
    check_out(stay, cash=0, invoice=False, by=house.host, at=EVENING + A_DAY)
    assert forget_guests(at=EVENING + 30 * A_DAY) == 0
    assert forget_guests(at=EVENING + 32 * A_DAY) == 1
    assert Booking.objects.get(pk=stay.pk).guest == ("", "")
