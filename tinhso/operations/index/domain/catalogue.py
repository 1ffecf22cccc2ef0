"""A catalogue of an index as one document: main indices, components, maxima, formulas, whence each figure comes.

A document comes from the shipped ones, from an upload, or back from the database; it is checked the same way each time.
What could not be read from a source says so in its `mark`: `source: …`, `derived: …`, `assumed: …`, `memory`, nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from tinhso.operations.index.domain.document import Key, Line, Number, Part, Said
from tinhso.operations.index.domain.formulas import Figures, Formula, Outcome, Why

Points = Annotated[float, Field(ge=0, le=10_000)]
SLACK = 1e-6


class BadCatalogue(ValueError):
    """A document is not a catalogue. `problems` say where and why, at most twenty."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems[:20]
        super().__init__("; ".join(self.problems))


class Mark(StrEnum):
    """How well something is founded."""

    SOURCE = "source"
    DERIVED = "derived"
    ASSUMED = "assumed"
    MEMORY = "memory"
    NONE = "none"


class Marked(Part):
    """Something that says where it was read."""

    mark: Line = ""

    @property
    def founded(self) -> Mark:
        kind = self.mark.partition(":")[0].strip()
        return Mark(kind) if kind in set(Mark) else Mark.NONE

    @property
    def where(self) -> str:
        """The source in words, without its kind."""
        return _words_of(self.mark)


def _words_of(mark: str) -> str:
    return mark.partition(":")[2].strip()


class Level(StrEnum):
    PROVINCE = "province"
    COMMUNE = "commune"


class Term(Part):
    """One of our indicators in a sum: its numerator or its denominator, added or taken away."""

    indicator: Annotated[str, Field(max_length=100)]
    take: Literal["numerator", "denominator"] = "numerator"
    minus: bool = False


class Figure(Part):
    """One number that a formula asks for.

    terms   counted by us: the sum of indicators. The first must be known; of what is part of it, none counted is none.
    unit    "%" keeps it within 0–100
    Without terms it is declared by a person, or imported.
    """

    key: Key
    title: Said | None = None
    unit: Annotated[str, Field(max_length=20)] = ""
    terms: tuple[Term, ...] = ()


class Component(Marked):
    """One criterion.

    most       its maximum; None: not read in any source, so it wins nothing and its main index says so
    formula    None: not read in any source
    way        where the formula was read, as `mark`
    less       True when a lower share is the better one
    evidence   what must be shown; verifier: who looks at it
    """

    code: Number
    title: Said
    most: Points | None = None
    formula: Formula | None = None
    way: Line = ""
    figures: tuple[Figure, ...] = ()
    less: bool = False
    evidence: Said | None = None
    verifier: Said | None = None

    @property
    def formula_from(self) -> str:
        """Where the formula was read, in words without its kind."""
        return _words_of(self.way)

    @property
    def is_scored(self) -> bool:
        return self.most is not None and self.most > 0 and self.formula is not None

    @property
    def is_counted(self) -> bool:
        """Whether every figure is counted by us."""
        return bool(self.figures) and all(figure.terms for figure in self.figures)

    def won(self, figures: Figures) -> Outcome:
        """Which part of the maximum these figures win."""
        if self.formula is None or self.most is None:
            return Outcome(None, Why.NOT_READ)
        outcome = self.formula.won(figures)
        return Outcome(1 - outcome.won) if self.less and outcome.won is not None else outcome

    @model_validator(mode="after")
    def _sound(self) -> Component:
        known, asked = [one.key for one in self.figures], set(self.formula.asks() if self.formula else ())
        if unknown := sorted(asked - set(known)):
            raise ValueError(f"its formula asks for {', '.join(unknown)}, which is none of its figures")
        if len(set(known)) < len(known):
            raise ValueError("two of its figures have one key")
        if self.formula is not None and (idle := sorted(set(known) - asked)):
            raise ValueError(f"its formula never asks for {', '.join(idle)}")
        return self


class Main(Marked):
    """A main index and its maximum; 0: it is not scored. `number` as the decision numbers it."""

    code: Key
    number: Annotated[int, Field(ge=1, le=99)]
    title: Said
    most: Points
    components: tuple[Component, ...] = ()

    @property
    def scored(self) -> tuple[Component, ...]:
        return tuple(one for one in self.components if one.is_scored)

    @property
    def unread(self) -> float:
        """The points of which no component is known."""
        return max(0.0, self.most - sum(one.most or 0 for one in self.scored))

    @model_validator(mode="after")
    def _sound(self) -> Main:
        if sum(one.most or 0 for one in self.components) > self.most + SLACK:
            raise ValueError("its components are worth more than its maximum")
        return self


class Pillar(Part):
    """A sum over some of the main indices."""

    code: Key
    title: Said
    mains: tuple[Key, ...]


class Catalogue(Marked):
    """One version of an index. `scale`: what the whole is told in (1000 points, 100 points)."""

    code: Key
    version: Number
    level: Level
    title: Said
    law: Line
    note: Said | None = None
    first_year: Annotated[int, Field(ge=2000, le=2100)]
    last_year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    scale: Annotated[int, Field(gt=0, le=10_000)] = 1000
    mains: Annotated[tuple[Main, ...], Field(min_length=1)]
    pillars: tuple[Pillar, ...] = ()

    @property
    def most(self) -> float:
        return sum(main.most for main in self.mains)

    @property
    def components(self) -> Iterator[Component]:
        return chain.from_iterable(main.components for main in self.mains)

    @property
    def indicators(self) -> frozenset[str]:
        """The codes of ours that it counts with."""
        figures = chain.from_iterable(one.figures for one in self.components)
        return frozenset(term.indicator for figure in figures for term in figure.terms)

    def main(self, code: str) -> Main | None:
        return next((main for main in self.mains if main.code == code), None)

    def component(self, code: str) -> Component | None:
        return next((one for one in self.components if one.code == code), None)

    @model_validator(mode="after")
    def _sound(self) -> Catalogue:
        codes = [main.code for main in self.mains] + [one.code for one in self.components]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"stands twice: {', '.join(twice)}")
        if not self.most:
            raise ValueError("nothing in it is worth a point")
        mains = {main.code for main in self.mains}
        if strange := sorted(code for pillar in self.pillars for code in pillar.mains if code not in mains):
            raise ValueError(f"a pillar names {', '.join(strange)}, which is no main index")
        if self.last_year is not None and self.last_year < self.first_year:
            raise ValueError("it ends before it begins")
        return self


def read(document: Mapping[str, Any]) -> Catalogue:
    """A document, checked. Raises BadCatalogue."""
    try:
        return Catalogue.model_validate(document)
    except ValidationError as wrong:
        raise BadCatalogue([_problem(error) for error in wrong.errors()]) from wrong


def digest_of(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(_written(document).encode()).hexdigest()


def read_kept(document: Mapping[str, Any]) -> Catalogue:
    """The same for a document that was checked when it was entered; read once in a process."""
    return _read_text(_written(document))


def schema() -> dict[str, Any]:
    """The published JSON Schema (2020-12) of a document."""
    return Catalogue.model_json_schema()


@lru_cache(maxsize=32)
def _read_text(text: str) -> Catalogue:
    return read(json.loads(text))


def _written(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _problem(error: Any) -> str:
    return f"{'.'.join(str(part) for part in error['loc']) or '-'}: {error['msg']}"
