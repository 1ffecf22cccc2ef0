"""Who did most, so that a village of forty houses can be first: what was done is told per hundred households.

Three measures, three rankings; the places of all three together make the order. Equal ones share a place. Below five
nothing is told and nothing is compared (`kit/suppressing.py`), because few people can be known among neighbours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tinhso.kit.suppressing import LEAST, told_groups

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Work:
    """What was done in a period: visits to households, people helped, people taught; `households` there are."""

    visits: int = 0
    people: int = 0
    taught: int = 0
    households: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(
            self.visits + other.visits, self.people + other.people, self.taught + other.taught,
            self.households + other.households,
        )  # fmt: skip

    @property
    def measures(self) -> tuple[int, int, int]:
        return self.visits, self.people, self.taught


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked(Generic[Key]):
    """One of those compared. `rates`: each measure per 100 households, None where it is not told; `place` None: too
    little was done, or how many households there are is not known."""

    key: Key
    work: Work
    rates: tuple[float | None, ...]
    place: int | None


def ranked(works: Mapping[Key, Work]) -> list[Ranked[Key]]:
    """The best first, equal ones beside each other in the order they came; those without a place last."""
    comparable = {
        key: work for key, work in works.items() if work.households and any(one >= LEAST for one in work.measures)
    }
    sums = dict.fromkeys(comparable, 0)
    for measure in range(len(Work().measures)):
        for key, place in _places({key: _compared(work, measure) for key, work in comparable.items()}).items():
            sums[key] += place
    places, told = _places({key: -total for key, total in sums.items()}), _told(works)
    lines = [
        Ranked(key=key, work=work, rates=_rates(key, work, told), place=places.get(key)) for key, work in works.items()
    ]
    return sorted(lines, key=lambda line: (line.place is None, line.place or 0))


def _places(values: Mapping[Key, float]) -> dict[Key, int]:
    """1 for the largest value; equal ones share a place, and the next after two firsts is third."""
    order = sorted(values.values(), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(order, start=1)))}
    return {key: first[value] for key, value in values.items()}


def _compared(work: Work, measure: int) -> float:
    many = work.measures[measure]
    return many / work.households if many >= LEAST else 0


def _told(works: Mapping[Key, Work]) -> Sequence[frozenset[Key]]:
    """For each measure those of whom it may be told."""
    measures = range(len(Work().measures))
    return [told_groups({key: work.measures[one] for key, work in works.items()}) for one in measures]


def _rates(key: Key, work: Work, told: Sequence[frozenset[Key]]) -> tuple[float | None, ...]:
    return tuple(
        100 * many / work.households if work.households and key in keys else None
        for many, keys in zip(work.measures, told, strict=True)
    )
