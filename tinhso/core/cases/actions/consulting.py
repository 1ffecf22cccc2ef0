"""Asking other offices side by side, each with a case and a clock of its own."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.cases.actions.acting import ENTERED, WITHDRAW, NotNow, carry_out, enter, locked
from tinhso.core.cases.actions.assigning import HANDLE
from tinhso.core.cases.actions.handing import NotAnOfficeNow
from tinhso.core.cases.actions.opening import open_case
from tinhso.core.cases.domain.definition import Span
from tinhso.core.cases.events import OfficesConsulted
from tinhso.core.cases.models import Case, Definition
from tinhso.core.organisations.models import Organisation
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

CONSULTATION = "cases.consultation"


class QuestionMissing(Refusal):
    sentence = _("Write what you want to know from them.")
    field = "question"


class NobodyAsked(Refusal):
    sentence = _("Choose at least one office, each only once, and not your own.")
    field = "agencies"


@transaction.atomic
def consult(
    case: Case, *, agencies: Sequence[Organisation], question: str, term: Span, by: Actor, at: datetime
) -> list[Case]:
    """Ask other offices at the same time; the case goes on meanwhile and knows how many it waits for.

    term   the time each has to answer, from now on
    Raises NotYours, NotNow, QuestionMissing, NobodyAsked, NotAnOfficeNow.
    """
    case = locked(case)
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    _refuse(case, agencies, question)

    asked = _ask(case, agencies, question.strip(), term, by, at)
    case.waits_for += len(asked)
    enter(case, at=at)
    case.save(update_fields=["waits_for", *ENTERED])

    record(OfficesConsulted(count=len(asked)), about=case, by=by, at=at, place=case.place_id)
    return asked


@transaction.atomic
def recall_consultation(asked: Case, *, by: Actor, at: datetime) -> Case:
    """The office that asked needs no answer any more. Raises NotYours, NotNow."""
    if asked.parent is None:
        raise NotNow
    require(by, HANDLE, at=at, place=asked.parent.place_id, agency=asked.parent.agency_id)
    return carry_out(asked, WITHDRAW, by=by, at=at)


def _refuse(case: Case, agencies: Sequence[Organisation], question: str) -> None:
    if not case.is_open:
        raise NotNow
    if not question.strip():
        raise QuestionMissing
    ids = {agency.pk for agency in agencies}
    if not ids or len(ids) < len(agencies) or case.agency_id in ids:
        raise NobodyAsked
    if not all(agency.stands and agency.is_office for agency in agencies):
        raise NotAnOfficeNow


def _ask(
    case: Case, agencies: Sequence[Organisation], question: str, term: Span, by: Actor, at: datetime
) -> list[Case]:
    definition, before = Definition.objects.current(CONSULTATION), Case.objects.filter(parent=case).count()
    return [
        open_case(
            definition,
            ref=f"{case.ref}/{number}",
            title=case.title,
            applicant=None,
            place=agency.place,
            agency=agency,
            values={"question": question, "ref": case.ref},
            parent=case,
            received_at=at,
            term=term,
            by=by,
            at=at,
        )
        for number, agency in enumerate(agencies, start=before + 1)
    ]
