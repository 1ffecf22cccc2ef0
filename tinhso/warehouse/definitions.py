"""Indicators: the numbers a system promises, declared in its `indicators.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number counted from the log by place and day.

    code       `system.indicator`, for ever
    counts     names of the events that are counted (numerator)
    where      fields of the event that must have these values
    adds       a whole number that the events carry: it is added up, instead of counting the events
    of         names of the events it is a share of; empty for a plain count
    unit       word for one of what is counted
    """

    code: str
    title: Text
    unit: Text
    counts: tuple[str, ...]
    where: Mapping[str, Any] = field(default_factory=dict)
    adds: str = ""
    of: tuple[str, ...] = ()


_known: dict[str, Counted] = {}


def indicator(counted: Counted) -> Counted:
    """Promise a number. Raises ValueError when another system already promised that code."""
    if _known.setdefault(counted.code, counted) != counted:
        raise ValueError(f"Two indicators are called {counted.code}.")
    return counted


def known() -> dict[str, Counted]:
    """Every promised number, by code."""
    return dict(_known)
