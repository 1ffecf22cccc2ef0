"""What a system's `demo.py` is given to make a small, true-looking past."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
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
