"""What the warehouse counted for a catalogue, by place: as many questions for all communes as for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.operations.index.domain.catalogue import Catalogue, Component, Figure
from tinhso.operations.index.domain.formulas import Figures
from tinhso.warehouse.models import Fact, Total

Totals = Mapping[str, Total]
"""By the code of the indicator."""
NOTHING = Total(None, None)


def counted_at(catalogue: Catalogue, place: Place, *, first: date, last: date) -> dict[str, Figures]:
    """The figures we count ourselves for one place, by component."""
    return counted_in(catalogue, [place], first=first, last=last)[place.pk]


def counted_in(
    catalogue: Catalogue, places: Iterable[Place], *, first: date, last: date
) -> dict[int, dict[str, Figures]]:
    """The same for many communes, or for the province."""
    totals = _totals(catalogue.indicators, list(places), first, last)
    counted = [one for one in catalogue.components if any(figure.terms for figure in one.figures)]
    return {place: {one.code: figures_of(one, of) for one in counted} for place, of in totals.items()}


def figures_of(component: Component, totals: Totals) -> Figures:
    """The figures of one component that are counted."""
    return {figure.key: _sum(figure, totals) for figure in component.figures if figure.terms}


def _sum(figure: Figure, totals: Totals) -> float | None:
    """The first term must be known; of what is a part of the same events, nothing counted is none of them."""
    first, *rest = (_taken(totals.get(term.indicator, NOTHING), term.take) for term in figure.terms)
    if first is None:
        return None
    signs = (-1 if term.minus else 1 for term in figure.terms[1:])
    return float(first + sum(sign * (value or 0) for sign, value in zip(signs, rest, strict=True)))


def _taken(total: Total, take: str) -> int | None:
    return total.numerator if take == "numerator" else total.denominator


def _totals(codes: Iterable[str], places: list[Place], first: date, last: date) -> dict[int, dict[str, Total]]:
    """Of communes: the land as it lies now, with all that was merged into it; a divided commune's part is not known."""
    if any(place.kind == Kind.PROVINCE for place in places):
        whole = Fact.objects.totals(list(codes), first=first, last=last)
        return {place.pk: whole for place in places}
    found: dict[int, dict[str, Total]] = {place.pk: {} for place in places}
    for code in codes:
        for land, total in Fact.objects.by_land(code, first=first, last=last):
            if len(land.now) == 1 and (place := next(iter(land.now))) in found:
                found[place][code] = total
    return found
