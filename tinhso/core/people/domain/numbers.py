"""Personal identity numbers: 12 digits PPP G YY SSSSSS, and the old 9-digit ones.

PPP province of birth registration, G century and sex, YY year of birth, SSSSSS serial; no check digit
(Circular 59/2021/TT-BCA, article 4; before it Decree 137/2015/NĐ-CP, article 13).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tinhso.core.people.domain.tables import birth_provinces
from tinhso.core.people.domain.words import Sex
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal

_GAPS = re.compile(r"[\s.\-\u200b\ufeff]")
ABROAD = 100
"""First code of the annex's countries: those registered abroad. The table of countries is not shipped."""


class NumberUnreadable(Refusal):
    """What was typed is not an identity number at all."""

    sentence = _("An identity number has 12 digits and nothing else. It is on the front of the card.")
    field = "number"


class NumberWrongLength(Refusal):
    """Digits are missing or too many; the refusal counts them."""

    sentence = _("An identity number has 12 digits and nothing else. It is on the front of the card.")
    field = "number"


class NumberOfNowhere(Refusal):
    """The first three digits are of no province."""

    sentence = _("No province has the first three digits. Read them again from the card.")
    field = "number"


class NumberOfAnother(Refusal):
    """The number tells another sex or another year of birth than the person."""

    sentence = _("The number and the birth year or the sex do not belong together. Compare all three with the card.")
    field = "number"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A personal identity number that is well formed. It never prints itself: logs and errors show dots."""

    digits: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what a person typed or a scanner sent; spaces, dots and dashes between digits are allowed.

        Raises NumberUnreadable, NumberWrongLength or NumberOfNowhere.
        """
        digits = _digits(text)
        if len(digits) != 12:
            raise NumberWrongLength(_length_told(len(digits)))
        if int(digits[:3]) < ABROAD and digits[:3] not in birth_provinces():
            raise NumberOfNowhere
        return cls(digits)

    @property
    def province(self) -> str:
        """Name of the province of birth registration; empty when registered abroad."""
        return birth_provinces().get(self.digits[:3], "")

    @property
    def sex(self) -> Sex:
        return Sex.FEMALE if int(self.digits[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int:
        return 1900 + int(self.digits[3]) // 2 * 100 + int(self.digits[4:6])

    def agree(self, *, sex: Sex | None, birth_year: int | None) -> None:
        """Compare with what else is known. Raises NumberOfAnother."""
        if sex is not None and sex != self.sex:
            raise NumberOfAnother(_("The number tells the other sex. Compare it with the card."))
        if birth_year is not None and birth_year != self.birth_year:
            raise NumberOfAnother(_("The number tells another year of birth. Compare it with the card."))

    @property
    def masked(self) -> str:
        """What may be shown beside a name: the last four digits."""
        return f"•••• •••• {self.digits[-4:]}"

    def __repr__(self) -> str:
        return "IdentityNumber(•)"

    __str__ = __repr__


class OldNumberUnreadable(Refusal):
    """Not a number of the old paper card."""

    sentence = _("The number of the old paper card has 9 digits.")
    field = "former_number"


@dataclass(frozen=True, slots=True)
class FormerNumber:
    """A 9-digit number of the old paper card. Two people may bear the same one: provinces gave them separately."""

    digits: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a 9-digit number. Raises OldNumberUnreadable."""
        digits = _GAPS.sub("", unicodedata.normalize("NFKC", text))
        if len(digits) != 9 or not (digits.isascii() and digits.isdigit()):
            raise OldNumberUnreadable
        return cls(digits)

    def __repr__(self) -> str:
        return "FormerNumber(•)"

    __str__ = __repr__


def _digits(text: str) -> str:
    digits = _GAPS.sub("", unicodedata.normalize("NFKC", text[:200]))
    if not digits or not (digits.isascii() and digits.isdigit()):
        raise NumberUnreadable
    return digits


def _length_told(length: int) -> Text:
    if length == 9:
        return _("This is the number of the old paper card. Type the 12 digits of the new card.")
    if length < 12:
        missing = 12 - length
        return ngettext_lazy(
            "%(n)s digit is missing. The card has 12 digits, on the front.",
            "%(n)s digits are missing. The card has 12 digits, on the front.",
            missing,
        ) % {"n": missing}
    more = length - 12
    return ngettext_lazy(
        "%(n)s digit too many. The card has 12 digits, on the front.",
        "%(n)s digits too many. The card has 12 digits, on the front.",
        more,
    ) % {"n": more}
