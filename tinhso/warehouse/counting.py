"""What one line of the log adds to which numbers: pure, and the only place that knows, so that all engines agree.

An engine groups the lines by day, place, name and the fields that any rule looks at; what such a group means is asked
here once for each different name and fields.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from tinhso.warehouse.definitions import Counted, Indicator, Spread
from tinhso.warehouse.sketches import bucket_of

Words = Mapping[str, str | None]


class Part(NamedTuple):
    """What one line adds to one number; `bucket`: where its value lies in a distribution."""

    code: str
    top: int
    bottom: int
    bucket: int | None = None


class Cell(NamedTuple):
    code: str
    day: date
    place: int | None


@dataclass(slots=True)
class Sum:
    """What was counted for a cell so far."""

    top: int = 0
    bottom: int = 0
    buckets: Counter[int] = field(default_factory=Counter)


class Tally(dict[Cell, Sum]):
    """Sums by cell; a cell that nothing was counted for is not in it."""

    def add(self, cell: Cell, part: Part, times: int = 1) -> None:
        """Count a part so many times."""
        self.put(cell, part.top * times, part.bottom * times, part.bucket, times)

    def put(self, cell: Cell, top: int, bottom: int, bucket: int | None, times: int) -> None:
        """Add what so many lines are together."""
        one = self.get(cell)
        if one is None:
            one = self[cell] = Sum()
        one.top += top
        one.bottom += bottom
        if bucket is not None:
            one.buckets[bucket] += times


class Rules:
    """What the promised numbers look at in the log."""

    def __init__(self, promised: Iterable[Indicator]) -> None:
        self._by_name: defaultdict[str, list[Counted | Spread]] = defaultdict(list)
        for one in promised:
            if isinstance(one, Counted | Spread):
                for name in {*one.counts, *one.of}:
                    self._by_name[name].append(one)

    @property
    def names(self) -> list[str]:
        """The events that anything counts."""
        return sorted(self._by_name)

    @property
    def looks_at(self) -> dict[str, list[str]]:
        """The fields that anything looks at, each with the events of which it does."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name, rules in self._by_name.items():
            for looked in chain.from_iterable(map(_fields, rules)):
                found[looked].add(name)
        return {looked: sorted(found[looked]) for looked in sorted(found)}

    def parts(self, name: str, words: Words) -> list[Part]:
        """What a line of that name, with fields in words, adds to which numbers."""
        found = (_part(one, name, words) for one in self._by_name.get(name, ()))
        return [part for part in found if part is not None]


def word(value: Any) -> str | None:
    """A field of an event as all engines compare it: the text of its JSON, without quotes."""
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fields(one: Counted | Spread) -> Iterator[str]:
    yield from one.where
    if isinstance(one, Spread):
        yield one.value
    else:
        yield from one.of_where
        if one.adds:
            yield one.adds


def _part(one: Counted | Spread, name: str, words: Words) -> Part | None:
    meant = name in one.counts and _holds(one.where, words)
    if isinstance(one, Spread):
        value = _whole(words.get(one.value)) if meant else None
        return None if value is None else Part(one.code, value, 1, bucket_of(value))
    top = (_whole(words.get(one.adds)) or 0) if meant and one.adds else int(meant)
    bottom = int(name in one.of and _holds(one.of_where, words))
    return Part(one.code, top, bottom) if meant or bottom else None


def _holds(where: Mapping[str, Any], words: Words) -> bool:
    return all(words.get(looked) == word(value) for looked, value in where.items())


def _whole(told: str | None) -> int | None:
    """A whole number from 0 on; anything else is not known."""
    return int(told) if told is not None and told.isascii() and told.isdigit() else None
