"""What guards and terms are told about a case: the data of their conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from tinhso.core.cases.domain.conditions import names_in
from tinhso.core.cases.domain.definition import Blueprint, Span
from tinhso.core.cases.domain.logic import holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`case.…` in a condition: the state, whether it is late, supplements asked, extensions, answers still out."""

    state: str
    late: bool = False
    supplements: int = 0
    extensions: int = 0
    waits_for: int = 0


def facts(values: Mapping[str, Any], form: Mapping[str, Any], told: Told, today: date) -> dict[str, Any]:
    """The data of a condition: `values`, `form`, `case` and `today` (a day as `2026-11-22`)."""
    case = {
        "state": told.state,
        "late": told.late,
        "supplements": told.supplements,
        "extensions": told.extensions,
        "waits_for": told.waits_for,
    }
    return {"values": values, "form": form, "case": case, "today": today.isoformat()}


def term_of(blueprint: Blueprint, data: Mapping[str, Any]) -> Span:
    """The term the law gives for these facts: the first special case that holds, else the common one."""
    return next((case.span for case in blueprint.term.cases if holds(case.when, data)), blueprint.term.span)


def plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as JSON keeps them: days and ids as text, decimals as numbers."""
    return {key: _plain(value) for key, value in answers.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def asks_the_form(condition: object) -> bool:
    """Whether a condition looks at what will only be typed: it cannot be answered before."""
    return any(name == "form" or name.startswith("form.") for name in names_in(condition))
