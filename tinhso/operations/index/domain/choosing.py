"""What to do next: the measures that bring most points for a budget, and the proof that no others bring more."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

SECONDS = 5
"""So long the solver may look for something better; a province's fifty measures take a hundredth."""
NEGLIGIBLE = 1e-4


class NoAnswer(RuntimeError):
    """The solver did not answer in time, or at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One measure as the solver needs it. `effects`: component → points it brings alone; `needs`: place in the list."""

    cost: int
    effects: Mapping[str, float]
    either: str = ""
    needs: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The best for a budget: which, what they bring together, and what nothing can exceed."""

    budget: int
    chosen: tuple[int, ...]
    points: float
    bound: float

    @property
    def is_proven(self) -> bool:
        """Whether no other choice can bring more."""
        return self.bound - self.points < NEGLIGIBLE


def choose(options: Sequence[Option], rooms: Mapping[str, float], budgets: Sequence[int]) -> list[Choice]:
    """The best choices for some budgets (đồng), asked of the solver at once. Raises NoAnswer.

    rooms   component → points that are still to gain: more than that nothing brings
    """
    wanted = {code: room for code, room in rooms.items() if room > 0 and any(code in one.effects for one in options)}
    listed = [asdict(one) | {"effects": {c: v for c, v in one.effects.items() if c in wanted}} for one in options]
    problem = {"measures": listed, "rooms": wanted, "budgets": list(budgets), "seconds": SECONDS}
    answers = json.loads(_answer(json.dumps(problem, sort_keys=True)))
    return [
        Choice(budget, tuple(answer["chosen"]), answer["points"], answer["bound"])
        for budget, answer in zip(budgets, answers, strict=True)
    ]


@lru_cache(maxsize=64)
def _answer(problem: str) -> str:
    """The same question is asked once in a process: a leader's page costs nothing the second time."""
    if not json.loads(problem)["measures"]:
        nothing = {"chosen": [], "points": 0.0, "bound": 0.0}
        return json.dumps([nothing for _budget in json.loads(problem)["budgets"]])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tinhso.operations.index.domain.solver"],
            input=problem, capture_output=True, text=True, timeout=8 * SECONDS, check=True,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as gone:
        raise NoAnswer from gone
    return done.stdout
