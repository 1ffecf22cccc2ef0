"""The index of communes, and the service-quality index that is counted live."""

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tinhso.core.places.models import Place, coloured, map_of
from tinhso.kit.doors import Request, needs
from tinhso.kit.maps import AreaMap, area_map
from tinhso.kit.pages import page
from tinhso.kit.saying import say_number
from tinhso.operations.index.apps import SEE
from tinhso.operations.index.domain.formulas import Figures, share_of
from tinhso.operations.index.domain.scoring import Score, score
from tinhso.operations.index.models import Assessment, CatalogueVersion, Round
from tinhso.operations.index.models.counting import counted_at
from tinhso.operations.index.models.explained import Explained, explain_all
from tinhso.operations.index.views import words
from tinhso.operations.index.views.whose import COMMUNE, SERVICE, own_commune

CLASSES = (300, 450, 600, 750)
MONTHS = {1: 30, 3: 91, 12: 365}
"""Months that can be asked for → days."""


@needs(SEE)
@require_safe
def communes(request: Request) -> HttpResponse:
    """Every commune within reach, what it says and what was verified; an officer of a commune comes to their own."""
    opened = Round.objects.newest(COMMUNE)
    reach = request.rights.places(SEE)
    if opened is None:
        return page(request, "index/communes.html", {"opened": None, "found": [], "map": None})
    rows = opened.assessments.whole().order_by("place__sort_key", "place")
    chosen = list(rows if reach is None else rows.filter(place__in=reach))
    if len(chosen) == 1:
        return redirect("index_assessment", chosen[0].uuid)
    found = explain_all(opened, chosen)
    values = {"opened": opened, "found": found, "map": _drawn(request, found), "State": Assessment.State}
    return page(request, "index/communes.html", values)


def _drawn(request: Request, found: list[Explained]) -> AreaMap | None:
    drawn = map_of(Place.objects.home(), timezone.localdate(request.at))
    if not drawn.shapes:
        return None
    handed = [one for one in found if one.assessment.state != Assessment.State.OPEN]
    points = {one.assessment.place_id: one.score.points for one in handed}
    areas = coloured(drawn, {place: value for place, value in points.items() if value is not None})
    open_ones = len(found) - len(handed)
    told = ngettext("%(num)s commune has still to hand in", "%(num)s communes have still to hand in", open_ones)
    return area_map(told % {"num": open_ones}, areas, bounds=CLASSES)


@needs(SEE)
@require_safe
def service(request: Request) -> HttpResponse:
    """Decision 766, counted from the dossiers of this very moment, for the province or one's own commune."""
    today = timezone.localdate(request.at)
    version = CatalogueVersion.objects.in_year(SERVICE, today.year)
    months = int(typed) if (typed := request.GET.get("months", "")) in ("1", "3", "12") else 3
    first = today - timedelta(days=MONTHS[months])
    place = _place(request)
    counted = counted_at(version.index, place, first=first, last=today) if version else {}
    found = score(version.index, counted) if version else None
    values = {
        "version": version, "place": place, "months": months, "choices": list(MONTHS), "first": first, "until": today,
        "found": found, "finding": words.finding(found) if found else "", "lead": words.lead(found) if found else "",
        "lines": _lines(found, counted) if found else [],
    }  # fmt: skip
    return page(request, "index/service.html", values)


def _place(request: Request) -> Place:
    """One's own commune; the whole province for who may look at all of it."""
    reach = request.rights.places(SEE)
    own = own_commune(request)
    return own if own is not None and reach is not None else Place.objects.home()


def _lines(found: Score, counted: Mapping[str, Figures]) -> list[list[object]]:
    """Group, component, share, points, maximum; a dash where nothing is known."""
    return [
        [
            one.component.title if one.component.is_scored
            else _("%(name)s (not counted here)") % {"name": one.component.title},
            _percent(share_of(one.component.formula, counted.get(one.component.code, {}))),
            say_number(one.won, 1) if one.won is not None else "–", say_number(one.most, 0) if one.most else "–",
        ]
        for one in found.components
    ]  # fmt: skip


def _percent(share: float | None) -> str:
    return "–" if share is None else say_number(100 * share, 1)
