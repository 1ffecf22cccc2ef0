"""Saying sorry before it is late: the letter with its reason and the new date (form 04)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions import extend_case
from tinhso.government.procedures.actions.handling import write_letter
from tinhso.government.procedures.models import Dossier, Kind, Letter
from tinhso.government.procedures.models.hot import locked_dossier
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class NothingToApologiseFor(Refusal):
    """The dossier is finished, or its clock stands and waits for the citizen."""

    sentence = _("This dossier is not running now, so no new date is needed.")


@transaction.atomic
def apologise(dossier: Dossier, *, days: int, reason: str, by: Actor, at: datetime) -> Letter:
    """Write the apology and give a new date, so many working days later, once, as the definition allows.

    The extension of the case is what the log hears. Raises NothingToApologiseFor, ReasonMissing, and what `extend_case`
    raises: MayNotBeExtended, NotYourTurn, TooLong.
    """
    dossier = locked_dossier(dossier.uuid)
    if dossier.case.finished_at or dossier.case.stopped_at or dossier.case.received_at is None:
        raise NothingToApologiseFor
    old = dossier.case.due_at
    case = extend_case(dossier.case, until_days=days, reason=reason.strip()[:500], by=by, at=at)
    return write_letter(dossier, Kind.APOLOGY, reason=reason, by=by, at=at, old_due=old, new_due=case.due_at)
