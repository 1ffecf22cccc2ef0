"""What cases do by the clock."""

from datetime import datetime

from tinhso.core.cases.actions import escalate_due, recount_all, watch_cases
from tinhso.core.cases.actions.slips import forget_wrong_tries
from tinhso.events.jobs import every
from tinhso.kit.actors import Actor


@every(minutes=5)
def remind_and_escalate(at: datetime) -> None:
    """Tell who must know that a term is about to end, or has."""
    escalate_due(by=Actor.system(), at=at)


@every(minutes=1)
def follow_the_calendar(at: datetime) -> None:
    """Move the due times that a change of the calendar touches."""
    recount_all(by=Actor.system(), at=at)


@every(hours=1)
def watch(at: datetime) -> None:
    """Find cases that nobody answers for or that nobody can move on."""
    watch_cases(by=Actor.system(), at=at)


@every(hours=1)
def forget_tries(at: datetime) -> None:
    """Forget wrong tries to open a slip that no limit counts any more."""
    forget_wrong_tries(at=at)
