"""Which assessment a page is about, and who may look into it."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from tinhso.core.accounts.models import Post
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request
from tinhso.operations.index.apps import ASSESS, VERIFY
from tinhso.operations.index.models import Assessment, Round

PROVINCE, COMMUNE, SERVICE = "dti", "commune", "service"
"""The codes of the indices that have pages of their own."""


def of_province() -> Assessment | None:
    """The province's assessment in the newest round; everyone who may see the index may see it."""
    opened = Round.objects.newest(PROVINCE)
    return opened.assessments.whole().filter(place=Place.objects.home()).first() if opened else None


def in_reach(request: Request, uuid: UUID) -> Assessment:
    """The province's, or one of a place where the asker may see the index (404 for any other)."""
    return get_object_or_404(Assessment.objects.whole().reached(request.rights), uuid=uuid)


def may_assess(request: Request, assessment: Assessment) -> bool:
    return request.rights.may(ASSESS, place=assessment.place_id)


def may_verify(request: Request, assessment: Assessment) -> bool:
    return request.rights.may(VERIFY, place=assessment.place_id, agency=assessment.round.verifier_id)


def own_commune(request: Request) -> Place | None:
    """The commune of the asker's post."""
    post = Post.objects.select_related("place").filter(pk=request.actor.post or 0).first()
    return post.place if post and post.place.kind == Kind.COMMUNE else None
