"""An assessment explained: every point, on what it rests, and what was verified of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tinhso.operations.index.domain.catalogue import Catalogue, Component
from tinhso.operations.index.domain.formulas import Figures
from tinhso.operations.index.domain.scoring import Score, score, score_shares
from tinhso.operations.index.models.counting import counted_in
from tinhso.operations.index.models.rounds import Assessment, Claim, Round


class From(StrEnum):
    """Where a component's figures come from."""

    COUNTED = "counted"
    DECLARED = "declared"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Explained:
    """One place in a round with what it declared and what we counted for it."""

    assessment: Assessment
    counted: Mapping[str, Figures]
    claims: Mapping[str, Claim]

    @property
    def catalogue(self) -> Catalogue:
        return self.assessment.round.catalogue.index

    def figures(self, code: str) -> Figures:
        """What is known of a component: counted by us, and declared where we do not count."""
        claim = self.claims.get(code)
        return {**self.counted.get(code, {}), **(claim.figures if claim else {})}

    def origin(self, component: Component) -> From:
        if component.is_counted and any(value is not None for value in self.figures(component.code).values()):
            return From.COUNTED
        return From.DECLARED if component.code in self.claims else From.NOWHERE

    @cached_property
    def score(self) -> Score:
        """What the place says of itself, and what we count."""
        return score(self.catalogue, {one.code: self.figures(one.code) for one in self.catalogue.components})

    @cached_property
    def verified(self) -> Score:
        """What another person agreed to. What we count ourselves needs no one's word once it is handed in."""
        return score_shares(self.catalogue, {one.code: self.verified_share(one) for one in self.catalogue.components})

    def verified_share(self, component: Component) -> float | None:
        claim = self.claims.get(component.code)
        if claim is not None:
            return claim.verified
        found = self.score.component(component.code)
        is_fixed = self.assessment.state != Assessment.State.OPEN
        return found.outcome.won if is_fixed and component.is_counted and found else None

    @property
    def bare(self) -> list[str]:
        """Components that are declared and shown by nothing."""
        return [code for code, claim in self.claims.items() if claim.figures and not claim.evidence.all()]

    @property
    def open(self) -> list[Component]:
        """Components that somebody has still to declare."""
        return [
            one for one in self.catalogue.components
            if one.is_scored and not one.is_counted and one.code not in self.claims
        ]  # fmt: skip

    @property
    def to_verify(self) -> list[Claim]:
        return [one for one in self.claims.values() if one.verified is None]


def explain(assessment: Assessment) -> Explained:
    """One assessment; counted now while it is open, as it stood when it was handed in afterwards."""
    return explain_all(assessment.round, [assessment])[0]


def explain_all(opened: Round, assessments: Sequence[Assessment]) -> list[Explained]:
    """Many of one round: one question an indicator, one for what was declared, one for what shows it."""
    now = [one.place for one in assessments if one.state == Assessment.State.OPEN]
    live = counted_in(opened.catalogue.index, now, first=opened.first, last=opened.last) if now else {}
    claims: dict[int, dict[str, Claim]] = {one.pk: {} for one in assessments}
    for claim in Claim.objects.filter(assessment__in=claims).prefetch_related("evidence").order_by("pk"):
        claims[claim.assessment_id][claim.component] = claim
    return [Explained(one, live.get(one.place_id, one.figures), claims[one.pk]) for one in assessments]
