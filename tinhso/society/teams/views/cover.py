"""Where nobody was for long: the province by communes, a commune by its villages."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tinhso.core.places.domain import Kind
from tinhso.core.places.domain.shapes import cells, rings
from tinhso.core.places.models import Place, coloured, map_of
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, needs
from tinhso.kit.maps import Area, AreaMap, LegendLine, area_map
from tinhso.kit.pages import page
from tinhso.kit.saying import say_number
from tinhso.society.teams.domain.cover import CLASSES, FORGOTTEN, SHARES, shade
from tinhso.society.teams.models.activities import CoverLine, cover_of, covered
from tinhso.society.teams.views.whose import SEE, place_looked_at

LOOKED_AT = 8
WIDTH = 880


@needs(SEE)
@require_safe
def team_cover(request: Request) -> HttpResponse:
    """The asker's commune by villages; the whole province by communes for who looks over it."""
    place = place_looked_at(request)
    if place.kind == Kind.COMMUNE:
        return _of_commune(request, place)
    today, bar = timezone.localdate(request.at), settings.TEAMS_COVER_DAYS
    found = covered(place, today, bar)
    lately, everywhere = sum(one for one, _all in found.values()), sum(many for _one, many in found.values())
    finding = _("%(lately)s of %(all)s villages saw somebody in the last %(days)s days") % {
        "lately": say_number(lately), "all": say_number(everywhere), "days": bar,
    }  # fmt: skip
    shares = {pk: 100 * one / many for pk, (one, many) in found.items() if many}
    areas = [replace(one, href=_address(one.code)) for one in coloured(map_of(place, today), shares)]
    drawn = area_map(finding, areas, bounds=[100 * share for share in SHARES], unit=" %") if areas else None
    values: dict[str, object] = {"place": place, "map": _few(drawn), "lines": [], "finding": finding, "bar": bar}
    return page(request, "teams/desk/cover.html", values)


def _of_commune(request: Request, commune: Place) -> HttpResponse:
    bar = settings.TEAMS_COVER_DAYS
    lines = cover_of(commune, timezone.localdate(request.at))
    forgotten = [line for line in lines if shade(line.days, bar) == FORGOTTEN]
    finding = ngettext(
        "In %(num)s village nobody was for %(days)s days", "In %(num)s villages nobody was for %(days)s days",
        len(forgotten),
    ) % {"num": say_number(len(forgotten)), "days": bar}  # fmt: skip
    values = {
        "place": commune, "map": _villages(finding, lines, bar), "lines": lines, "finding": finding, "bar": bar,
        "forgotten": frozenset(line.place.pk for line in forgotten),
    }  # fmt: skip
    return page(request, "teams/desk/cover.html", values)


def _villages(finding: str, lines: Sequence[CoverLine], bar: int) -> AreaMap | None:
    """Cells around the centres of villages, coloured by days; None when fewer than three centres are known."""
    centres = {
        line.place.pk: (line.place.lat, line.place.lon)
        for line in lines
        if line.place.lat is not None and line.place.lon is not None
    }
    if len(centres) < len(SHARES):
        return None
    shapes, by_place = cells(centres), {line.place.pk: line for line in lines}
    areas = [Area(str(pk), by_place[pk].place.name, rings(shape), by_place[pk].days) for pk, shape in shapes.items()]
    made = area_map(finding, areas, bounds=(-1.0,), width=WIDTH)
    drawn = tuple(replace(one, kind=shade(by_place[int(one.area.code)].days, bar)) for one in made.drawn)
    return replace(made, drawn=drawn, legend=_legend(bar))


def _legend(bar: int) -> tuple[LegendLine, ...]:
    lines = [LegendLine(kind, f"≤ {round(part * bar)}") for kind, part in CLASSES]
    return (*lines, LegendLine(FORGOTTEN, f"> {bar}"))


def _few(drawn: AreaMap | None) -> AreaMap | None:
    """Only the first of the communes to look at carry a number: a province without visits would be all numbers."""
    if drawn is None:
        return None
    return replace(drawn, labels=drawn.labels[:LOOKED_AT], look_at=drawn.look_at[:LOOKED_AT])


def _address(code: str) -> str:
    return f"{url('team_cover')}?commune={code}"
