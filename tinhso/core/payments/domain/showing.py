"""What a payer needs for a bank transfer: the code to scan, and the same in letters."""

from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString

from tinhso.core.payments.domain import vietqr
from tinhso.core.payments.domain.banks import name_of
from tinhso.core.payments.domain.memos import memo


@dataclass(frozen=True, slots=True)
class TransferSlip:
    """A transfer as a banking app wants it: scanned, or typed line by line."""

    payload: str
    bank: str
    number: str
    holder: str
    amount: int
    memo: str

    def drawing(self) -> SafeString:
        """The code as SVG, level M, with the quiet zone that readers want; the words beside it say the same."""
        code = segno.make_qr(self.payload, error="m", mask=4, boost_error=False)
        drawn = code.svg_inline(border=4, light="#fff", dark="#000", omitsize=True, svgclass="qr", lineclass=None)
        return SafeString(drawn)


def transfer_slip(*, bank: str, number: str, holder: str, amount: int, code: str) -> TransferSlip:
    """A slip for `amount` đồng whose memo begins with the order code."""
    words = memo(code, "nop phi")
    payload = vietqr.transfer(bank=bank, account=number, amount=amount, memo=words)
    return TransferSlip(payload, name_of(bank), number, holder, amount, words)
