"""Telling those who must know that a term is about to end, or has: each step of a definition once."""

from datetime import datetime

from django.db import transaction

from tinhso.core.cases.actions.acting import locked
from tinhso.core.cases.actions.owners import HEAD, choose_for, head_of
from tinhso.core.cases.actions.ticking import calendar_of, next_escalation
from tinhso.core.cases.events import CaseEscalated
from tinhso.core.cases.models import Case
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor

OWNER = "owner"
AT_ONCE = 200


def escalate_due(*, by: Actor, at: datetime) -> int:
    """Do every step that is due, each in a transaction of its own. Returns how many were done."""
    done = 0
    while due := list(Case.objects.to_escalate(at).order_by("escalate_at", "pk")[:AT_ONCE]):
        done += sum(escalate_case(case, by=by, at=at) for case in due)
    return done


@transaction.atomic
def escalate_case(case: Case, *, by: Actor, at: datetime) -> bool:
    """Do the next step of a case's escalation if it is due. Returns whether it was."""
    case = locked(case)
    if not case.is_to_escalate(at):
        return False
    step = case.blueprint.escalation[case.escalated]
    case.escalated += 1
    case.escalate_at = next_escalation(case, calendar_of(case.place))
    case.changed_at = at
    case.save(update_fields=["escalated", "escalate_at", "changed_at"])

    told = CaseEscalated(
        step=case.escalated, told=Code(step.to), account=_account(case, step.to, at), late=case.is_late(at)
    )
    record(told, about=case, by=by, at=at, place=case.place_id)
    return True


def _account(case: Case, to: str, at: datetime) -> int | None:
    if to == OWNER:
        return case.owner_id
    return head_of(case, at=at) if to == HEAD else choose_for(case, to, at=at)
