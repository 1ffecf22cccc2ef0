"""Writing the books. Only what the state collects is booked; money that is the payee's own is noted as a credit."""

from datetime import datetime

from tinhso.core.payments.domain.rails import GATEWAYS, RailCode
from tinhso.core.payments.domain.states import Book
from tinhso.core.payments.models import BookTransfer, CashDay, Credit, LedgerAccount, PayeeAccount, Refund
from tinhso.kit.writing import insert_new


def book_arrival(credit: Credit, *, at: datetime) -> None:
    """Money came: it lies at the bank, at a gateway or in a till, and is the state's income or nobody's yet."""
    if not credit.payee.collects:
        return
    there = where_it_lies(credit)
    for book, amount in ((Book.INCOME, credit.applied), (Book.HELD, credit.held)):
        if amount:
            whose = LedgerAccount.objects.of(credit.payee, book)
            _write(f"came:{credit.pk}:{book}", there, whose, amount, at, money=credit)


def book_move(credit: Credit, *, out_of: Book, into: Book, amount: int, at: datetime) -> None:
    """Money that was held is someone's now."""
    if credit.payee.collects:
        debit, side = LedgerAccount.objects.of(credit.payee, out_of), LedgerAccount.objects.of(credit.payee, into)
        _write(f"move:{credit.pk}:{out_of}:{into}:{at:%Y%m%d%H%M%S%f}", debit, side, amount, at, money=credit)


def book_payout(credit: Credit, *, rail: RailCode, amount: int, at: datetime) -> None:
    """A gateway handed over what people had paid there."""
    if credit.payee.collects:
        gateway = LedgerAccount.objects.of(credit.payee, Book.GATEWAY, detail=rail)
        held = LedgerAccount.objects.of(credit.payee, Book.HELD)
        _write(f"payout:{credit.pk}", held, gateway, amount, at, money=credit)


def book_refund(refund: Refund, *, there: LedgerAccount, at: datetime) -> None:
    """Money went back, out of the bank, the gateway or the till."""
    if refund.credit.payee.collects:
        whose = LedgerAccount.objects.of(refund.credit.payee, Book(refund.book))
        _write(f"refund:{refund.pk}", whose, there, refund.amount, at, money=refund.credit, refund=refund)


def book_difference(day: CashDay, *, difference: int, at: datetime) -> None:
    """More or less lay in the till than the slips say."""
    payee = day.till.payee
    if not difference or not payee.collects:
        return
    till = LedgerAccount.objects.of(payee, Book.TILL, detail=day.till.code)
    other = LedgerAccount.objects.of(payee, Book.DIFFERENCE)
    debit, side = (till, other) if difference > 0 else (other, till)
    _write(f"counted:{day.pk}", debit, side, abs(difference), at, cash_day=day)


def where_it_lies(credit: Credit) -> LedgerAccount:
    """The account where the money of a credit came to lie."""
    rail = RailCode(credit.rail)
    if rail is RailCode.CASH and credit.cash_day:
        return LedgerAccount.objects.of(credit.payee, Book.TILL, detail=credit.cash_day.till.code)
    if rail is RailCode.BANK:
        return LedgerAccount.objects.of(credit.payee, Book.BANK)
    return LedgerAccount.objects.of(credit.payee, Book.GATEWAY, detail=rail)


def where_it_goes_out(credit: Credit, amount: int) -> LedgerAccount:
    """Out of which account a refund is paid: what a gateway handed over already is taken from the bank."""
    rail = RailCode(credit.rail)
    if rail in GATEWAYS and credit.payee.collects and lies_at(credit.payee, rail) < amount:
        return LedgerAccount.objects.of(credit.payee, Book.BANK)
    return where_it_lies(credit)


def lies_at(payee: PayeeAccount, rail: RailCode) -> int:
    """Đồng that a gateway still has of what people paid there. Its account is held: nobody else counts on them."""
    gateway = LedgerAccount.objects.of(payee, Book.GATEWAY, detail=rail)
    LedgerAccount.objects.select_for_update().get(pk=gateway.pk)
    return BookTransfer.objects.balance_of(gateway)


def balances(payee: PayeeAccount) -> dict[LedgerAccount, int]:
    """Debits less credits of every account in a payee's books, in đồng; their sum is zero."""
    return {account: BookTransfer.objects.balance_of(account) for account in payee.books.order_by("book", "detail")}


def _write(
    key: str,
    debit: LedgerAccount,
    credit: LedgerAccount,
    amount: int,
    at: datetime,
    *,
    money: Credit | None = None,
    refund: Refund | None = None,
    cash_day: CashDay | None = None,
) -> None:
    """Write a transfer once. What stands under the key already is the same transfer."""
    insert_new(
        BookTransfer(
            key=key, debit=debit, credit=credit, amount=amount, at=at, money=money, refund=refund, cash_day=cash_day
        )
    )
