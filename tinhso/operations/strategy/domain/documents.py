"""A strategy as a document: what a paper says, as data."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tinhso.operations.strategy.domain.tables import methods, units
from tinhso.operations.strategy.domain.words import Direction

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Text = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Year = Annotated[int, Field(ge=1990, le=2100)]
Titles = Annotated[dict[str, Text], Field(min_length=1)]
Number = Annotated[Decimal, Field(max_digits=20, decimal_places=4)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TargetTold(_Strict):
    """What is to be reached. Without `value` it is only watched: the paper names no target, or none could be read."""

    code: Slug
    title: Titles
    unit: str
    direction: Direction = Direction.UP
    measure: Text = ""
    method: str = "published"
    indicators: list[Text] = []
    parts: dict[Slug, Titles] = {}
    owner: Text = ""
    owner_post: Text = ""
    baseline_year: Year | None = None
    baseline: Number | None = None
    year: Year | None = None
    value: Number | None = None
    reason: Text = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.unit not in units():
            raise ValueError("unit is not known")
        if self.method not in methods():
            raise ValueError("method is not known")
        if (self.year is None) != (self.value is None):
            raise ValueError("a target has a year and a value, or neither")
        if any("vi" not in one for one in (self.title, *self.parts.values())):
            raise ValueError("a title is told in Vietnamese at least")
        return self


class GoalTold(_Strict):
    code: Slug
    title: Titles
    targets: list[TargetTold]


class StrategyTold(_Strict):
    """A whole paper. `area`: what its figures are about, where that is not the place of today."""

    code: Slug
    number: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    title: Titles
    issuer: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
    area: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = ""
    signed: date | None = None
    begins: Year
    until: Year
    source: Text
    goals: list[GoalTold]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.until < self.begins:
            raise ValueError("it ends before it begins")
        codes = [one.code for one in self.goals]
        if len(set(codes)) < len(codes) or any(_twice(goal) for goal in self.goals):
            raise ValueError("a code stands twice")
        if any("vi" not in titles for titles in (self.title, *(goal.title for goal in self.goals))):
            raise ValueError("a title is told in Vietnamese at least")
        return self


def _twice(goal: GoalTold) -> bool:
    codes = [one.code for one in goal.targets]
    return len(set(codes)) < len(codes)
