"""Days and years of birth as people type them and cards tell them."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from tinhso.kit.refusals import Refusal

_SPLIT = re.compile(r"^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$")


class BirthUnreadable(Refusal):
    """Neither a day nor a year."""

    sentence = _("Type the day as on the card, for example 04/07/1998. If only the year is known, type the year.")
    field = "born"


def read_birth(text: str) -> tuple[date | None, int]:
    """Day and year, or the year alone (day None): `04/07/1998`, `04071998`, `4071998`, `00001949`, `1949`.

    Raises BirthUnreadable.
    """
    typed = text.strip()[:40]
    if split := _SPLIT.match(typed):
        typed = f"{split[1]:0>2}{split[2]:0>2}{split[3]}"
    if not re.fullmatch(r"[0-9]{4}|[0-9]{7,8}", typed):
        raise BirthUnreadable
    if len(typed) == 4 or typed.startswith("0000"):
        return None, int(typed[-4:])
    if day := read_day(typed.zfill(8)):
        return day, day.year
    raise BirthUnreadable


def read_day(digits: str) -> date | None:
    """`15042021` as a date, or None when it is none."""
    if not re.fullmatch(r"[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None
