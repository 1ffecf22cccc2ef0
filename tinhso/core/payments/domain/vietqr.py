"""VietQR: codes by which money goes straight from bank to bank (NAPAS, *QR Format T&C*, v1.5.2, 10/2022).

Written as NAPAS wants it; read as banks and wallets really print it: tags in another order, a lower-case checksum,
names with accents, tags that nobody here knows. What was read can be written again, all fields in their order.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.domain import tlv
from tinhso.core.payments.domain.memos import is_plain
from tinhso.core.payments.domain.tlv import Field
from tinhso.kit.refusals import Refusal

NAPAS, VNPAY, SHOPEE, VNPAY_WALLET = "A000000727", "A000000775", "vn.airpay.www", "VNPayWallet"
DONG, VIETNAM = "704", "VN"
VNPAY_TAG, NAPAS_TAG, ADDITIONAL = "26", "38", "62"
MOST = 9_999_999_999_999
"""Tag 54 holds 13 signs."""
LONGEST_ACCOUNT, LONGEST_MEMO, LONGEST_NAME = 19, 25, 25
_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_WHOLE = re.compile(r"([0-9]{1,13})(?:\.0{0,2})?")
_BROKEN = re.compile(r"[0-9]{1,13}\.[0-9]{1,2}")


class Service(StrEnum):
    """What a code asks for: tag 38.02."""

    TO_ACCOUNT = "QRIBFTTA"
    TO_CARD = "QRIBFTTC"
    MERCHANT = "QRPUSH"
    CASH = "QRCASH"


class Wallet(StrEnum):
    """A wallet that takes money through a bank's account of its own (seen on their codes)."""

    NONE = ""
    MOMO = "momo"
    ZALOPAY = "zalopay"
    SHOPEEPAY = "shopeepay"
    VNPAY = "vnpay"


class AmountNotWhole(Refusal):
    """There are no parts of a đồng."""

    sentence = _("The amount in the code has parts of a đồng. Ask for a new code.")


class AmountUnreadable(Refusal):
    """Not a number, or larger than a code can carry."""

    sentence = _("The amount in the code cannot be read. Ask for a new code.")


class OtherCurrency(Refusal):
    """The code wants something else than đồng."""

    sentence = _("This code is not in đồng.")


class NoReceiver(Refusal):
    """No account, card or shop is named."""

    sentence = _("The code names nobody who is to be paid. Scan the bank's QR code.")


class CannotBeCoded(ValueError):
    """A part that a code may not carry: `what` names it."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who is paid: account or card at a bank, or a shop of a payment company."""

    scheme: str
    bank: str
    account: str
    service: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read: every field as it stood, and what they mean."""

    fields: tuple[Field, ...]
    receiver: Receiver
    amount: int | None

    def __str__(self) -> str:
        return tlv.sealed(self.fields)

    @property
    def is_for_once(self) -> bool:
        """Whether it was made for one payment (12), not for every payer (11)."""
        return tlv.value(self.fields, "01") == "12"

    @property
    def name(self) -> str:
        """The name printed in the code; a bank's app asks the bank instead."""
        return tlv.value(self.fields, "59")

    @property
    def memo(self) -> str:
        """What the transfer is for (62.08)."""
        return self.additional("08")

    @property
    def bill(self) -> str:
        """Number of the bill (62.01)."""
        return self.additional("01")

    @property
    def wallet(self) -> Wallet:
        """The wallet behind the account, as far as its number tells."""
        who = self.receiver
        by_scheme = {SHOPEE: Wallet.SHOPEEPAY, VNPAY_WALLET: Wallet.VNPAY}
        if who.scheme in by_scheme:
            return by_scheme[who.scheme]
        beginnings = {("970454", "99MM"): Wallet.MOMO, ("970454", "99ZP"): Wallet.ZALOPAY}
        if who.bank == "971025" and who.account.upper().startswith("PSP"):
            return Wallet.MOMO
        return beginnings.get((who.bank, who.account.upper()[:4]), Wallet.NONE)

    def additional(self, tag: str) -> str:
        """A value of tag 62; empty when it is not there or cannot be read."""
        return tlv.value(_inside(tlv.value(self.fields, ADDITIONAL)), tag)


def transfer(
    *, bank: str, account: str, amount: int | None = None, memo: str = "", bill: str = "", to_card: bool = False
) -> str:
    """The text of a code that moves money to an account or card.

    bank     BIN of the bank, six digits
    account  number of account or card, at most 19 letters and digits
    amount   whole đồng; None on a printed code, on which the payer types it
    memo     plain ASCII, at most 25 (`memos.memo` keeps it to the 19 that banks give back)
    bill     number of a bill, plain ASCII, at most 25

    Raises CannotBeCoded.
    """
    _check(bank=bank, account=account, amount=amount, memo=memo, bill=bill)
    service = Service.TO_CARD if to_card else Service.TO_ACCOUNT
    who = tlv.join([Field("00", bank), Field("01", account)])
    napas = [Field("00", NAPAS), Field("01", who), Field("02", service)]
    more = [Field(tag, said) for tag, said in (("01", bill), ("08", memo)) if said]
    fields = [Field("00", "01"), Field("01", "11" if amount is None else "12"), Field(NAPAS_TAG, tlv.join(napas))]
    fields.append(Field("53", DONG))
    if amount is not None:
        fields.append(Field("54", str(amount)))
    fields.append(Field("58", VIETNAM))
    if more:
        fields.append(Field(ADDITIONAL, tlv.join(more)))
    return tlv.sealed(fields)


def _check(*, bank: str, account: str, amount: int | None, memo: str, bill: str) -> None:
    fine = {
        "bank": bool(_BIN.fullmatch(bank)),
        "account": bool(_ACCOUNT.fullmatch(account)),
        "amount": amount is None or 1 <= amount <= MOST,
        "memo": len(memo) <= LONGEST_MEMO and is_plain(memo),
        "bill": len(bill) <= LONGEST_MEMO and is_plain(bill),
    }
    for what, is_fine in fine.items():
        if not is_fine:
            raise CannotBeCoded(what)


def read(text: str) -> Code:
    """What a scanned code says.

    Raises tlv.NoCode, tlv.CutShort, tlv.WrongChecksum, NoReceiver, OtherCurrency, AmountNotWhole, AmountUnreadable.
    """
    fields = tlv.opened(text.strip().removeprefix("\ufeff"))
    if tlv.value(fields, "04") == VNPAY_WALLET:
        return _of_wallet(fields)
    receiver = _receiver(fields)
    if tlv.value(fields, "53") not in ("", DONG):
        raise OtherCurrency
    return Code(fields, receiver, _amount(tlv.value(fields, "54")))


def _of_wallet(fields: tuple[Field, ...]) -> Code:
    """VNPAY's wallet prints a table of its own: 07 telephone number, 09 amount."""
    if not (number := tlv.value(fields, "07")):
        raise NoReceiver
    who = Receiver(scheme=VNPAY_WALLET, bank="", account=number, service="")
    return Code(fields, who, _amount(tlv.value(fields, "09")))


def _receiver(fields: tuple[Field, ...]) -> Receiver:
    """The first receiver that names someone: NAPAS before the others, which stand in tags 26–51."""
    templates = sorted((one for one in fields if "26" <= one.tag <= "51"), key=lambda one: one.tag != NAPAS_TAG)
    for template in templates:
        inside = _inside(template.value)
        scheme, told = tlv.value(inside, "00"), tlv.value(inside, "01")
        who = _inside(told) if scheme == NAPAS else ()
        bank, account = tlv.value(who, "00"), tlv.value(who, "01")
        if scheme == NAPAS and bank and account:
            return Receiver(scheme=scheme, bank=bank, account=account, service=tlv.value(inside, "02"))
        if scheme and scheme != NAPAS and told:
            return Receiver(scheme=scheme, bank="", account=told, service="")
    raise NoReceiver


def _inside(text: str) -> tuple[Field, ...]:
    """Fields within a field; none when it is something else."""
    try:
        return tlv.split(text)
    except Refusal:
        return ()


def _amount(told: str) -> int | None:
    if not told:
        return None
    if whole := _WHOLE.fullmatch(told):
        return int(whole[1]) or None
    raise AmountNotWhole if _BROKEN.fullmatch(told) else AmountUnreadable
