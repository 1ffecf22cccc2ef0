"""Which numbers are held back before anything leaves: fewer than five, and what would give them away.

Numbers that speak of the same events are a family: shares of one whole add up to it, so all of a family are held back
together at a place. Over the places, more are held back until what is missing from the province's sum is nobody, or at
least five in every number of the family. Where even the province counts fewer than five, the month is not told.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from tinhso.kit.suppressing import LEAST

Where = TypeVar("Where", bound=Hashable)
Numbers = Mapping[str, int]
"""The numbers of a family at one place: parts, wholes, and what is left of a whole without a part."""


def held_back(family: Mapping[Where, Numbers]) -> frozenset[Where] | None:
    """The places of which a family is not told. None: not even the sum over all places may be told."""
    whole = _sums(family.values())
    if any(map(_small, whole.values())):
        return None
    held = {where for where, numbers in family.items() if any(map(_small, numbers.values()))}
    others = sorted((where for where in family if where not in held), key=lambda where: sum(family[where].values()))
    others = [where for where in others if any(family[where].values())]
    while held and (len(held) < 2 or any(map(_small, _sums(family[where] for where in held).values()))):
        if not others:
            return None
        held.add(others.pop(0))
    return frozenset(held)


def _sums(rows: Iterable[Numbers]) -> dict[str, int]:
    found: dict[str, int] = {}
    for numbers in rows:
        for name, number in numbers.items():
            found[name] = found.get(name, 0) + number
    return found


def _small(number: int) -> bool:
    return 0 < abs(number) < LEAST
