"""Long series are forecast apart: in a process that begins with the question and ends with the answer."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean

from django.utils.translation import gettext_lazy as _

from tinhso.kit.refusals import Refusal
from tinhso.operations.strategy.domain.figures import Point
from tinhso.operations.strategy.domain.scales import Scale
from tinhso.operations.strategy.domain.short_series import MOST_POINTS, Ahead, Tried, Year

LIBRARY = "statsmodels"
WAIT_SECONDS = 600
_HOUSE = Path(__file__).resolve().parents[4]
_PROGRAM = "tinhso.operations.strategy.domain.long_series"


class NotInstalled(Refusal):
    sentence = _(
        "Long series are forecast by the method for short ones, because the extra “analytics” is not installed here."
    )


class NotAnswered(Refusal):
    sentence = _("The forecast of long series did not come to an end. The method for short ones was used.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A series of more than six figures, and how far to look."""

    points: Sequence[Point]
    ceiling: float | None
    until: int


def is_long(points: Sequence[Point]) -> bool:
    """Whether the long method can tell more: many figures, and not all alike."""
    return len(points) > MOST_POINTS and len({point.value for point in points}) > 1


def long_ahead(asked: Sequence[Asked]) -> list[tuple[Ahead, Tried | None]]:
    """The years ahead of each, by one child process without our environment. Raises NotInstalled, NotAnswered."""
    if find_spec(LIBRARY) is None:
        raise NotInstalled
    sent = [
        {"points": [(p.year, p.value) for p in one.points], "ceiling": one.ceiling, "until": one.until} for one in asked
    ]
    env = {"PYTHONPATH": str(_HOUSE), "PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"}
    try:
        child = subprocess.run(
            [sys.executable, "-m", _PROGRAM], input=json.dumps(sent), capture_output=True, text=True, env=env,
            timeout=WAIT_SECONDS, check=True,
        )  # fmt: skip
        answers = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError) as broken:
        raise NotAnswered from broken
    return [_read(one, answer["years"], answer["errors"]) for one, answer in zip(asked, answers, strict=True)]


def _read(asked: Asked, years: list[list[float]], errors: list[list[float]]) -> tuple[Ahead, Tried | None]:
    scale = Scale.of([point.value for point in asked.points], asked.ceiling)
    found = Ahead(scale, tuple(Year(int(year), middle, spread, freedom) for year, middle, spread, freedom in years))
    if not errors:
        return found, None
    return found, Tried(len(errors), fmean(error for error, _idle in errors), fmean(idle for _error, idle in errors))
