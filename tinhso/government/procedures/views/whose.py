"""Whose papers a page is about: the one who asks, or for whom they help; and which dossier one may open."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from tinhso.core.accounts.models.mandates import for_whom_in
from tinhso.core.cases.models import Case
from tinhso.core.people.models import Person
from tinhso.government.procedures.actions.drafts import SCOPE
from tinhso.government.procedures.models import Dossier, Draft
from tinhso.kit.doors import Request


def whose(request: Request) -> UUID | None:
    """The one who asks, or for whom they act with a leave that holds for procedures; None for nobody.

    Who was let act in another matter only, or for one task that is done, finds nothing here.
    """
    return for_whom_in(request.actor, SCOPE, at=request.at)


def whom(request: Request) -> Person:
    """The person for whom something is filed now. Someone without a person of their own has nothing to file (404)."""
    uuid = whose(request)
    if uuid is None:
        raise Http404
    people = Person.objects.current().select_related("home__parent__parent", "household").prefetch_related("numbers")
    return get_object_or_404(people, uuid=uuid)


def draft_for(request: Request, uuid: UUID) -> Draft:
    """A draft of the one who acts, for whom they act now; a foreign one is none (404)."""
    rows = Draft.objects.select_related(
        "version__procedure", "procedure", "person__home__parent", "place", "dossier__case"
    )
    person = whose(request)
    if person is None:
        raise Http404
    return get_object_or_404(rows, uuid=uuid, account=request.actor.account, person__uuid=person)


def own_dossier(request: Request, uuid: UUID) -> Dossier:
    """A dossier of the one for whom the actor acts (404 for any other)."""
    person = whose(request)
    if person is None:
        raise Http404
    return get_object_or_404(Dossier.objects.for_page().of_person(person), uuid=uuid)


def dossier_in_reach(request: Request, uuid: UUID, permission: str = "handle_cases") -> Dossier:
    """A dossier at an office and a place of the asker's posts (404 for any other).

    Asked one after the other: in one question SQLite would look through all cases first.
    """
    found = get_object_or_404(Dossier.objects.for_page(), uuid=uuid)
    if not Case.objects.within_reach(request.rights, permission).filter(pk=found.case_id).exists():
        raise Http404
    return found


def language() -> str:
    """The language of the page."""
    return (get_language() or "vi")[:2]
