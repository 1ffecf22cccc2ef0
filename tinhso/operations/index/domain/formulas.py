"""How a component's figures become points. What is not known stays None, with the reason; never a silent 0.

Archetypes as in the annexes of the national index (Decision 922/QĐ-BTTTT): ratio, ratio against a threshold, steps,
yes or no, capped count, sub-items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tinhso.operations.index.domain.document import Key, Part, Said

Figures = Mapping[str, float | None]
"""The figures of one component by their keys; None: not known."""


class Why(StrEnum):
    """Why a component has no points, or what is wrong with its figures."""

    MISSING = "missing"
    NOTHING_TO_COUNT = "nothing_to_count"
    OVER_FULL = "over_full"
    NEGATIVE = "negative"
    NOT_READ = "not_read"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How much of its maximum a component won (0–1), or None and why."""

    won: float | None
    why: Why | None = None


class Ratio(Part):
    """`top` of `bottom`. Without `bottom`, `top` is a share (0–1) itself."""

    kind: Literal["ratio"]
    top: Key
    bottom: Key | None = None

    def asks(self) -> Iterator[str]:
        yield from filter(None, (self.top, self.bottom))

    def won(self, figures: Figures) -> Outcome:
        share = _share(figures, self.top, self.bottom)
        if share.won is not None and share.won > 1:
            return Outcome(None, Why.OVER_FULL)
        return share


class Threshold(Part):
    """Full points from `full_at` on, below it in proportion: `top` of `bottom`, or `top` as it is."""

    kind: Literal["threshold"]
    top: Key
    bottom: Key | None = None
    full_at: Annotated[float, Field(gt=0)]

    def asks(self) -> Iterator[str]:
        yield from filter(None, (self.top, self.bottom))

    def won(self, figures: Figures) -> Outcome:
        share = _share(figures, self.top, self.bottom)
        return share if share.won is None else Outcome(min(1.0, share.won / self.full_at))


class Step(Part):
    """From this value on, so much of the maximum (0–1)."""

    at_least: float
    wins: Annotated[float, Field(ge=0, le=1)]


class Steps(Part):
    """The highest step that was reached; below the lowest, nothing."""

    kind: Literal["steps"]
    value: Key
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    def asks(self) -> Iterator[str]:
        yield self.value

    def won(self, figures: Figures) -> Outcome:
        value = figures.get(self.value)
        if value is None:
            return Outcome(None, Why.MISSING)
        return Outcome(max((step.wins for step in self.steps if value >= step.at_least), default=0.0))

    @model_validator(mode="after")
    def _rises(self) -> Steps:
        ordered = sorted(self.steps, key=lambda step: step.at_least)
        if [step.wins for step in ordered] != sorted(step.wins for step in self.steps):
            raise ValueError("a higher step wins less than a lower one")
        return self


class YesNo(Part):
    """All or nothing: the figure is 1 or 0."""

    kind: Literal["yes_no"]
    value: Key

    def asks(self) -> Iterator[str]:
        yield self.value

    def won(self, figures: Figures) -> Outcome:
        value = figures.get(self.value)
        if value is None:
            return Outcome(None, Why.MISSING)
        return Outcome(float(value)) if value in (0, 1) else Outcome(None, Why.OVER_FULL)


class Count(Part):
    """So many are enough; each of them wins the same."""

    kind: Literal["count"]
    value: Key
    enough: Annotated[float, Field(gt=0)]

    def asks(self) -> Iterator[str]:
        yield self.value

    def won(self, figures: Figures) -> Outcome:
        value = figures.get(self.value)
        if value is None:
            return Outcome(None, Why.MISSING)
        return Outcome(None, Why.NEGATIVE) if value < 0 else Outcome(min(1.0, value / self.enough))


class Item(Part):
    """One sub-item: which part of the maximum it is worth (0–1), and how it is won."""

    title: Said
    worth: Annotated[float, Field(gt=0, le=1)]
    formula: Simple


class Items(Part):
    """The sum of sub-items. One that is not known makes the whole not known."""

    kind: Literal["items"]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    def asks(self) -> Iterator[str]:
        for item in self.items:
            yield from item.formula.asks()

    def won(self, figures: Figures) -> Outcome:
        outcomes = [item.formula.won(figures) for item in self.items]
        total = 0.0
        for item, outcome in zip(self.items, outcomes, strict=True):
            if outcome.won is None:
                return outcome
            total += item.worth * outcome.won
        return Outcome(total)

    @model_validator(mode="after")
    def _whole(self) -> Items:
        if abs(sum(item.worth for item in self.items) - 1) > 1e-9:
            raise ValueError("the sub-items are not worth the whole together")
        return self


Simple = Annotated[Ratio | Threshold | Steps | YesNo | Count, Field(discriminator="kind")]
Formula = Annotated[Ratio | Threshold | Steps | YesNo | Count | Items, Field(discriminator="kind")]
Item.model_rebuild()
Items.model_rebuild()


def share_of(formula: Formula | None, figures: Figures) -> float | None:
    """The share behind the points, where there is one and its figures are known."""
    if not isinstance(formula, Ratio | Threshold):
        return None
    return _share(figures, formula.top, formula.bottom).won


def _share(figures: Figures, top: str, bottom: str | None) -> Outcome:
    """`top` by `bottom`, not yet judged against anything."""
    over, under = figures.get(top), 1.0 if bottom is None else figures.get(bottom)
    if over is None or under is None:
        return Outcome(None, Why.MISSING)
    if over < 0 or under < 0:
        return Outcome(None, Why.NEGATIVE)
    return Outcome(over / under) if under else Outcome(None, Why.NOTHING_TO_COUNT)
