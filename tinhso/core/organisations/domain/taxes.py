"""Tax codes: 10 digits, 10-3 for a branch, or the 12-digit personal number of who runs a household business.

The tenth digit checks the nine before it (weights below, modulo 11). Since 2025-07-01 individuals and household
businesses use the personal number (Circular 86/2024/TT-BTC).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.kit.refusals import Refusal

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_GAPS = re.compile(r"[\s.]")
_SHAPE = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?")


class TaxCodeUnreadable(Refusal):
    """Not ten digits, ten and three, or twelve."""

    sentence = _("A tax code has 10 digits, or 10-3 for a branch. A household business may give 12 digits.")
    field = "tax_code"


class TaxCodeMistyped(Refusal):
    """The check digit does not fit: one digit was typed wrong."""

    sentence = _("One digit of the tax code is wrong. Compare it with the certificate.")
    field = "tax_code"


class TaxKind(StrEnum):
    """Whose code it is."""

    WHOLE = "whole"
    BRANCH = "branch"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A tax code that is well formed: `0100109106`, `0100109106-001`, or a personal number."""

    text: str
    kind: TaxKind

    @classmethod
    def read(cls, typed: str) -> Self:
        """Read what was typed. Raises TaxCodeUnreadable, TaxCodeMistyped, or NumberOfNowhere for 12 digits."""
        text = _GAPS.sub("", unicodedata.normalize("NFKC", typed[:100]))
        if re.fullmatch(r"[0-9]{12}", text):
            return cls(IdentityNumber.read(text).digits, TaxKind.PERSONAL)
        shape = _SHAPE.fullmatch(text)
        if not shape or shape[2] == "000":
            raise TaxCodeUnreadable
        if check_digit(shape[1][:9]) != shape[1][9]:
            raise TaxCodeMistyped
        return cls(f"{shape[1]}-{shape[2]}", TaxKind.BRANCH) if shape[2] else cls(shape[1], TaxKind.WHOLE)

    def __repr__(self) -> str:
        return f"TaxCode({'•' if self.kind is TaxKind.PERSONAL else self.text})"

    __str__ = __repr__


def check_digit(nine: str) -> str:
    """The tenth digit of nine; empty when no code with these nine is ever given."""
    digit = 10 - sum(int(one) * weight for one, weight in zip(nine, WEIGHTS, strict=True)) % 11
    return str(digit) if digit < 10 else ""
