"""Indicators: the numbers a system promises, declared in its `indicators.py`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal


class UnknownIndicator(Refusal):
    """Nobody promises a number of that name."""

    sentence = _("Nobody promises a number of that name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What every promised number has.

    code    `system.indicator`, for ever
    unit    word for one of what is counted
    of      not empty: the number is a share
    public  False: it never leaves as open data
    listed  URL name of the page with the cases behind the number, given `?place=ID&days=N`; empty: there is none
    """

    code: str
    title: Text
    unit: Text
    of: tuple[str, ...] = ()
    public: bool = True
    listed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Indicator):
    """A number counted from the log by place and day.

    counts     names of the events that are counted (numerator)
    where      fields of the event that must have these values
    adds       a whole number that the events carry: it is added up, instead of counting the events
    of         names of the events it is a share of; empty for a plain count
    of_where   fields that the events it is a share of must have
    """

    counts: tuple[str, ...]
    where: Mapping[str, Any] = field(default_factory=dict)
    adds: str = ""
    of_where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Indicator):
    """A distribution of a whole number, 0 and above, that events carry: median, ninth decile, mean, each by place.

    value   the field with the number, in `unit`; an event without it is not part of the distribution
    """

    counts: tuple[str, ...]
    value: str
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One answer of a daily question: how much stands at a place, or at one desk of it.

    desk   id of the office; None: the whole place, in which its desks are contained
    ages   for open work: how many days each has been open; `number` is then their count
    """

    place: int
    number: int
    of: int | None = None
    desk: int | None = None
    ages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock(Indicator):
    """What stands at the end of a day, asked of the system itself. It is asked once and never again for the past."""

    asks: Callable[[datetime], Iterable[Standing]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared(Indicator):
    """A number that nobody can count from the log: someone declares it with evidence, or it is imported."""


Promised = TypeVar("Promised", bound=Indicator)
_known: dict[str, Indicator] = {}


def indicator(promised: Promised) -> Promised:
    """Promise a number. Raises ValueError when another system already promised that code."""
    if _known.setdefault(promised.code, promised) != promised:
        raise ValueError(f"Two indicators are called {promised.code}.")
    return promised


def known() -> dict[str, Indicator]:
    """Every promised number, by code."""
    return dict(_known)


def promised(code: str) -> Indicator:
    """The number of that code. Raises UnknownIndicator."""
    try:
        return _known[code]
    except KeyError:
        raise UnknownIndicator from None
