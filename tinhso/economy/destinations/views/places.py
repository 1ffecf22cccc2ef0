"""Places to visit: the list with its map, one place, and both for machines."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Avg, Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.economy.destinations.domain.sharing import json_ld, schema_of, sitemap
from tinhso.economy.destinations.domain.words import Kind
from tinhso.economy.destinations.forms.visiting import LookForm, ReviewForm
from tinhso.economy.destinations.models import OSM, Caution, Destination, Nearby
from tinhso.kit.addresses import static, url, url_if_any
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.ground import Point, metres
from tinhso.kit.page_parts import province
from tinhso.kit.pages import page
from tinhso.kit.saying import say_day, say_money, say_number
from tinhso.kit.sleeping import Ask, places_near

A_PAGE, NEAREST, LATEST, MOST_REVIEWS = 40, 30, 30, 10
AROUND = 0.12
"""Degrees around a place in which useful points are looked for: some 13 km."""
FEWEST_FACES = 5
"""Below so many faces no mean is told."""
NEXT_DAYS = 60


@open_to_all
@require_safe
def destinations(request: Request) -> HttpResponse:
    """All places by name, or the nearest; the map shows what the list does."""
    form = LookForm(request.GET or None)
    told = form.cleaned_data if form.is_valid() else {}
    here = form.here if told else None
    asked = Destination.objects.shown().for_page().listed(told.get("kind", ""), told.get("q", ""))
    rows, more = (_nearest(list(asked), here), False) if here else _paged(request, told)
    values = {
        "form": form, "here": here, "rows": rows,
        "next_url": "?" + urlencode({**_asked(told), "after": rows[-1].code}) if more else "",
        "warnings": Caution.objects.standing(request.at).select_related("place").order_by("ends")[:3],
        "credit": any(one.from_osm for one in rows) and OSM, "notes": {one.pk: _note(one, here) for one in rows},
    }  # fmt: skip
    return page(request, "destinations/public/places.html", values)


def _asked(told: dict[str, str]) -> dict[str, str]:
    return {name: told[name] for name in ("q", "kind") if told.get(name)}


def _paged(request: Request, told: dict[str, str]) -> tuple[list[Destination], bool]:
    last = Destination.objects.filter(code=request.GET.get("after", "")).values_list("sort_key", "pk").first()
    asked = Destination.objects.shown().for_page().listed(told.get("kind", ""), told.get("q", ""), last)
    found = list(asked[: A_PAGE + 1])
    return found[:A_PAGE], len(found) > A_PAGE


def _nearest(found: list[Destination], here: Point) -> list[Destination]:
    return sorted(found, key=lambda one: metres(here, one.point))[:NEAREST]


def _note(one: Destination, here: Point | None) -> str:
    away = _("%(km)s km in a straight line") % {"km": say_number(metres(here, one.point) / 1000, 1)} if here else ""
    return " · ".join(part for part in (str(one.kind_said), one.place.full_name, away) if part)


@open_to_all
@require_safe
def destination(request: Request, code: str) -> HttpResponse:
    """One place: what it is, when, how one comes there, where to sleep, what others thought."""
    one = shown_or_404(code)
    values = told_of(request, one) | {"form": ReviewForm()}
    return page(request, "destinations/public/place.html", values)


def shown_or_404(code: str) -> Destination:
    return get_object_or_404(Destination.objects.shown().for_page(), code=code)


def told_of(request: Request, one: Destination) -> dict[str, object]:
    """What the page of a place shows."""
    address = request.build_absolute_uri(url("destination", one.code))
    today = timezone.localdate(request.at)
    faces = one.reviews.shown().aggregate(mean=Avg("face"), many=Count("pk"))
    rated = (faces["mean"], faces["many"]) if faces["many"] >= FEWEST_FACES else None
    next_day = one.next_held(today)
    told = schema_of(
        kind=Kind(one.kind), name=one.name, about=one.about, href=address, point=one.point if one.exact else None,
        commune=one.place.full_name, province=province(), free=None if one.price is None else one.price == 0,
        picture=request.build_absolute_uri(static("kit/icons/touch-180.png")), next_day=next_day, faces=rated,
    )  # fmt: skip
    beds = places_near(Ask(lat=one.lat, lon=one.lon))
    return {
        "one": one, "address": address, "schema": json_ld(told), "next_day": next_day, "rated": rated,
        "warnings": Caution.objects.standing(request.at).around(one.place).select_related("place").order_by("ends"),
        "beds": beds, "nearby": _useful(one), "price": _price(one), "credit": OSM,
        "share": f"{one.name}, {one.place.full_name}. {one.about} {address}",
        "reviews": one.reviews.shown().exclude(words="").order_by("-at")[:MOST_REVIEWS],
        "complain": url_if_any("report"), "media": one.media.select_related("file").order_by("pk"),
    }  # fmt: skip


def _price(one: Destination) -> str:
    if one.price is None:
        return _("Not known yet")
    return say_money(one.price) if one.price else _("Free of charge")


def _useful(one: Destination) -> list[tuple[Nearby, float]]:
    """The nearest point of each useful kind, with its kilometres."""
    box = Nearby.objects.filter(lat__range=(one.lat - AROUND, one.lat + AROUND))
    near = sorted(
        ((metres(one.point, (point.lat, point.lon)) / 1000, point) for point in box.filter(
            lon__range=(one.lon - AROUND, one.lon + AROUND)
        )),
        key=lambda pair: (pair[0], pair[1].pk),
    )  # fmt: skip
    first = dict[str, tuple[Nearby, float]]()
    for km, point in near:
        first.setdefault(point.kind, (point, km))
    return list(first.values())


@open_to_all
@require_safe
def calendar(request: Request) -> HttpResponse:
    """Festivals and markets of the next weeks, day by day."""
    today = timezone.localdate(request.at)
    dated = list(Destination.objects.shown().for_page().exclude(held="").order_by("sort_key"))
    coming = sorted(
        ((day, one) for one in dated if (day := one.next_held(today))), key=lambda pair: (pair[0], pair[1].sort_key)
    )
    soon = today + timedelta(NEXT_DAYS)
    unsure = Destination.objects.shown().for_page().filter(kind__in=[Kind.FESTIVAL, Kind.MARKET], held="")
    values = {
        "soon": [(say_day(day), one) for day, one in coming if day <= soon],
        "later": [(say_day(day), one) for day, one in coming if day > soon],
        "unsure": unsure.order_by("sort_key"),
    }
    return page(request, "destinations/public/calendar.html", values)


@open_to_all
@require_safe
def pack(request: Request) -> HttpResponse:
    """Every place of the province on one light page, to be kept for where there is no signal."""
    rows = Destination.objects.shown().for_page().order_by("place__sort_key", "sort_key")
    return page(request, "destinations/public/pack.html", {"rows": rows, "credit": OSM})


@open_to_all
@require_safe
def geojson(request: Request) -> HttpResponse:
    """All places as GeoJSON (RFC 7946), with who is to be credited for each point."""
    features = [
        {
            "type": "Feature", "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
            "properties": {
                "code": one.code, "kind": one.kind, "name": one.name, "exact": one.exact,
                "credit": OSM if one.from_osm else "", "url": request.build_absolute_uri(url("destination", one.code)),
            },
        }
        for one in Destination.objects.shown().order_by("code")
    ]  # fmt: skip
    told = {"type": "FeatureCollection", "license": "ODbL-1.0", "features": features}
    return JsonResponse(told, content_type="application/geo+json")


@open_to_all
@require_safe
def feed(request: Request) -> HttpResponse:
    """What was published lately, as RSS 2.0."""
    whole = request.build_absolute_uri
    told = Rss201rev2Feed(
        title=_("Places to visit in %(province)s") % {"province": province()}, link=whole(url("destinations")),
        description=_("What was published lately"), feed_url=whole(),
    )  # fmt: skip
    for one in Destination.objects.shown().order_by("-published_at", "-pk")[:LATEST]:
        told.add_item(
            title=one.name, link=whole(url("destination", one.code)), description=one.about,
            pubdate=one.published_at, unique_id=f"urn:uuid:{one.uuid}", unique_id_is_permalink=False,
        )  # fmt: skip
    return HttpResponse(told.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


@open_to_all
@require_safe
def site_map(request: Request) -> HttpResponse:
    """All places for search engines."""
    changed: dict[str, datetime] = dict(Destination.objects.shown().order_by("code").values_list("code", "written_at"))
    pages = ((request.build_absolute_uri(url("destination", code)), at) for code, at in changed.items())
    return HttpResponse(sitemap(pages), content_type="application/xml")
