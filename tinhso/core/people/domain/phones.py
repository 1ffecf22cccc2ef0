"""Phone numbers, kept as E.164. Which prefixes exist is the knowledge of `phonenumbers`, never ours."""

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from tinhso.kit.refusals import Refusal

LONGEST = 40
_SEVEN_DIGITS = re.compile(r"^(?:\+?84|0)(1[2-9]\d)(\d{7})$")
# Mobile numbers lost their eleventh digit in 2018; papers still carry the old ones (plan of Decision 798/QĐ-BTTTT).
_SINCE_2018 = {f"16{digit}": f"3{digit}" for digit in "23456789"} | dict(
    zip(
        ("120", "121", "122", "126", "128", "123", "124", "125", "127", "129", "186", "188", "199"),
        ("70", "79", "77", "76", "78", "83", "84", "85", "81", "82", "56", "58", "59"),
        strict=True,
    )
)


class PhoneUnreadable(Refusal):
    """Not a phone number that can be called."""

    sentence = _("This is not a phone number. A mobile number has 10 digits and begins with 0.")
    field = "phone"


def read_phone(text: str) -> str:
    """A number as typed → `+84912345678`. Numbers of before 2018 and a lost leading zero are mended.

    Raises PhoneUnreadable.
    """
    typed = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).strip()
    if not typed or len(typed) > LONGEST:
        raise PhoneUnreadable
    for candidate in _candidates(typed):
        try:
            number = phonenumbers.parse(candidate, "VN")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and not number.extension:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    raise PhoneUnreadable


def is_mobile(phone: str) -> bool:
    """Whether a kept number can receive text messages."""
    kind = phonenumbers.number_type(phonenumbers.parse(phone))
    return kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def spoken_phone(phone: str) -> str:
    """A kept number as people write it: `0912 345 678`; a foreign one with its country."""
    number = phonenumbers.parse(phone)
    at_home = number.country_code == 84
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def _candidates(typed: str) -> list[str]:
    digits = re.sub(r"[\s.\-()]", "", typed)
    candidates = [typed]
    if old := _SEVEN_DIGITS.match(digits):
        candidates.append(f"+84{_SINCE_2018.get(old[1], old[1])}{old[2]}")
    if digits.isascii() and digits.isdigit() and not digits.startswith("0"):
        candidates += [f"0{digits}", f"+{digits}"]
    return candidates
