"""The receipt of a public fee (biên lai thu phí, lệ phí) as PDF/A.

The form is the province's own: the content that Decree 123/2020/NĐ-CP asks of a receipt, with a code that leads to the
page where anyone can check it.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tinhso.kit.saying import say_clock, say_date, say_money
from tinhso.kit.typesetting import qr, typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "receipt.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPaper:
    """What stands on it. `check` is the address in the code; `demo` says aloud that no money was taken."""

    number: str
    office: str
    holder: str
    what: str
    order_code: str
    amount: int
    words: str
    how: str
    paid_at: datetime
    issued_at: datetime
    check: str
    demo: str = ""


def receipt_pdf(paper: ReceiptPaper) -> bytes:
    """The paper; the same content gives the same bytes."""
    told = {
        "number": paper.number,
        "office": paper.office,
        "holder": paper.holder,
        "what": paper.what,
        "code": paper.order_code,
        "amount": say_money(paper.amount),
        "words": paper.words,
        "how": paper.how,
        "paid": f"{say_clock(paper.paid_at)}, {say_date(paper.paid_at)}",
        "issued": say_date(paper.issued_at),
        "check": paper.check,
        "qr": qr(paper.check),
        "demo": paper.demo,
    }
    return typeset(TEMPLATE, told, at=paper.issued_at)


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ")


def in_words(dong: int) -> str:
    """Whole đồng in Vietnamese words, as a receipt must say them: 31030 → `Ba mươi mốt nghìn không trăm ba mươi đồng`.

    From 0 to under a million of millions of đồng. Raises ValueError for any other sum.
    """
    if not 0 <= dong < 1000 ** len(_SCALES):
        raise ValueError(f"{dong} đồng cannot be said on a receipt")
    groups = []
    left = dong
    while left:
        left, group = divmod(left, 1000)
        groups.append(group)
    said = [
        f"{_group(group, whole=place < len(groups) - 1)} {_SCALES[place]}".strip()
        for place, group in reversed(list(enumerate(groups)))
        if group
    ]
    text = " ".join(said) or _DIGITS[0]
    return f"{text[:1].upper()}{text[1:]} đồng"


def _group(number: int, *, whole: bool) -> str:
    """Three digits; `whole`: something stands before, so that no hundreds are said as `không trăm`."""
    hundreds, rest = divmod(number, 100)
    said = [f"{_DIGITS[hundreds]} trăm"] if hundreds or whole else []
    if rest:
        said.append(_below_hundred(rest, after=bool(said)))
    return " ".join(said)


def _below_hundred(number: int, *, after: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"linh {_DIGITS[ones]}" if after else _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    last = {0: "", 1: "một" if tens == 1 else "mốt", 4: "bốn" if tens == 1 else "tư", 5: "lăm"}
    return f"{head} {last.get(ones, _DIGITS[ones])}".strip()
