"""What a system's `demo.py` is given to make a small, true-looking past."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """One making of demo life. The same seed makes the same life.

    A system's `demo.py` has `AFTER` (labels of systems whose life must be there first) and `fill(demo)`.

    province   code of the province that lives here: `son-la` or `tuyen-quang`
    now        the end of the past that is made
    random     the seeded source of chance; no other may be used
    step       tells the progress bar how much of this system is done, 0–1
    """

    province: str
    now: datetime
    random: Random
    step: Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A stretch of days to be lived in the demo in true numbers. The same seed lives it the same way.

    A system's `demo` that has `simulate(quarter)` makes its part of it, after those that it names in `AFTER`.

    first, last  the days on which things begin
    now          nothing happens after
    wanted       how many of what, by the name that the profile gives it
    shares       0–1, by name
    played       so many lives are played through the actions at most; of more, each is printed many times
    random       the seeded source of chance; no other may be used
    step         tells the progress bar how much of this system is done, 0–1
    """

    first: date
    last: date
    now: datetime
    wanted: Mapping[str, int]
    shares: Mapping[str, float]
    played: int
    random: Random
    step: Callable[[float], None]
