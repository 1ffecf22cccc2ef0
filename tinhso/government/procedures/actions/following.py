"""A new receipt for one that was lost, and what the citizen thought."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions.asking import acts_for_applicant
from tinhso.core.cases.actions.slips import renew_slip
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.events import DossierRated, SecretRenewed
from tinhso.government.procedures.models import Dossier, Rating
from tinhso.government.procedures.models.hot import dossier_to_rate, is_rated
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.kit.writing import insert


class NotYetDone(Refusal):
    sentence = _("You can say what you think of it when it is finished.")


class RatedAlready(Refusal):
    sentence = _("You have told us already. Thank you.")


def renew_secret(dossier: Dossier, *, by: Actor, at: datetime) -> Dossier:
    """Make the old secret void, when the receipt was lost. Raises NotYours."""
    renewed = SecretRenewed(procedure=Code(dossier.procedure.code))
    dossier.case = renew_slip(dossier.case, by=by, at=at, event=lambda _case: renewed)
    return dossier


@transaction.atomic
def rate_dossier(dossier: Dossier, *, faces: int, words: str = "", by: Actor, at: datetime) -> Rating:
    """Keep what the citizen thinks of it, once, when it is finished. Raises NotYours, NotYetDone, RatedAlready."""
    dossier = dossier_to_rate(dossier.pk)
    case = dossier.case
    if not acts_for_applicant(case, by, at=at):
        raise NotYours
    if case.finished_at is None:
        raise NotYetDone
    if is_rated(dossier.pk):
        raise RatedAlready

    rating = Rating(dossier=dossier, faces=faces, words=words.strip()[:500], rated_at=at)
    insert(rating)

    rated = DossierRated(procedure=Code(dossier.procedure.code), faces=faces, on_time=not case.is_late(at))
    record(rated, about=case, by=by, at=at, place=case.place_id)
    return rating
