"""What systems tell and take by telephone: each that has cases with slips says so in its room `by_phone`.

The room has one name, `LINE`. Nothing that it tells names a person: who holds the slip may be anybody.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from tinhso.core.cases.models import Case
from tinhso.core.telephone.domain.understanding import Spell
from tinhso.kit.actors import Actor
from tinhso.kit.discovery import rooms


@dataclass(frozen=True, slots=True)
class Standing:
    """How a matter stands, in the language of the moment: sentences, what matters most first; whether one may rate."""

    sentences: tuple[str, ...]
    may_rate: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A system on the telephone.

    spell   letters and digits without anything between → the codes of this system that they may stand for; digits
            alone too, for that is all a keypad has
    tell    how a case stands at a moment
    rate    keep the faces (1 to 5) of who holds its slip; says whether it is taken up again. Raises Refusal
    """

    spell: Spell
    tell: Callable[[Case, datetime], Standing]
    rate: Callable[[Case, int, Actor, datetime], bool]


@cache
def lines() -> Mapping[str, Line]:
    """Every system that can be asked by telephone, by its label."""
    return {room.__name__.split(".")[-2]: room.LINE for room in rooms("by_phone")}


def spell(typed: str) -> Iterator[str]:
    """The codes that letters and digits may stand for, of any system."""
    for line in lines().values():
        yield from line.spell(typed)
