"""Plates at sites: the light page that a scan opens, and the sheet to print."""

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from tinhso.economy.destinations.actions.scans import count_scan
from tinhso.economy.destinations.domain.plates import Plate, sheet
from tinhso.economy.destinations.models import OSM, PERMISSION, Destination
from tinhso.economy.destinations.views.places import shown_or_404
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.ground import metres
from tinhso.kit.page_parts import province
from tinhso.kit.pages import page

NEXT_STOPS = 5


@open_to_all
@require_GET
def plate(request: Request, code: str) -> HttpResponse:
    """What a scan opens: what this is, read aloud in the language of the visitor, and the next stops, kept ahead."""
    one = shown_or_404(code)
    if request.headers.get("Sec-Purpose") is None and "kept" not in request.GET:
        count_scan(one, language=get_language() or "vi", by=request.actor, at=request.at)
    others = Destination.objects.shown().for_page().exclude(pk=one.pk)
    stops = sorted(others, key=lambda other: (metres(one.point, other.point), other.pk))[:NEXT_STOPS]
    voices = one.media.filter(kind="voice").select_related("file").order_by("pk")
    values = {"one": one, "stops": stops, "voices": voices, "credit": one.from_osm and OSM}
    return page(request, "destinations/public/plate.html", values)


@needs(PERMISSION)
@require_safe
def plates(request: Request) -> HttpResponse:
    """All plates that the asker keeps, to be printed."""
    found = Destination.objects.shown().reached(request.rights).for_page().order_by("place__sort_key", "sort_key")
    told = [
        Plate(one.name_vi, one.name_en, one.place.full_name, request.build_absolute_uri(url("plate", one.code)))
        for one in found
    ]
    made = sheet(told, province=province(), at=request.at)
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="bien-ma-qr.pdf"'}
    )
