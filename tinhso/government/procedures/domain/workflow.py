"""The way every procedure of the one-stop service goes (Decree 118/2025/NĐ-CP), as a definition for the case engine.

The common way is data: `tables/one_stop.json`, with the nation's number of each state as `portal`. What differs from
one procedure to the next is its name and its term; who wants other steps writes a definition of their own from this.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from tinhso.government.procedures.domain.catalogue import Facts, Said, Span

COMMON = Path(__file__).parent.parent / "tables" / "one_stop.json"


def code_of(procedure: str) -> str:
    """The code of a procedure's definition, by its national code."""
    return f"procedures.{procedure.lower()}"


def workflow(facts: Facts) -> dict[str, Any]:
    """The definition of a procedure."""
    cases = [_span(case) | {"when": case.when, "why": _words(case.why)} for case in facts.term.cases]
    own = {"code": code_of(facts.code), "title": _words(facts.title), "term": _span(facts.term) | {"cases": cases}}
    return own | _common()


def _span(span: Span) -> dict[str, Any]:
    return {"unit": span.unit} if span.unit == "same_day" else {"unit": span.unit, "value": span.value}


def _words(said: Said) -> dict[str, str]:
    return {language: text[:1000] for language, text in said.model_dump().items() if text}


@cache
def _common() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(COMMON.read_text(encoding="utf-8"))
    return document
