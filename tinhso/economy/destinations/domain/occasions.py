"""On which days something is held, as a short rule: `week:7`, `zodiac:2,8`, `lunar:26-27/3`, `solar:2/9`, `last:6/5`.

week     days of the week, 1 Monday … 7 Sunday
zodiac   animals of the day, 0 Rat (Tý) … 11 Pig (Hợi): such markets come every six or twelve days
lunar    days and month of the Vietnamese lunar calendar; month `*` is every month; `last` the year's last day
solar    days and month of the common calendar
last     the last such weekday of a month
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from django.utils.translation import gettext as _

from tinhso.economy.destinations.domain.lunar import animal, lunar
from tinhso.economy.destinations.domain.words import ANIMALS, WEEKDAYS
from tinhso.kit.refusals import Refusal

HORIZON = 400
_RULE = re.compile(
    r"week:[1-7](,[1-7])*|zodiac:\d{1,2}(,\d{1,2})*|lunar:(last|[\d,-]+/(\d{1,2}|\*))|solar:[\d,-]+/\d{1,2}|last:[1-7]/\d{1,2}"
)
Held = Callable[[date], bool]


class UnknownRule(Refusal):
    """A rule that says no day."""

    sentence = "week:7 · zodiac:2,8 · lunar:26-27/3 · solar:2/9 · last:6/5"
    field = "held"


def is_held(rule: str, day: date) -> bool:
    """Whether it is held on a day. Raises UnknownRule."""
    return _held(rule)(day)


def days_of(rule: str, since: date, days: int = HORIZON) -> Iterator[date]:
    """The days on which it is held, from one on, in so many days."""
    held = _held(rule)
    return (day for day in (since + timedelta(number) for number in range(days)) if held(day))


def next_day(rule: str, since: date) -> date | None:
    """The next day on which it is held; None when no rule is known or it is not held within a year."""
    return next(days_of(rule, since), None) if rule else None


def said(rule: str) -> str:
    """The rule in words of the page's language; empty when none is known."""
    if not rule:
        return ""
    kind, _colon, rest = rule.partition(":")
    return _SAID[kind](rest)


@cache
def _held(rule: str) -> Held:
    if not _RULE.fullmatch(rule):
        raise UnknownRule
    kind, _colon, rest = rule.partition(":")
    return _HELD[kind](rest)


def _week(rest: str) -> Held:
    days = set(_numbers(rest))
    return lambda day: day.isoweekday() in days


def _zodiac(rest: str) -> Held:
    animals = set(_numbers(rest))
    if max(animals) > len(ANIMALS) - 1:
        raise UnknownRule
    return lambda day: animal(day) in animals


def _lunar(rest: str) -> Held:
    if rest == "last":
        return lambda day: lunar(day).last and lunar(day + timedelta(1)).month == 1 and lunar(day).month != 1
    days, month = _days_and_month(rest)
    return lambda day: lunar(day).day in days and month in (0, lunar(day).month) and not lunar(day).leap


def _solar(rest: str) -> Held:
    days, month = _days_and_month(rest)
    return lambda day: day.day in days and day.month == month


def _last(rest: str) -> Held:
    weekday, month = map(int, rest.split("/"))
    return lambda day: day.month == month and day.isoweekday() == weekday and (day + timedelta(7)).month != month


_HELD: Mapping[str, Callable[[str], Held]] = {
    "week": _week, "zodiac": _zodiac, "lunar": _lunar, "solar": _solar, "last": _last,
}  # fmt: skip


def _numbers(text: str) -> Iterable[int]:
    """`2,7-9` → 2, 7, 8, 9. Raises UnknownRule."""
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if not first.isdigit() or (dash and not last.isdigit()):
            raise UnknownRule
        yield from range(int(first), int(last or first) + 1)


def _days_and_month(rest: str) -> tuple[frozenset[int], int]:
    """Days and month; month 0 is every one. Raises UnknownRule."""
    days, _slash, month = rest.partition("/")
    number = 0 if month == "*" else int(month)
    numbers = frozenset(_numbers(days))
    if number > 12 or not numbers or not numbers <= frozenset(range(1, 32)):
        raise UnknownRule
    return numbers, number


def _say_week(rest: str) -> str:
    return _("every %(days)s") % {"days": ", ".join(str(WEEKDAYS[number - 1]) for number in _numbers(rest))}


def _say_zodiac(rest: str) -> str:
    names = ", ".join(str(ANIMALS[number]) for number in _numbers(rest))
    return _("on days of the %(animals)s") % {"animals": names}


def _say_lunar(rest: str) -> str:
    if rest == "last":
        return _("on the last day of the lunar year")
    days, _slash, month = rest.partition("/")
    told = {"days": days.replace(",", ", ").replace("-", "–"), "month": month}
    if month == "*":
        return _("on days %(days)s of each lunar month") % told
    return _("on %(days)s of lunar month %(month)s") % told


def _say_solar(rest: str) -> str:
    days, _slash, month = rest.partition("/")
    return _("on %(days)s of month %(month)s") % {"days": days.replace("-", "–"), "month": month}


def _say_last(rest: str) -> str:
    weekday, _slash, month = rest.partition("/")
    told = {"day": WEEKDAYS[int(weekday) - 1], "month": month}
    return _("on the last %(day)s of month %(month)s") % told


_SAID: Mapping[str, Callable[[str], str]] = {
    "week": _say_week, "zodiac": _say_zodiac, "lunar": _say_lunar, "solar": _say_solar, "last": _say_last,
}  # fmt: skip
