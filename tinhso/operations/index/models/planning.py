"""From measures to points: what each would bring at a place now, and what a chosen set brings together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tinhso.operations.index.domain.choosing import Choice, Option, choose
from tinhso.operations.index.domain.formulas import Figures
from tinhso.operations.index.domain.scoring import Score, score
from tinhso.operations.index.models.explained import Explained
from tinhso.operations.index.models.measures import Measure

BILLION = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Weighed:
    """A measure and what it brings alone, on the scale of the index, by component."""

    measure: Measure
    effects: Mapping[str, float]

    @property
    def points(self) -> float:
        return sum(self.effects.values())

    @property
    def per_billion(self) -> float | None:
        """Points for a billion đồng; None when it costs nothing."""
        return self.points / self.measure.cost * BILLION if self.measure.cost else None


@dataclass(frozen=True, slots=True)
class Plan:
    """The best for a budget. `after`: the whole reckoned anew with every chosen measure done."""

    choice: Choice
    chosen: tuple[Weighed, ...]
    left: tuple[Weighed, ...]
    after: Score

    @property
    def cost(self) -> int:
        return sum(one.measure.cost for one in self.chosen)


def weigh(explained: Explained) -> list[Weighed]:
    """Every measure that is open for this place, the most points for a đồng first; free ones before all."""
    rows = Measure.objects.open_for(explained.catalogue.code, explained.assessment.place_id)
    found = [Weighed(one, _effects(explained, one)) for one in rows]
    return sorted(found, key=lambda one: (one.per_billion is not None, -(one.per_billion or 0), -one.points))


def plan(explained: Explained, weighed: Sequence[Weighed], budgets: Sequence[int]) -> list[Plan]:
    """The best set of measures for each budget (đồng). Raises NoAnswer."""
    places = {one.measure.pk: place for place, one in enumerate(weighed)}
    options = [
        Option(
            cost=one.measure.cost, effects=one.effects, either=one.measure.either,
            needs=places.get(one.measure.needs_id) if one.measure.needs_id else None,
        )
        for one in weighed
    ]  # fmt: skip
    now = explained.score
    rooms = {one.component.code: now.scaled(one.left) for one in now.components if one.component.is_scored}
    return [_plan(explained, weighed, choice) for choice in choose(options, rooms, budgets)]


def after(explained: Explained, measures: Iterable[Measure]) -> Score:
    """The index with these measures done."""
    figures = {one.code: explained.figures(one.code) for one in explained.catalogue.components}
    for measure in measures:
        for code, more in measure.effects.items():
            figures[code] = _added(figures.get(code, {}), more)
    return score(explained.catalogue, figures)


def _plan(explained: Explained, weighed: Sequence[Weighed], choice: Choice) -> Plan:
    chosen = tuple(weighed[place] for place in choice.chosen)
    left = tuple(one for place, one in enumerate(weighed) if place not in choice.chosen)
    return Plan(choice, chosen, left, after(explained, (one.measure for one in chosen)))


def _effects(explained: Explained, measure: Measure) -> dict[str, float]:
    """Points by component; one whose figures are not known now cannot be told to gain."""
    brought = {}
    for code, more in measure.effects.items():
        component, now = explained.catalogue.component(code), explained.score.component(code)
        if component is None or now is None or now.won is None:
            continue
        then = component.won(_added(explained.figures(code), more))
        if then.won is not None and (gain := then.won * now.most - now.won) > 0:
            brought[code] = explained.score.scaled(gain)
    return brought


def _added(figures: Figures, more: Mapping[str, float]) -> Figures:
    """The figures when the measure is done; no more reach something than there are."""
    new = {key: None if value is None else value + more.get(key, 0) for key, value in figures.items()}
    top, bottom = new.get("got"), new.get("all")
    if top is not None and bottom is not None and top > bottom:
        new["got"] = bottom
    if (yes := new.get("yes")) is not None:
        new["yes"] = min(1.0, yes)
    return new
