"""Comparing what we hold with what the portal holds, dossier by dossier."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tinhso.government.procedures.domain.portal.messages import Held
from tinhso.government.procedures.domain.portal.moments import to_portal
from tinhso.government.procedures.domain.portal.words import Status

StepKey = tuple[Status, str]
"""What makes a step one step: its status and its second. Two true steps may share both."""


def step_key(status: Status, moment: datetime) -> StepKey:
    return status, to_portal(moment)


class Kind(StrEnum):
    """What does not agree."""

    MISSING_THERE = "missing_there"
    MISSING_HERE = "missing_here"
    STATUS = "status"
    DUE = "due"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side holds of a dossier. `dossier` is our uuid, `steps` how often each step was told, if known."""

    code: str
    status: Status
    due_at: datetime | None
    dossier: UUID | None = None
    steps: Mapping[StepKey, int] = field(default_factory=dict)

    @classmethod
    def of(cls, held: Held) -> "Side":
        """The portal's side."""
        steps = Counter(step_key(step.status, step.at) for step in held.history or ())
        return cls(code=held.dossier.code, status=held.dossier.status, due_at=held.dossier.due_at, steps=steps)

    def more_often_than(self, other: "Side") -> int:
        """How many steps this side tells more often than the other; once is never too often."""
        return sum(max(times - max(other.steps.get(key, 0), 1), 0) for key, times in self.steps.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that does not agree; `ours` and `theirs` are status numbers or moments as the portal writes them."""

    code: str
    kind: Kind
    dossier: UUID | None
    ours: str
    theirs: str


def differences(
    ours: Mapping[str, Side], theirs: Mapping[str, Side], *, taken: frozenset[str] = frozenset()
) -> Iterator[Difference]:
    """Everything that does not agree between two sides keyed by the dossier's code, in the order of the codes.

    taken   codes that the portal holds and that wait here to be taken in or were refused by a person: not missing
    """
    for code in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(code), theirs.get(code)
        if here and there:
            yield from _both(here, there)
        elif here:
            yield _one(here, Kind.MISSING_THERE, ours=_number(here.status))
        elif there and code not in taken:
            yield _one(there, Kind.MISSING_HERE, theirs=_number(there.status))


def _both(here: Side, there: Side) -> Iterator[Difference]:
    if here.status != there.status:
        yield _one(here, Kind.STATUS, ours=_number(here.status), theirs=_number(there.status))
    elif not here.status.has_ended and _written(here.due_at) != _written(there.due_at):
        yield _one(here, Kind.DUE, ours=_written(here.due_at), theirs=_written(there.due_at))
    if more := there.more_often_than(here):
        yield _one(here, Kind.DOUBLED, theirs=str(more))


def _one(side: Side, kind: Kind, *, ours: str = "", theirs: str = "") -> Difference:
    return Difference(code=side.code, kind=kind, dossier=side.dossier, ours=ours, theirs=theirs)


def _number(status: Status) -> str:
    return str(int(status))


def _written(moment: datetime | None) -> str:
    return to_portal(moment) if moment else ""
