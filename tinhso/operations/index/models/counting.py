"""What the warehouse counted for a catalogue, by place: one question an indicator, however many places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

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
    """The same for many places, each with what lies below it."""
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
    if len(places) == 1 and places[0] == Place.objects.home():
        return {places[0].pk: {code: Fact.objects.total(code, first=first, last=last) for code in codes}}
    above = _above(places)
    found: dict[int, dict[str, Total]] = {place.pk: {} for place in places}
    for code in codes:
        for spot, total in Fact.objects.by_place(code, first=first, last=last).items():
            if (place := above.get(spot)) is not None:
                found[place][code] = _joined(found[place].get(code), total)
    return found


def _above(places: list[Place]) -> dict[int, int]:
    """Every place below one of them → that one. Villages that moved count where they lie now."""
    known = {place.pk: place.pk for place in places}
    below = Place.objects.filter(parent__in=list(known)).values_list("pk", "parent")
    return known | {pk: parent for pk, parent in below if parent is not None}


def _joined(one: Total | None, other: Total) -> Total:
    if one is None:
        return other
    return Total(_plus(one.numerator, other.numerator), _plus(one.denominator, other.denominator))


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)
