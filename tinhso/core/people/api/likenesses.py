"""Two who may be one."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router

from tinhso.core.people.actions import merge_people, note_list, tell_apart, undo_merge
from tinhso.core.people.api.schemas import KeptIn, Line, MergeOut, Nothing, Pair
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.models import Likeness, Merge, Person
from tinhso.kit.doors import Request, needs

router = Router()
A_PAGE = 50


@router.get("/likenesses", response=list[Pair])
@needs("merge_people")
def likenesses(request: Request) -> list[Pair]:
    rows = Likeness.objects.visible_to(request.rights).open().select_related("one__home", "other__home")
    shown = list(rows[:A_PAGE])
    seen = [one.uuid for row in shown for one in (row.one, row.other)]
    note_list(seen, way=ListWay.TWICE, by=request.actor, at=request.at)
    return [
        Pair(uuid=row.uuid, one=Line.of(row.one), other=Line.of(row.other), score=row.score, reasons=row.reasons)
        for row in shown
    ]


@router.post("/likenesses/{uuid}/merge", response=MergeOut)
@needs("merge_people")
def merge(request: Request, uuid: UUID, body: KeptIn) -> MergeOut:
    """Make two one; `kept` stays."""
    found = _likeness(request, uuid)
    two = {found.one.uuid: found.one, found.other.uuid: found.other}
    kept = two.pop(body.kept, None)
    if kept is None:
        raise Http404
    return MergeOut(uuid=merge_people(kept, *two.values(), by=request.actor, at=request.at).uuid)


@router.post("/likenesses/{uuid}/apart", response=Nothing)
@needs("merge_people")
def apart(request: Request, uuid: UUID) -> Nothing:
    tell_apart(_likeness(request, uuid), by=request.actor, at=request.at)
    return Nothing()


@router.post("/merges/{uuid}/undo", response=Nothing)
@needs("merge_people")
def undo(request: Request, uuid: UUID) -> Nothing:
    kept = Person.objects.within(request.rights.places("merge_people"))
    undo_merge(get_object_or_404(Merge.objects.filter(kept__in=kept), uuid=uuid), by=request.actor, at=request.at)
    return Nothing()


def _likeness(request: Request, uuid: UUID) -> Likeness:
    rows = Likeness.objects.visible_to(request.rights).open().select_related("one", "other")
    return get_object_or_404(rows, uuid=uuid)
