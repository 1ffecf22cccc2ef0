"""Totals, pillars, ranks, merged provinces. Points that rest on nothing known are told, never won."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from tinhso.operations.index.domain.catalogue import Catalogue, Component, Main
from tinhso.operations.index.domain.formulas import Figures, Outcome

SHARE = "share"
"""The key of a main index's figure when its whole value was imported (0–1)."""


@dataclass(frozen=True, slots=True)
class ComponentScore:
    """A component's points; `won` None where a figure is not known."""

    component: Component
    outcome: Outcome

    @property
    def most(self) -> float:
        return self.component.most or 0.0

    @property
    def won(self) -> float | None:
        return None if self.outcome.won is None else self.outcome.won * self.most

    @property
    def left(self) -> float:
        """What is still to gain; all of it where nothing is known."""
        return self.most - (self.won or 0.0)


@dataclass(frozen=True, slots=True)
class MainScore:
    """A main index's points. `imported`: the whole value was given, not added up from components."""

    main: Main
    components: tuple[ComponentScore, ...]
    won: float | None
    imported: bool

    @property
    def unknown(self) -> float:
        """Points that rest on nothing known."""
        if self.imported:
            return 0.0
        return self.main.most - sum(one.most for one in self.components if one.won is not None)

    @property
    def left(self) -> float:
        return self.main.most - (self.won or 0.0)

    @property
    def share(self) -> float | None:
        return None if self.won is None or not self.main.most else self.won / self.main.most


@dataclass(frozen=True, slots=True)
class Score:
    """An index for one place. `won` is None when nothing at all is known."""

    catalogue: Catalogue
    mains: tuple[MainScore, ...]

    @property
    def won(self) -> float | None:
        known = [main.won for main in self.mains if main.won is not None]
        return sum(known) if known else None

    @property
    def value(self) -> float | None:
        """0–1, as it is published: what was won of the maximum."""
        return None if self.won is None else self.won / self.catalogue.most

    @property
    def points(self) -> float | None:
        """On the scale of the index."""
        return None if self.value is None else self.value * self.catalogue.scale

    @property
    def unknown(self) -> float:
        """Points on the scale that rest on nothing known: the truth lies between `points` and `points + unknown`."""
        return self.scaled(sum(main.unknown for main in self.mains))

    def scaled(self, points: float) -> float:
        return points / self.catalogue.most * self.catalogue.scale

    def pillar(self, mains: Sequence[str]) -> float | None:
        """The value (0–1) of some main indices together; None while one of them is not known."""
        chosen = [one for one in self.mains if one.main.code in mains and one.main.most]
        won = [one.won for one in chosen if one.won is not None]
        most = sum(one.main.most for one in chosen)
        return sum(won) / most if len(won) == len(chosen) and most else None

    @property
    def components(self) -> Iterator[ComponentScore]:
        return chain.from_iterable(main.components for main in self.mains)

    def component(self, code: str) -> ComponentScore | None:
        return next((one for one in self.components if one.component.code == code), None)


def score(catalogue: Catalogue, figures: Mapping[str, Figures]) -> Score:
    """Reckon an index. `figures`: by component code; by main code `{"share": 0–1}` where its value was imported."""
    won = {one.code: one.won(figures.get(one.code, {})) for one in catalogue.components}
    imported = {main.code: figures.get(main.code, {}).get(SHARE) for main in catalogue.mains}
    return Score(catalogue, tuple(_main(main, won, imported[main.code]) for main in catalogue.mains))


def score_shares(catalogue: Catalogue, shares: Mapping[str, float | None]) -> Score:
    """The same where each component's won part (0–1) is given: what was verified, or what is tried out."""
    won = {one.code: Outcome(shares.get(one.code) if one.is_scored else None) for one in catalogue.components}
    return Score(catalogue, tuple(_main(main, won, None) for main in catalogue.mains))


def _main(main: Main, won: Mapping[str, Outcome], share: float | None) -> MainScore:
    scores = tuple(ComponentScore(one, won[one.code]) for one in main.components)
    if share is not None:
        return MainScore(main, scores, share * main.most, imported=True)
    known = [one.won for one in scores if one.won is not None]
    return MainScore(main, scores, sum(known) if known else None, imported=False)


def merged(shares: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The main indices of a province that was merged: the arithmetic mean of each, where all former ones have it."""
    common = set.intersection(*(set(one) for one in shares)) if shares else set()
    return {code: sum(one[code] for one in shares) / len(shares) for code in sorted(common)}


def ranks(values: Mapping[str, float]) -> dict[str, int]:
    """Places from 1; who has the same value shares the place, and the next one is as many further on."""
    return {name: rank_among(values.values(), value) for name, value in values.items()}


def rank_among(values: Iterable[float], value: float) -> int:
    """The place of a value among published ones, told to four decimals as they are."""
    return 1 + sum(round(other, 4) > round(value, 4) for other in values)
