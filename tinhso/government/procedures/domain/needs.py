"""Which papers one need bring, and which are still missing: what a register or the citizen's own store knows is not
asked for (Decree 118/2025/NĐ-CP: an office looks up what it can look up).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tinhso.government.procedures.domain.catalogue import Facts, Paper
from tinhso.government.procedures.domain.steps import Brought, Door

OTHER = "other"
"""The line for a paper that stands on no list but was asked for in a supplement."""
NEVER_ASKED = frozenset({"form"})
"""The form is filled here; its paper is drawn from the answers."""
SHOWN_ONLY = frozenset({"present", "look_up"})
"""Looked at or looked up by the office: nobody hands it in."""
DIGITAL = frozenset({Brought.SCAN, Brought.REUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One line of the list for one dossier. `must` is false for papers that only some people need."""

    paper: Paper
    must: bool


def needs(facts: Facts, door: Door) -> list[Need]:
    """What is asked for at a door, in the order of the list."""
    asked = [paper for paper in facts.papers if paper.kind not in NEVER_ASKED]
    if door in (Door.OWN, Door.HELPER):
        asked = [paper for paper in asked if paper.kind not in SHOWN_ONLY]
    return [Need(paper=paper, must=_must(paper)) for paper in asked]


def _must(paper: Paper) -> bool:
    return paper.condition is None and paper.kind not in SHOWN_ONLY and not paper.looked_up


def missing(facts: Facts, door: Door, brought: Collection[str]) -> list[Paper]:
    """The papers that must come and did not; `brought` are keys of the list."""
    return [need.paper for need in needs(facts, door) if need.must and need.paper.key not in brought]


def unknown(facts: Facts, brought: Iterable[str]) -> list[str]:
    """Keys that stand on no list of this procedure."""
    known = {paper.key for paper in facts.papers}
    return [key for key in brought if key not in known]


def same_papers(paper: Paper) -> list[str]:
    """The sorts of a citizen's store that can stand for this paper: itself, what the catalogue names instead, and the
    results that are this very paper."""
    return [paper.key, *paper.instead, *map(result_sort, paper.given_by)]


def result_sort(code: str) -> str:
    """What a store calls the result of a procedure that has no sort of its own."""
    return f"result_{code}"
