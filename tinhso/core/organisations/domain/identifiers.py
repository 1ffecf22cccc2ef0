"""Electronic identifiers of agencies.

Now root first, `H52.12.05` (Decision 20/2020/QĐ-TTg, at most 35 characters; amended by 09/2025/QĐ-TTg): a letter and
two digits for the province or ministry, then the levels below, each two or three digits. Before that leaf first in four
groups, `000.05.12.H52` (QCVN 102:2016/BTTTT), zeros where there is no level.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy as _

from tinhso.kit.refusals import Refusal

LONGEST = 35
_NEW = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9]{2,3})*")
_OLD = re.compile(r"([0-9]{3})\.([0-9]{2})\.([0-9]{2})\.([A-Z][0-9]{2})")


class IdentifierUnreadable(Refusal):
    """Neither the form of today nor the old one."""

    sentence = _(
        "An electronic identifier looks like H52.12, or in the old form 000.00.12.H52. Type it as on the seal."
    )
    field = "electronic_id"


class IdentifierHasNoOldForm(Refusal):
    """Deeper than four levels, or a level with another number of digits than the old groups: two, two, three."""

    sentence = _("This identifier cannot be written in the old form. Use the new one.")
    field = "electronic_id"


@dataclass(frozen=True, slots=True)
class ElectronicId:
    """An identifier, kept root first."""

    text: str

    @classmethod
    def read(cls, typed: str) -> Self:
        """Read either form. Raises IdentifierUnreadable."""
        text = unicodedata.normalize("NFKC", typed[:100]).strip().upper()
        if old := _OLD.fullmatch(text):
            text = _turned(*old.groups())
        if len(text) > LONGEST or not _NEW.fullmatch(text):
            raise IdentifierUnreadable
        return cls(text)

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(self.text.split("."))

    @property
    def root(self) -> str:
        """The province or ministry: `H52` is Sơn La."""
        return self.levels[0]

    def is_below(self, other: "ElectronicId") -> bool:
        """Whether it belongs to a unit of the other."""
        return self.text.startswith(f"{other.text}.")

    @property
    def old_form(self) -> str:
        """Leaf first, as documents of before carry it. Raises IdentifierHasNoOldForm."""
        root, *below = self.levels
        if len(below) > 3 or any(not level.strip("0") for level in below):
            raise IdentifierHasNoOldForm
        second, third, fourth = (*below, *("00", "00", "000")[len(below) :])
        if (len(second), len(third), len(fourth)) != (2, 2, 3):
            raise IdentifierHasNoOldForm
        return f"{fourth}.{third}.{second}.{root}"


def _turned(fourth: str, third: str, second: str, root: str) -> str:
    """Old groups, root first, without the empty ones at the end; an empty one in between is no identifier."""
    below = [second, third, fourth]
    while below and not below[-1].strip("0"):
        below.pop()
    if any(not level.strip("0") for level in below):
        raise IdentifierUnreadable
    return ".".join([root, *below])
