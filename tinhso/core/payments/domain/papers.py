"""Papers with a code to scan: the poster of a stall, and the slip that someone takes home to pay later."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tinhso.core.payments.domain import vietqr
from tinhso.core.payments.domain.banks import name_of
from tinhso.kit import landscape
from tinhso.kit.saying import say_money
from tinhso.kit.typesetting import Drawing, qr, typeset

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
_WIDE, _HIGH = 1600, 260
_COLOURS = {"field-2": "#b4c778", "ripe-1": "#e6c765", "field-4": "#5f8a48", "field-5": "#3c6a3c"}
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Account:
    """Where money goes: BIN of the bank, number, and the holder's name as the bank shows it."""

    bank: str
    number: str
    holder: str


def poster(account: Account, *, shop: str, place: str, at: datetime) -> bytes:
    """The poster of a stall as PDF: a code for every payer, who types the amount. Raises vietqr.CannotBeCoded."""
    code = vietqr.transfer(bank=account.bank, account=account.number)
    told = _account(account) | {"shop": shop, "place": place, "qr": qr(code), "hill": _hill()}
    return typeset(TEMPLATES / "poster.typ", told, at=at)


def slip(
    account: Account, *, code: str, memo: str, amount: int, what: str, payee: str, due: date, at: datetime
) -> bytes:
    """A slip to pay one thing by: amount and order code are in the code to scan. Raises vietqr.CannotBeCoded.

    code     the order's code, which finds the payment again
    memo     what stands on the transfer; begins with the code
    amount   whole đồng
    """
    text = vietqr.transfer(bank=account.bank, account=account.number, amount=amount, memo=memo, bill=code)
    told = {
        "code": code,
        "memo": memo,
        "amount": say_money(amount),
        "what": what,
        "payee": payee,
        "due": f"{due:%d/%m/%Y}",
        "qr": qr(text),
    }
    return typeset(TEMPLATES / "slip.typ", _account(account) | told, at=at)


def spaced(number: str) -> str:
    """A long number in groups that one can read aloud: `1339002012345` → `1339 0020 1234 5`."""
    return " ".join(number[at : at + _GROUP] for at in range(0, len(number), _GROUP))


def _account(account: Account) -> dict[str, object]:
    return {"bank": name_of(account.bank), "number": spaced(account.number), "holder": account.holder.upper()}


def _hill() -> Drawing:
    """The terraces that close a page, for the foot of a poster."""
    paths = "".join(f'<path fill="{_COLOURS[one.kind]}" d="{one.path}"/>' for one in landscape.banks(_WIDE, _HIGH))
    return Drawing(
        svg=f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" '
        f'width="{_WIDE}" height="{_HIGH}">{paths}</svg>'
    )
