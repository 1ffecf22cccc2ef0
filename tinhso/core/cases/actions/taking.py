"""A step taken where the engine stands between: from the inbox, from the page of a case, with many at once.

A system that does more with a step than the engine (a letter, a paper, its own event) says so once; its cases then
move by its own action, whichever way a person came.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from tinhso.core.cases.actions.acting import act
from tinhso.core.cases.models import Case
from tinhso.kit.actors import Actor


class Taker(Protocol):
    """What a system does to take a step of one of its cases; raises what `act` raises and its own refusals."""

    def __call__(
        self, case: Case, action: str, *, answers: Mapping[str, Any], by: Actor, at: datetime, version: int | None
    ) -> Case: ...


T = TypeVar("T", bound=Taker)
_takers: dict[str, Taker] = {}


def takes_steps_of(system: str) -> Callable[[T], T]:
    """Register the action by which the cases of a system move. Raises ValueError when it has one already."""

    def register(taker: T) -> T:
        if _takers.setdefault(system, taker) is not taker:
            raise ValueError(f"Two actions take the steps of {system}.")
        return taker

    return register


def take(
    case: Case,
    action: str,
    *,
    answers: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Take a step by the system's own action, or by the engine's where it has none. Raises what that one raises."""
    taker = _takers.get(case.system, act)
    return taker(case, action, answers=answers or {}, by=by, at=at, version=version)
