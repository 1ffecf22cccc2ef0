"""Beds are sold once: two buyers, a second press, a silent host, a deposit in time, too late, much too late."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tinhso.core.payments.actions import take_credit
from tinhso.core.payments.actions.asking import expire_payments
from tinhso.core.payments.models import MoneyMatter, Refund
from tinhso.economy.stays.actions.booking import (
    ANSWER_IN,
    PAY_IN,
    Full,
    NotAnyMore,
    NotOpen,
    NotTheseDays,
    TooManyPeople,
    confirm_stay,
    deposit_intent,
    hold_party,
    let_go,
    refuse_stay,
)
from tinhso.economy.stays.actions.changing import call_off_stay, cancel_stay, move_stay
from tinhso.economy.stays.actions.homes import note_inspection
from tinhso.economy.stays.domain.words import State
from tinhso.economy.stays.models import Booking, Home, Night, Room, SeasonRate
from tinhso.economy.stays.tests.stories import A_DAY, AT, FRIDAY, SATURDAY, SYSTEM, a_house, hand_over
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)


@pytest.fixture
def house():
    return a_house()


def pays(booking, amount, at):
    """The bank tells of a transfer with the code of the deposit."""
    intent = deposit_intent(booking)
    return take_credit(
        payee=intent.payee, provider="vietqr", provider_ref=f"{booking.pk}-{at}", amount=amount,
        content=f"coc {intent.order_code}", paid_at=at, by=SYSTEM, at=at,
    )  # fmt: skip


def test_a_room_is_held_for_the_first_and_refused_to_the_second(house):
    first = house.books()
    with pytest.raises(Full):
        house.books()
    assert (first.state, first.total) == (State.ASKED, 420_000)
    house.books(first=SATURDAY + A_DAY)
    house.books(first=FRIDAY)


def test_mats_are_sold_one_by_one(house):
    house.books(house.mats)
    house.books(house.mats, first=FRIDAY, nights=2)
    with pytest.raises(Full):
        house.books(house.mats)
    assert (
        not Room.objects.bookable().filter(home=house.home).free(SATURDAY, SATURDAY + A_DAY).exclude(pk=house.room.pk)
    )


def test_the_database_itself_gives_a_bed_once(house):
    booking = house.books()
    with pytest.raises(IntegrityError), transaction.atomic():
        Night.objects.create(room=house.room, day=SATURDAY, bed=0, booking=booking)


def test_the_host_says_yes_twice_and_it_is_once(house):
    booking = house.books()
    confirm_stay(booking, by=house.host, at=LATER)
    assert confirm_stay(booking, by=house.host, at=LATER).state == State.CONFIRMED
    with pytest.raises(NotAnyMore):
        refuse_stay(booking, by=house.host, at=LATER)


def test_nobody_else_answers_for_the_host(house):
    with pytest.raises(NotYours):
        confirm_stay(house.books(), by=Actor(person=house.office.my.uuid), at=LATER)


def test_a_host_who_never_answers_frees_the_bed(house):
    booking = house.books()
    assert let_go(at=AT + ANSWER_IN) == 0
    assert let_go(at=AT + ANSWER_IN + timedelta(seconds=1)) == 1
    booking.refresh_from_db()
    assert (booking.state, booking.why) == (State.LAPSED, "silent")
    house.books()


def test_a_deposit_that_comes_in_time_books_it(house):
    house.takes_deposit()
    booking = confirm_stay(house.books(), by=house.host, at=LATER)
    assert (booking.state, booking.deposit) == (State.UNPAID, 126_000)
    pays(booking, 126_000, LATER)
    hand_over()
    booking.refresh_from_db()
    assert (booking.state, booking.paid, booking.rest) == (State.CONFIRMED, 126_000, 294_000)


@pytest.mark.parametrize("expired", [False, True])
def test_money_after_the_hold_finds_the_bed_again_when_it_is_free(house, expired):
    house.takes_deposit()
    booking = _lapsed(house, expired=expired)
    pays(booking, 126_000, LATER + 2 * PAY_IN)
    hand_over()
    booking.refresh_from_db()
    assert (booking.state, booking.paid, Night.objects.filter(booking=booking).count()) == ("confirmed", 126_000, 1)


@pytest.mark.parametrize("expired", [False, True])
def test_money_after_the_hold_goes_back_when_somebody_else_has_the_bed(house, expired):
    house.takes_deposit()
    booking = _lapsed(house, expired=expired)
    house.books(name="Trần Văn Nam")
    pays(booking, 126_000, LATER + 2 * PAY_IN)
    hand_over()
    booking.refresh_from_db()
    assert booking.state == State.LAPSED
    assert MoneyMatter.objects.filter(settled_at=None).count() == 0
    assert Refund.objects.get().amount == 126_000


def _lapsed(house, *, expired):
    """The hold is over; whether the payment too has noticed."""
    booking = confirm_stay(house.books(), by=house.host, at=LATER)
    assert let_go(at=LATER + PAY_IN + timedelta(seconds=1)) == 1
    assert expire_payments(at=LATER + PAY_IN + timedelta(seconds=1)) == 1 if expired else True
    return Booking.objects.get(pk=booking.pk)


@pytest.mark.parametrize(("first", "back"), [(SATURDAY, 126_000), (date(2026, 11, 25), 52_500)])
def test_cancelling_gives_back_what_the_rules_say(house, first, back):
    house.takes_deposit(free_days=3, keeps=50)
    booking = confirm_stay(house.books(first=first), by=house.host, at=LATER)
    pays(booking, booking.deposit, LATER)
    hand_over()
    cancel_stay(booking, by=Actor(), at=LATER)
    assert cancel_stay(booking, by=Actor(), at=LATER).state == State.CANCELLED
    assert Refund.objects.get().amount == back
    house.books(first=first)


def test_a_host_who_calls_off_gives_everything_back(house):
    house.takes_deposit(free_days=30, keeps=100)
    booking = confirm_stay(house.books(), by=house.host, at=LATER)
    pays(booking, 126_000, LATER)
    hand_over()
    call_off_stay(booking, by=house.host, at=LATER)
    assert Refund.objects.get().amount == 126_000


def test_other_days_take_the_new_nights_and_free_the_old(house):
    booking = house.books()
    other = house.books(first=FRIDAY)
    with pytest.raises(Full):
        move_stay(booking, FRIDAY, SATURDAY, by=Actor(), at=LATER)
    assert Night.objects.filter(booking=booking).count() == 1
    cancel_stay(other, by=Actor(), at=LATER)
    moved = move_stay(booking, FRIDAY, SATURDAY + A_DAY, by=Actor(), at=LATER)
    assert moved.total == 840_000
    with pytest.raises(Full):
        house.books()


def test_a_home_closed_by_inspection_calls_off_what_was_booked(house):
    house.takes_deposit()
    booking = confirm_stay(house.books(), by=house.host, at=LATER)
    pays(booking, 126_000, LATER)
    last = hand_over()
    note_inspection(house.home, passed=False, stars=0, by=SYSTEM, at=LATER, on=AT.date())
    hand_over(last)
    booking.refresh_from_db()
    assert (booking.state, booking.why, Refund.objects.get().amount) == ("cancelled", "closed", 126_000)
    with pytest.raises(NotOpen):
        house.books()


def test_a_stay_over_new_years_price_pays_each_night_its_own(house):
    SeasonRate.objects.create(
        room=house.room, first=date(2026, 12, 31), last=date(2027, 1, 2), weekday=600_000, weekend=700_000
    )
    booking = house.books(first=date(2026, 12, 30), nights=3)
    assert booking.total == 350_000 + 600_000 + 700_000


def test_a_group_has_all_its_beds_or_none(house):
    house.books()
    wishes = [house.wants(house.mats, beds=2, people=2), house.wants()]
    with pytest.raises(Full):
        hold_party(wishes, by=Actor(), at=AT)
    assert Night.objects.count() == 1
    party = hold_party([house.wants(house.mats, FRIDAY), house.wants(first=FRIDAY)], by=Actor(), at=AT)
    assert len({one.party for one in party}) == 1


def test_days_and_people_that_cannot_be_are_refused(house):
    for first, nights in ((AT.date() - A_DAY, 1), (SATURDAY, 31), (SATURDAY, 0), (date(2029, 1, 1), 1)):
        with pytest.raises(NotTheseDays):
            house.books(first=first, nights=nights)
    with pytest.raises(TooManyPeople):
        house.books(people=3)
    assert house.books(first=date(2028, 2, 28), nights=2).nights_long == 2


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.tuples(some.integers(0, 6), some.integers(1, 4), some.integers(1, 2)), max_size=12))
def test_no_night_is_ever_sold_beyond_its_beds(house, wishes):
    with transaction.atomic():
        for first, nights, beds in wishes:
            try:
                house.books(house.mats, SATURDAY + first * A_DAY, nights, beds=beds, people=beds)
            except Full:
                continue
        taken = Night.objects.taken(house.mats, SATURDAY, SATURDAY + 20 * A_DAY)
        assert max(taken.values(), default=0) <= house.mats.beds
        booked = sum(one.beds * one.nights_long for one in Booking.objects.filter(room=house.mats))
        assert sum(taken.values()) == booked
        transaction.set_rollback(True)


def test_names_lie_sealed(house):
    booking = house.books()
    assert b"Thu H" not in bytes(Booking.objects.get(pk=booking.pk).sealed)
    assert Booking.objects.get(pk=booking.pk).guest == ("Nguyễn Thu Hà", "+84912345678")
    assert Home.objects.get().standing == "open"
    assert isinstance(booking.made_at, datetime)
