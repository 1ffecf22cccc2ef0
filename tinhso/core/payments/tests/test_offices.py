"""What offices do with money: accounts by two persons, money that waits, refunds, cash, receipts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.cases.tests.stories import is_
from tinhso.core.payments import actions
from tinhso.core.payments.actions.cash import DayClosed, DifferenceNeedsReason, NotTheAmount
from tinhso.core.payments.actions.payees import NotAnAccount, OpenBefore, TakesAnother
from tinhso.core.payments.actions.receipts import NoReceipt, issue_receipt
from tinhso.core.payments.actions.refunds import MoreThanThere, TakesTwo
from tinhso.core.payments.actions.settling import (
    DoesNotFit,
    NotAPayout,
    SettledBefore,
    TakenAnew,
    tell_of_forgotten_money,
)
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.receipts import ReceiptPaper, in_words, receipt_pdf
from tinhso.core.payments.domain.states import Book, IntentState, Settlement
from tinhso.core.payments.models import FeeReceipt, MoneyMatter, PayeeAccount, PayeeProposal, Refund
from tinhso.core.payments.tests.stories import (
    A_DAY,
    MONDAY,
    SYSTEM,
    Treasury,
    a_treasury,
    bank_tells,
    gateway_tells,
    tries,
)
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db
WHO = {"by": SYSTEM, "at": MONDAY}


def waiting(fees: Treasury, amount: int = 50_000, **also: object) -> MoneyMatter:
    intent = fees.asks(**also)
    bank_tells(intent, amount)
    return MoneyMatter.objects.open().get()


# --- accounts


def proposal_of(fees: Treasury, **also: object) -> PayeeProposal:
    told = {"organisation": fees.office.committee, "holder": "UBND XA", "bank_bin": "970436", "number": "0071 000 123"}
    return actions.propose_payee(**(told | {"collects": True} | also), by=fees.muon, at=MONDAY)


def test_no_money_is_paid_to_an_account_that_only_one_person_wanted() -> None:
    fees = a_treasury()
    proposal = proposal_of(fees)
    with pytest.raises(TakesAnother):
        actions.approve_payee(proposal, by=fees.muon, at=MONDAY)
    with pytest.raises(NotYours):
        actions.approve_payee(proposal, by=fees.hac, at=MONDAY)
    assert PayeeAccount.objects.count() == 1

    account = actions.approve_payee(proposal, **WHO)
    assert account.number == "0071000123"
    with pytest.raises(OpenBefore):
        proposal_of(fees)


@pytest.mark.parametrize("wrong", [{"number": "đ"}, {"bank_bin": "97040"}, {"holder": " "}])
def test_what_is_no_account_is_not_proposed(wrong: dict[str, str]) -> None:
    with pytest.raises(NotAnAccount):
        proposal_of(a_treasury(), **wrong)


def test_a_closed_account_takes_no_more_and_keeps_its_history() -> None:
    fees = a_treasury()
    bank_tells(fees.asks())
    actions.approve_payee(actions.propose_closing(fees.payee, by=fees.muon, at=MONDAY), **WHO)
    fees.payee.refresh_from_db()
    with pytest.raises(actions.asking.PayeeClosed):
        fees.asks()
    assert fees.balance(Book.BANK) == 50_000


def test_the_table_itself_wants_two_persons() -> None:
    fees = a_treasury()
    proposal = proposal_of(fees)
    with pytest.raises(IntegrityError), transaction.atomic():
        PayeeProposal.objects.filter(pk=proposal.pk).update(decided_by=fees.office.muon, decided_at=MONDAY, agreed=True)


# --- money that waits


def test_the_rest_is_asked_for_and_then_it_is_paid() -> None:
    fees = a_treasury()
    matter = waiting(fees, 30_000)
    actions.ask_rest(matter, deadline=MONDAY + 5 * A_DAY, by=fees.hac, at=MONDAY)
    intent = matter.credit.intent
    assert intent
    intent.refresh_from_db()
    assert (intent.due, intent.state, intent.deadline) == (20_000, IntentState.ASKED, MONDAY + 5 * A_DAY)

    bank_tells(intent, 20_000)
    intent.refresh_from_db()
    assert intent.is_paid
    assert fees.balance(Book.INCOME) == -50_000


def test_too_little_may_be_taken_as_it_is() -> None:
    fees = a_treasury()
    matter = waiting(fees, 49_000)
    actions.accept(matter, reason="thiếu phí chuyển", by=fees.hac, at=MONDAY)
    assert matter.credit.intent
    matter.credit.intent.refresh_from_db()
    assert matter.credit.intent.is_paid
    with pytest.raises(SettledBefore):
        actions.give_back(matter, reason="x", by=fees.hac, at=MONDAY)


def test_money_without_a_code_is_attached_to_what_it_was_meant_for() -> None:
    fees = a_treasury()
    intent, other = fees.asks(), fees.asks(60_000)
    bank_tells(intent, content="nop tien")
    matter = MoneyMatter.objects.open().get()
    with pytest.raises(DoesNotFit):
        actions.attach(matter, intent=other, by=fees.hac, at=MONDAY)
    actions.attach(matter, intent=intent, by=fees.hac, at=MONDAY)
    intent.refresh_from_db()
    assert intent.is_paid


def test_late_money_pays_unless_the_same_was_asked_for_anew() -> None:
    fees, subject = a_treasury(), uuid4()
    old = fees.asks(subject=subject)
    actions.cancel_payment(old, **WHO)
    fees.asks(60_000, subject=subject)
    bank_tells(old)
    matter = MoneyMatter.objects.open().get()
    with pytest.raises(TakenAnew):
        actions.accept(matter, reason="x", by=fees.hac, at=MONDAY)


def test_what_a_gateway_hands_over_is_no_more_than_people_paid_there() -> None:
    fees = a_treasury()
    gateway_tells(tries(fees.asks()))
    bank_tells(fees.asks(), 50_000, content="VNPAY QT 2311")
    matter = MoneyMatter.objects.open().get()
    with pytest.raises(NotAPayout):
        actions.book_as_payout(matter, rail=RailCode.MOMO, by=fees.hac, at=MONDAY)
    actions.book_as_payout(matter, rail=RailCode.VNPAY, by=fees.hac, at=MONDAY)
    assert (fees.balance(Book.GATEWAY), fees.balance(Book.BANK), fees.balance(Book.HELD)) == (0, 50_000, 0)


@pytest.mark.promise("P11")
def test_money_that_nobody_looks_after_is_told_of_once() -> None:
    fees = a_treasury()
    waiting(fees, 30_000)
    assert tell_of_forgotten_money(at=MONDAY + 2 * A_DAY) == 0
    assert tell_of_forgotten_money(at=MONDAY + 4 * A_DAY) == 1
    assert tell_of_forgotten_money(at=MONDAY + 5 * A_DAY) == 0


def test_an_office_elsewhere_sees_nothing_of_it() -> None:
    fees = a_treasury()
    matter = waiting(fees, 30_000)
    with pytest.raises(NotYours):
        actions.give_back(matter, reason="x", by=is_(fees.office.my_account), at=MONDAY)


# --- refunds


def test_nothing_goes_back_by_one_person_or_twice() -> None:
    fees = a_treasury()
    credit = bank_tells(fees.asks())
    told = {"credit": credit, "book": Book.INCOME, "reason": "rút", "by": fees.muon, "at": MONDAY}
    refund = actions.ask_refund(amount=30_000, **told)
    with pytest.raises(MoreThanThere):
        actions.ask_refund(amount=30_000, **told)
    with pytest.raises(TakesTwo):
        actions.approve_refund(refund, by=fees.muon, at=MONDAY)

    actions.approve_refund(refund, **WHO)
    for _time in range(2):
        actions.finish_refund(refund, slip="UNC 17", by=fees.hac, at=MONDAY)
    assert fees.balance(Book.BANK) == 20_000
    credit.refresh_from_db()
    assert (credit.applied, credit.returned) == (20_000, 30_000)


def test_a_refund_that_is_refused_leaves_all_as_it_was() -> None:
    fees = a_treasury()
    credit = bank_tells(fees.asks())
    refund = actions.ask_refund(credit, amount=50_000, book=Book.INCOME, reason="rút", by=fees.hac, at=MONDAY)
    actions.refuse_refund(refund, by=fees.muon, at=MONDAY)
    credit.refresh_from_db()
    assert (credit.applied, credit.returning) == (50_000, 0)


def test_held_money_whose_return_is_refused_waits_for_a_person_again() -> None:
    fees = a_treasury()
    credit = bank_tells(fees.asks(), 20_000)
    actions.give_back(MoneyMatter.objects.get(), reason="thiếu", by=fees.hac, at=MONDAY)
    actions.refuse_refund(Refund.objects.get(), by=fees.muon, at=MONDAY)
    credit.refresh_from_db()
    again = MoneyMatter.objects.open().get()
    assert (credit.held, credit.outcome) == (20_000, "held")
    assert (again.credit, again.amount, again.kind) == (credit, 20_000, "short")


def test_small_refunds_take_one_person_where_the_province_says_so(settings) -> None:
    settings.REFUND_ALONE_UP_TO = 50_000
    fees = a_treasury()
    (refund,) = actions.refund_payment(_paid(fees), reason="trùng", by=fees.hac, at=MONDAY)
    assert refund.state == "approved"
    assert Refund.objects.count() == 1


def _paid(fees: Treasury):
    intent = fees.asks()
    bank_tells(intent)
    return intent


# --- cash


def test_cash_is_taken_whole_against_a_number_and_counted_by_who_took_it() -> None:
    fees = a_treasury()
    intent = fees.asks()
    with pytest.raises(NotTheAmount):
        actions.receive_cash(intent, till=fees.till, amount=40_000, by=fees.hac, at=MONDAY)
    first = actions.receive_cash(intent, till=fees.till, amount=50_000, by=fees.hac, at=MONDAY)
    second = actions.receive_cash(fees.asks(), till=fees.till, amount=50_000, by=fees.hac, at=MONDAY)
    assert (first.provider_ref, second.provider_ref) == ("LAN1-26-000001", "LAN1-26-000002")

    day = first.cash_day
    assert day
    with pytest.raises(NotYours):
        actions.close_day(day, counted=100_000, by=fees.pua, at=MONDAY)
    with pytest.raises(DifferenceNeedsReason):
        actions.close_day(day, counted=90_000, by=fees.hac, at=MONDAY)
    actions.close_day(day, counted=90_000, reason="trả nhầm tiền thừa", by=fees.hac, at=MONDAY)
    assert (fees.balance(Book.TILL), fees.balance(Book.DIFFERENCE)) == (90_000, 10_000)
    with pytest.raises(DayClosed):
        actions.receive_cash(fees.asks(), till=fees.till, amount=50_000, by=fees.hac, at=MONDAY)


# --- receipts


def test_receipts_have_numbers_without_holes_and_are_given_once() -> None:
    fees = a_treasury()
    paid = [_paid(fees) for _time in range(3)]
    numbers = [issue_receipt(intent, **WHO).number for intent in [*paid, paid[0]]]
    assert numbers == [1, 2, 3, 1]
    with pytest.raises(NoReceipt):
        issue_receipt(fees.asks(), **WHO)


def test_anyone_checks_a_receipt_by_its_code(client) -> None:
    fees = a_treasury()
    receipt = issue_receipt(_paid(fees), **WHO)
    page = client.get(f"/receipts/{receipt.secret}/").content.decode()
    assert receipt.said in page
    assert "Mỷ" not in page
    assert client.get("/receipts/AAAAAAAAAAAAAAAA/").status_code == 404
    assert client.get(f"/pay/{receipt.intent.uuid}/receipt/").content.startswith(b"%PDF")
    assert FeeReceipt.objects.count() == 1


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (31_030, "Ba mươi mốt nghìn không trăm ba mươi đồng"),
        (8_000, "Tám nghìn đồng"),
        (15_005, "Mười lăm nghìn không trăm linh năm đồng"),
        (1_000_000, "Một triệu đồng"),
        (2_024_114, "Hai triệu không trăm hai mươi tư nghìn một trăm mười bốn đồng"),
        (105, "Một trăm linh năm đồng"),
    ],
)
def test_an_amount_is_said_as_receipts_say_it(dong: int, words: str) -> None:
    assert in_words(dong) == words


@given(st.integers(1, 10**12 - 1), st.integers(1, 10**12 - 1))
def test_two_amounts_are_never_said_alike(one: int, other: int) -> None:
    assert (in_words(one) == in_words(other)) == (one == other)


@pytest.mark.parametrize("dong", [-1, 10**12])
def test_a_sum_that_no_receipt_says_is_refused(dong):
    with pytest.raises(ValueError, match="cannot be said"):
        in_words(dong)


def test_the_paper_of_a_receipt_is_the_same_each_time() -> None:
    paper = ReceiptPaper(
        number="26E-0000001",
        office="Ủy ban nhân dân xã Mường Lạn",
        holder="UBND XA MUONG LAN",
        what="Lệ phí cấp bản sao",
        order_code="TS23456789",
        amount=16_000,
        words=in_words(16_000),
        how="Chuyển khoản",
        paid_at=MONDAY,
        issued_at=MONDAY + timedelta(minutes=1),
        check="https://tinh.example.vn/receipts/AAAA/",
    )
    assert receipt_pdf(paper) == receipt_pdf(paper)


def test_every_way_to_settle_is_offered_somewhere() -> None:
    offered = {way for ways in actions.settling.MAY_SETTLE.values() for way in ways}
    assert offered == set(Settlement)
