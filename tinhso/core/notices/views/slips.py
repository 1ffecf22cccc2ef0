"""What is handed over by hand: slips by village, and scripts to read out on the telephone."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tinhso.core.notices.actions import hand_over
from tinhso.core.notices.actions.handing import HAND_OVER
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.papers import Slip, slips_pdf
from tinhso.core.notices.models import Delivery
from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs
from tinhso.kit.page_parts import province
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

A_PAGE = 100
"""Slips that one page, and one print, holds."""
TYPST = Path(__file__).resolve().parent.parent / "typst"


@require_GET
@needs(HAND_OVER)
def slips(request: Request) -> HttpResponse:
    """Everything that waits to be handed over, village by village, and who is to be called."""
    rows = _waiting(request)
    people = _people(request, rows)
    papers = [row for row in rows if row.channel == Channel.PAPER]
    calls = [row for row in rows if row.channel == Channel.VOICE]
    values = {"villages": _by_village(papers, people), "calls": calls, "people": people, "many": len(rows) >= A_PAGE}
    return page(request, "notices/slips.html", values)


@require_GET
@needs(HAND_OVER)
def print_slips(request: Request, place: int) -> HttpResponse:
    """The slips of a village on paper, three to a sheet, and the list to sign."""
    village = get_object_or_404(Place.objects.select_related("parent"), pk=place)
    rows = [row for row in _waiting(request, place) if row.channel == Channel.PAPER]
    if not rows:
        raise Http404
    people = _people(request, rows)
    made = slips_pdf(
        TYPST / "slips.typ",
        [_slip(row, people) for row in rows if row.notice.person in people],
        village=village.full_name,
        province=province(),
        at=request.at,
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="giay-bao.pdf"'
    return answer


@require_POST
@needs(HAND_OVER)
def handed(request: Request, uuid: UUID) -> HttpResponse:
    """It is in their hands, or they heard it."""
    row = get_object_or_404(Delivery.objects.within(request.rights, HAND_OVER), uuid=uuid)
    try:
        hand_over(row, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Noted: handed over."))
    return redirect("slips")


def _waiting(request: Request, place: int | None = None) -> list[Delivery]:
    rows = Delivery.objects.by_hand(request.at).within(request.rights, HAND_OVER)
    return list((rows if place is None else rows.filter(place=place))[:A_PAGE])


def _people(request: Request, rows: Sequence[Delivery]) -> dict[UUID, Person]:
    """Whom the slips are for; that their names are shown is kept."""
    wanted = {row.notice.person for row in rows}
    people = {one.uuid: one for one in Person.objects.filter(uuid__in=wanted).select_related("home__parent")}
    note_list(people, way=ListWay.NOTICE, by=request.actor, at=request.at)
    return people


def _by_village(rows: Sequence[Delivery], people: dict[UUID, Person]) -> list[tuple[str, int | None, list[Delivery]]]:
    """(name, id, slips) of each village, by the order in which they have waited."""
    found: dict[int | None, list[Delivery]] = {}
    for row in rows:
        found.setdefault(row.place, []).append(row)
    names = {one.home_id: one.lives_in for one in people.values()}
    return [(names.get(place, ""), place, some) for place, some in found.items()]


def _slip(row: Delivery, people: dict[UUID, Person]) -> Slip:
    said, name = row.notice.said(), people[row.notice.person].full_name
    return Slip(name=name, subject=said.subject, text=said.long, told_at=row.notice.told_at)
