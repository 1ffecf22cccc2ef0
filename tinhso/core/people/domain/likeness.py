"""How alike two people of the register are, and why: what a person needs to decide whether they are one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.particulars import Particulars
from tinhso.kit.passport import Text

WORTH_ASKING = 70


class Reason(StrEnum):
    """Why two look like one."""

    SAME_IDENTITY = "same_identity"
    SAME_NUMBER = "same_number"
    SAME_NAME = "same_name"
    ALIKE_NAME = "alike_name"
    SAME_DAY = "same_day"
    SAME_YEAR = "same_year"
    SAME_HOME = "same_home"
    SAME_PHONE = "same_phone"
    TWO_NUMBERS = "two_numbers"


WEIGHTS = {
    Reason.SAME_IDENTITY: 100,
    Reason.SAME_NUMBER: 80,
    Reason.SAME_NAME: 35,
    Reason.ALIKE_NAME: 25,
    Reason.SAME_DAY: 35,
    Reason.SAME_YEAR: 15,
    Reason.SAME_HOME: 20,
    Reason.SAME_PHONE: 30,
    Reason.TWO_NUMBERS: -20,
}
REASON_WORDS: dict[Reason, Text] = {
    Reason.SAME_IDENTITY: _("the same identity number was told"),
    Reason.SAME_NUMBER: _("same number of the old card"),
    Reason.SAME_NAME: _("same name"),
    Reason.ALIKE_NAME: _("name alike"),
    Reason.SAME_DAY: _("same day of birth"),
    Reason.SAME_YEAR: _("same year of birth"),
    Reason.SAME_HOME: _("same village or commune"),
    Reason.SAME_PHONE: _("same phone"),
    Reason.TWO_NUMBERS: _("but two different identity numbers"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is compared of a person. `former` are fingerprints of old numbers, never the numbers."""

    folded: str
    short_folded: str
    born: date | None
    birth_year: int | None
    sex: str | None
    home: int | None
    phone: str | None
    former: frozenset[str]
    has_number: bool


def why_double(one: Particulars, other: Particulars) -> tuple[Reason, ...]:
    """Why someone who is told may be someone who is known: the same identity number, or the same name at the same home
    and births that do not disagree. Nobody is entered unseen who is a double of another; only a person says who is one.
    """
    found = [Reason.SAME_IDENTITY] if one.number is not None and one.number == other.number else []
    at_home = one.home is not None and one.home == other.home
    if at_home and one.name.folded == other.name.folded and _agree(one, other):
        found += [Reason.SAME_NAME, Reason.SAME_HOME]
        found += [Reason.SAME_DAY] if one.born and one.born == other.born else []
    return tuple(found)


def _agree(one: Particulars, other: Particulars) -> bool:
    """Whether both births may be one: what one of them leaves open agrees with everything."""
    if one.born and other.born:
        return one.born == other.born
    return one.year is None or other.year is None or one.year == other.year


def reasons(one: Traits, other: Traits) -> tuple[Reason, ...]:
    """Every reason to think that two are one; none when something proves they are not."""
    if one.sex and other.sex and one.sex != other.sex:
        return ()
    if one.born and other.born and one.born != other.born and one.birth_year != other.birth_year:
        return ()
    return tuple(_found(one, other))


def score(found: tuple[Reason, ...]) -> int:
    """0–100: how likely it is one person."""
    return max(0, min(100, sum(WEIGHTS[reason] for reason in found)))


def _found(one: Traits, other: Traits) -> list[Reason]:
    found = []
    if one.former & other.former:
        found.append(Reason.SAME_NUMBER)
    if one.folded == other.folded:
        found.append(Reason.SAME_NAME)
    elif one.short_folded == other.short_folded:
        found.append(Reason.ALIKE_NAME)
    if one.born and one.born == other.born:
        found.append(Reason.SAME_DAY)
    elif one.birth_year and one.birth_year == other.birth_year:
        found.append(Reason.SAME_YEAR)
    if one.home and one.home == other.home:
        found.append(Reason.SAME_HOME)
    if one.phone and one.phone == other.phone:
        found.append(Reason.SAME_PHONE)
    if one.has_number and other.has_number:
        found.append(Reason.TWO_NUMBERS)
    return found
