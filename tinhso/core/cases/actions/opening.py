"""Opening a case."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.models import Account
from tinhso.core.cases.actions.numbering import promised_seed
from tinhso.core.cases.actions.owners import choose_owner
from tinhso.core.cases.actions.ticking import calendar_of, next_escalation, step_due
from tinhso.core.cases.domain.clock import due
from tinhso.core.cases.domain.definition import Span
from tinhso.core.cases.domain.facts import Told, facts, plain, term_of
from tinhso.core.cases.events import CaseOpened
from tinhso.core.cases.models import Case, Definition, Status
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code, Event
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert


class NotInForce(Refusal):
    sentence = _("This workflow is not in force now. Ask the registrar which one is.")


Opened = Callable[[Case], Event]


@transaction.atomic
def open_case(
    definition: Definition,
    *,
    ref: str,
    title: str,
    applicant: Person | UUID | None,
    place: Place,
    agency: Organisation,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    owner: Account | None = None,
    parent: Case | None = None,
    received_at: datetime | None = None,
    term: Span | None = None,
    event: Opened | None = None,
) -> Case:
    """Begin a matter by the published version of a definition, and say who answers for it and until when.

    received_at   when its clock started; None: an action of the definition will start it
    term          another term than the definition's, where the asker sets it (a consultation)
    event         makes the system's own event for the log; `CaseOpened` without it
    Whether the one who acts may open it is the opening system's to decide. Raises NotInForce.
    """
    if definition.status != Status.PUBLISHED:
        raise NotInForce
    case = _case(definition, values, term, opened_at=at, received_at=received_at)
    case.ref, case.title, case.parent = ref, title[:200], parent
    if isinstance(applicant, Person):
        case.applicant = applicant
    else:
        case.applicant_id = applicant
    case.place, case.agency = place, agency
    calendar = calendar_of(place)
    case.due_at = due(calendar, case.term, since=received_at or at)
    case.step_due_at, case.escalate_at = step_due(case, calendar), next_escalation(case, calendar)
    case.owner_id = owner.pk if owner else choose_owner(case, at=at)
    insert(case)

    record(event(case) if event else _opened(case), about=case, by=by, at=at, place=case.place_id)
    return case


def _case(
    definition: Definition,
    values: Mapping[str, Any],
    term: Span | None,
    *,
    opened_at: datetime,
    received_at: datetime | None,
) -> Case:
    blueprint, kept = definition.blueprint, plain(values)
    start = blueprint.states[blueprint.start]
    data = facts(kept, {}, Told(state=start.code), timezone.localdate(received_at or opened_at))
    span = term or term_of(blueprint, data)
    return Case(
        definition=definition,
        system=definition.system,
        state=start.code,
        role=start.role,
        term_unit=span.unit.value,
        term_value=span.value,
        values=kept,
        opened_at=opened_at,
        entered_at=opened_at,
        changed_at=opened_at,
        received_at=received_at,
        slip_seed=promised_seed(),
    )


def _opened(case: Case) -> Event:
    return CaseOpened(
        definition=Code(case.definition.code),
        number=case.definition.version,
        state=Code(case.state),
        agency=case.agency_id,
        owner=case.owner_id,
        due_at=case.due_at,
    )
