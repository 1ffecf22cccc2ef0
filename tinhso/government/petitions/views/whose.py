"""Which petition one may open."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from tinhso.core.accounts.models.mandates import for_whom_in
from tinhso.core.cases.models import Case
from tinhso.government.petitions.actions.sending import SYSTEM
from tinhso.government.petitions.models import Petition
from tinhso.kit.doors import Request


def petition_in_reach(request: Request, uuid: UUID, permission: str = "handle_cases") -> Petition:
    """A petition at an office and a place of the asker's posts (404 for any other).

    Asked one after the other: in one question SQLite would look through all cases first.
    """
    found = get_object_or_404(Petition.objects.for_page(), uuid=uuid)
    if not Case.objects.within_reach(request.rights, permission).filter(pk=found.case_id).exists():
        raise Http404
    return found


def whose(request: Request) -> UUID | None:
    """Whose petitions these are: None for who acts by a leave that does not cover petitions."""
    return for_whom_in(request.actor, SYSTEM, at=request.at)


def own_petition(request: Request, uuid: UUID) -> Petition:
    """A petition of the one for whom the actor acts (404 for any other)."""
    person = whose(request)
    if person is None:
        raise Http404
    return get_object_or_404(Petition.objects.for_page().of_person(person), uuid=uuid)
