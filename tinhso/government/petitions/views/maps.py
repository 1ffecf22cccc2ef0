"""The map of the whole province: where much was reported lately. Communes, never villages."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.core.places.models import Place, coloured, map_of
from tinhso.kit.addresses import url
from tinhso.kit.maps import Area, AreaMap, Drawn, LegendLine, area_map
from tinhso.kit.saying import say_number

_CLASSES = (("m4", 1), ("m3", 3), ("m2", 8), ("m1", 20))
"""Colours by how many were reported, the palest first: from which number on."""


def province_map(many: Mapping[int, int], waiting: int) -> AreaMap | None:
    """The communes, darker where more was reported lately; None when no commune can be drawn."""
    drawn = map_of(Place.objects.home(), timezone.localdate())
    areas = coloured(drawn, {pk: float(many.get(pk, 0)) for pk in drawn.places})
    if not areas:
        return None
    reported = ngettext(
        "%(num)s thing reported in the last 90 days", "%(num)s things reported in the last 90 days", sum(many.values())
    ) % {"num": say_number(sum(many.values()))}
    open_now = _("%(number)s still wait for an answer") % {"number": say_number(waiting)}
    finding = f"{reported}, {open_now}"
    made = area_map(finding, [_leading(area) for area in areas], bounds=(-1.0,), width=880)
    shown = tuple(replace(one, kind=_kind(_many(one)), said=str(_many(one))) for one in made.drawn)
    return replace(made, drawn=shown, legend=_legend())


def _leading(area: Area) -> Area:
    return replace(area, href=f"{url('reported_map')}?commune={area.code}")


def _many(one: Drawn) -> int:
    return int(one.area.value or 0)


def _kind(many: int) -> str:
    return next((kind for kind, least in reversed(_CLASSES) if many >= least), "m0")


def _legend() -> tuple[LegendLine, ...]:
    limits = [least for _kind_of, least in _CLASSES]
    words = [f"{low}–{high - 1}" for low, high in pairwise(limits)] + [f"≥ {limits[-1]}"]
    return tuple(LegendLine(kind, text) for (kind, _least), text in zip(_CLASSES, words, strict=True))
