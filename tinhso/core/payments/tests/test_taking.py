"""Money comes by every rail: once, however often it is told, and never twice for one intent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.payments.actions import cancel_payment, confirm_payment, expire_payments, fail_attempt
from tinhso.core.payments.actions.asking import AskedOtherwise, NotCancellable, NotPayable
from tinhso.core.payments.domain.codes import ALPHABET, LENGTH, check_letter, codes_in, new_code
from tinhso.core.payments.domain.matching import judge
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import AttemptState, Book, IntentState, Mismatch, Outcome
from tinhso.core.payments.events import MoneyHeld, PaymentAsked, PaymentConfirmed
from tinhso.core.payments.models import BookTransfer, Credit, Intent, MoneyMatter
from tinhso.core.payments.tests.stories import (
    A_DAY,
    MONDAY,
    SYSTEM,
    a_treasury,
    an_account,
    bank_tells,
    gateway_tells,
    tries,
)
from tinhso.events.log import history

db = pytest.mark.django_db


def events_of(intent: Intent) -> list[str]:
    return [type(one.event).__name__ for one in history(intent)]


# --- asking


@db
def test_what_is_asked_twice_is_one_intent() -> None:
    fees, subject = a_treasury(), uuid4()
    first, second = fees.asks(subject=subject), fees.asks(subject=subject)
    assert first.pk == second.pk
    assert events_of(first) == [PaymentAsked.__name__]
    assert len(first.order_code) == LENGTH


@db
def test_another_amount_for_the_same_is_refused_until_the_first_is_cancelled() -> None:
    fees, subject = a_treasury(), uuid4()
    first = fees.asks(subject=subject)
    with pytest.raises(AskedOtherwise):
        fees.asks(60_000, subject=subject)
    cancel_payment(first, by=SYSTEM, at=MONDAY)
    assert fees.asks(60_000, subject=subject).amount == 60_000


@db
@pytest.mark.parametrize("amount", [0, -1, 10_000_000_000])
def test_what_no_rail_can_carry_is_not_asked_for(amount: int) -> None:
    with pytest.raises(NotPayable):
        a_treasury().asks(amount)


# --- codes


@given(st.integers(0, 32**7 - 1), st.text("abcxyz .-/:", max_size=12), st.text("0123456789 .", max_size=12))
def test_a_code_is_found_in_what_banks_make_of_a_memo(number: int, before: str, after: str) -> None:
    digits = "".join(ALPHABET[(number >> 5 * place) % 32] for place in range(7))
    code = f"TS{digits}{check_letter(digits)}"
    assert code in codes_in(f"{before} {code.lower()} {after}")
    assert code in codes_in(f"{before}.{code[:4]} {code[4:]}.{after}")


@given(st.integers(0, 6), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_another_code_or_none(place: int, letter: str) -> None:
    code = new_code()
    wrong = code[: 2 + place] + letter + code[3 + place :]
    assert wrong == code or wrong not in codes_in(wrong)


def test_a_memo_without_a_code_names_none() -> None:
    assert codes_in("CHUYEN TIEN TS1234") == []


# --- by bank


@db
def test_a_transfer_with_the_code_pays_the_intent_and_is_told_once() -> None:
    fees = a_treasury()
    intent = fees.asks()
    credit = bank_tells(intent, provider_ref="FT1")
    again = bank_tells(intent, provider_ref="FT1")

    assert credit.pk == again.pk
    assert credit.outcome == Outcome.SETTLED
    intent.refresh_from_db()
    assert (intent.state, intent.received, intent.rail) == (IntentState.PAID, 50_000, RailCode.BANK)
    assert events_of(intent) == [PaymentAsked.__name__, PaymentConfirmed.__name__]
    assert (fees.balance(Book.BANK), fees.balance(Book.INCOME)) == (50_000, -50_000)


@db
def test_a_statement_that_tells_of_the_same_transfer_brings_no_second_money() -> None:
    fees = a_treasury()
    intent = fees.asks()
    first = bank_tells(intent, bank_ref="FT2632")
    by_number = bank_tells(intent, provider="statement", provider_ref="row-7", bank_ref="FT2632", content="cat het chu")
    assert first.pk == by_number.pk

    other = fees.asks()
    told = bank_tells(other)
    by_code = bank_tells(other, provider="statement", provider_ref="row-8", bank_ref="FT2633", at=MONDAY + A_DAY)
    assert told.pk == by_code.pk
    again = bank_tells(other, provider="statement", provider_ref="row-8", bank_ref="FT2633", at=MONDAY + A_DAY)
    assert told.pk == again.pk
    assert Credit.objects.count() == 2


@db
@pytest.mark.parametrize(
    ("amount", "content", "kind"),
    [
        (50_000, "gui tien ong Chu", Mismatch.UNMATCHED),
        (40_000, "", Mismatch.SHORT),
        (500_000, "", Mismatch.OVER),
    ],
)
def test_money_that_does_not_fit_waits_for_a_person(amount: int, content: str, kind: Mismatch) -> None:
    fees = a_treasury()
    credit = bank_tells(fees.asks(), amount, content=content)
    matter = MoneyMatter.objects.open().get()
    assert (matter.kind, matter.credit) == (kind, credit)
    assert [type(one.event) for one in history(matter)] == [MoneyHeld]
    assert sum([fees.balance(Book.BANK), fees.balance(Book.INCOME), fees.balance(Book.HELD)]) == 0
    assert fees.balance(Book.HELD) == -matter.amount


@db
def test_who_pays_too_much_has_paid() -> None:
    fees = a_treasury()
    intent = fees.asks()
    bank_tells(intent, 500_000)
    intent.refresh_from_db()
    assert intent.is_paid
    assert MoneyMatter.objects.open().get().amount == 450_000


@db
def test_money_for_another_account_is_not_this_intents() -> None:
    fees = a_treasury()
    elsewhere = an_account(fees.office.room, fees.office.muon, number="19001234")
    credit = bank_tells(fees.asks(), payee=elsewhere)
    assert (credit.outcome, credit.intent) == (Outcome.HELD, None)


# --- by gateway


@db
@pytest.mark.promise("P10")
def test_a_second_success_is_never_lost_and_never_a_second_payment() -> None:
    fees = a_treasury()
    intent = fees.asks()
    vnpay, momo = tries(intent), tries(intent, RailCode.MOMO)
    gateway_tells(vnpay)
    second = gateway_tells(momo, "4014083433")

    assert second.outcome == Outcome.HELD
    assert MoneyMatter.objects.open().get().kind == Mismatch.DOUBLED
    assert [type(one.event) for one in history(intent)].count(PaymentConfirmed) == 1
    assert fees.balance(Book.GATEWAY) == 100_000


@db
@pytest.mark.promise("P10")
def test_callbacks_come_three_times_in_any_order_and_pay_once() -> None:
    fees = a_treasury()
    intent = fees.asks()
    attempt = tries(intent)
    fail_attempt(attempt, code="24", by=SYSTEM, at=MONDAY)
    for _time in range(3):
        gateway_tells(attempt)
    fail_attempt(attempt, code="24", by=SYSTEM, at=MONDAY)
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUCCEEDED
    assert Credit.objects.count() == BookTransfer.objects.count() == 1


@db
@pytest.mark.promise("P10")
def test_what_was_paid_in_time_and_told_late_is_paid() -> None:
    fees = a_treasury()
    intent = fees.asks()
    attempt = tries(intent)
    assert expire_payments(at=MONDAY + 2 * A_DAY) == 1
    told = MONDAY + 2 * A_DAY
    confirm_payment(attempt, provider_ref="1", amount=50_000, paid_at=MONDAY, by=SYSTEM, at=told)
    intent.refresh_from_db()
    assert intent.is_paid


@db
def test_what_was_paid_after_the_deadline_waits_for_a_person() -> None:
    fees = a_treasury()
    intent = fees.asks()
    expire_payments(at=MONDAY + 2 * A_DAY)
    bank_tells(intent, at=MONDAY + 2 * A_DAY)
    intent.refresh_from_db()
    assert intent.state == IntentState.EXPIRED
    assert MoneyMatter.objects.open().get().kind == Mismatch.LATE


@db
def test_an_attempt_that_may_still_be_paid_is_taken_up_again() -> None:
    fees = a_treasury()
    intent = fees.asks()
    assert tries(intent).pk == tries(intent, at=MONDAY + timedelta(minutes=3)).pk
    assert tries(intent, at=MONDAY + timedelta(minutes=20)).ref.endswith("02")


@db
def test_what_is_paid_is_not_cancelled_and_does_not_run_out() -> None:
    fees = a_treasury()
    intent = fees.asks()
    bank_tells(intent)
    with pytest.raises(NotCancellable):
        cancel_payment(intent, by=SYSTEM, at=MONDAY)
    assert expire_payments(at=MONDAY + 2 * A_DAY) == 0


# --- the books


@db
@pytest.mark.promise("P12")
@pytest.mark.parametrize("verb", ["UPDATE payments_booktransfer SET amount = 1", "DELETE FROM payments_booktransfer"])
def test_the_database_itself_refuses_to_change_the_books(verb: str) -> None:
    bank_tells(a_treasury().asks())
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


@db
@pytest.mark.promise("P12")
def test_the_database_itself_refuses_money_that_is_nowhere() -> None:
    credit = bank_tells(a_treasury().asks())
    with pytest.raises(DatabaseError), transaction.atomic():
        Credit.objects.filter(pk=credit.pk).update(applied=0)


@db
def test_money_that_is_the_payees_own_is_noted_and_not_booked() -> None:
    fees = a_treasury(collects=False)
    intent = fees.asks()
    bank_tells(intent)
    intent.refresh_from_db()
    assert intent.is_paid
    assert not BookTransfer.objects.exists()


@given(
    st.integers(1, 10**9),
    st.one_of(st.none(), st.sampled_from(IntentState)),
    st.integers(1, 10**9),
    st.booleans(),
)
def test_every_dong_is_judged(amount: int, state: IntentState | None, due: int, in_time: bool) -> None:
    verdict = judge(amount, state=state, due=due, in_time=in_time)
    assert verdict.applied + verdict.held == amount
    assert bool(verdict.held) == (verdict.why is not None)
    assert verdict.applied in (0, due)
