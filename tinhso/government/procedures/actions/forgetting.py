"""What goes when a person is forgotten or a commune ends, and what the clock ends by itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.core.cases.actions import NotNow
from tinhso.government.procedures.actions.drafts import drop_drafts_of
from tinhso.government.procedures.actions.filing import show_in_search
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.actions.keeping import forget_kept
from tinhso.government.procedures.domain.steps import Action
from tinhso.government.procedures.models import Dossier, Draft, Kept, Letter
from tinhso.government.procedures.models.dossiers import DossierQuerySet
from tinhso.kit.actors import Actor

AT_ONCE = 500


@transaction.atomic
def forget_filer(person: UUID, *, by: Actor, at: datetime) -> None:
    """Forget what is not a record of the office: drafts, the own store, sealed identity numbers, the name in search.

    What was declared stays with the dossier for as long as the law keeps it (Archives Law 33/2024/QH15).
    """
    drop_drafts_of(person, at=at)
    for kept in Kept.objects.of_person(person):
        forget_kept(kept, by=by, at=at)
    Dossier.objects.of_person(person).order_by().update(sealed=None)
    show_anew(Dossier.objects.of_person(person))


def show_anew(dossiers: DossierQuerySet) -> None:
    """Renew what is found of some dossiers: the name or the place has changed."""
    for dossier in dossiers.select_related("case__applicant", "procedure")[:AT_ONCE]:
        show_in_search(dossier)


def move_drafts(*, old: int, new: int) -> int:
    """Drafts that would be filed at a commune that ended are filed at the one that took it over; says how many."""
    return Draft.objects.filter(place=old, dossier=None).update(place=new)


def stop_silent(*, by: Actor, at: datetime) -> int:
    """Stop dossiers whose applicants did not answer a request in time; says how many. Each is stopped by itself."""
    stopped = 0
    late = Letter.objects.open_requests().filter(until__lt=at).select_related("dossier").order_by("until")
    for letter in late[:AT_ONCE]:
        reason = _("No answer came to the request for more papers in time. You can file it anew any time.")
        try:
            take_step(letter.dossier, Step(action=Action.STOP, answers={"reason": reason}), by=by, at=at)
        except NotNow:
            continue
        stopped += 1
    return stopped
