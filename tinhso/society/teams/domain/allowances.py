"""What members are paid: rules as data, a month's dues, and what an earlier month still needs.

Money in whole đồng. What a rule says holds from its first day until another of the same code begins.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tinhso.society.teams.domain.words import ActivityKind, Position


class Per(StrEnum):
    """What is paid for: being something for a month, or each activity in which one took part."""

    MONTH = "month"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who is paid what. `most`: times a month that are paid, 0 without end; `until`: the first day without it."""

    code: str
    per: Per
    amount: int
    begins: date
    until: date | None = None
    position: Position | None = None
    activity: ActivityKind | None = None
    most: int = 0

    def holds(self, day: date) -> bool:
        return self.begins <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A member in a month: position on its first day of membership there, and the days of what they took part in."""

    member: int
    position: Position
    done: Sequence[tuple[ActivityKind, date]] = ()


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """So much for a member by one rule for one month (its first day). `amount` may be less than nothing."""

    member: int
    month: date
    rule: str
    times: int
    amount: int


def dues(rules: Iterable[Rule], worked: Iterable[Worked], month: date) -> list[Due]:
    """What each member is due for a month; the same facts always give the same dues."""
    known = list(rules)
    found = [due for one in worked for rule in known if (due := _due(rule, one, month))]
    return sorted(_together(found))


def still_due(due: Iterable[Due], paid: Iterable[Due]) -> list[Due]:
    """What an earlier month needs beside what was paid for it: too little is paid later, too much taken back."""
    times, amounts = Counter[tuple[int, date, str]](), Counter[tuple[int, date, str]]()
    for sign, lines in ((1, due), (-1, paid)):
        for line in lines:
            key = (line.member, line.month, line.rule)
            times[key] += sign * line.times
            amounts[key] += sign * line.amount
    return sorted(Due(*key, times[key], amount) for key, amount in amounts.items() if amount)


def _due(rule: Rule, one: Worked, month: date) -> Due | None:
    if rule.per is Per.MONTH:
        entitled = rule.holds(month) and rule.position in (None, one.position)
        return Due(one.member, month, rule.code, 1, rule.amount) if entitled else None
    times = sum(kind is rule.activity and rule.holds(day) for kind, day in one.done)
    paid = min(times, rule.most) if rule.most else times
    return Due(one.member, month, rule.code, paid, paid * rule.amount) if paid else None


def _together(found: Iterable[Due]) -> Iterable[Due]:
    """Two lives of one rule in a month (its amount changed within) are one line."""
    sums: dict[tuple[int, date, str], tuple[int, int]] = {}
    for due in found:
        key = (due.member, due.month, due.rule)
        times, amount = sums.get(key, (0, 0))
        sums[key] = (times + due.times, amount + due.amount)
    return (Due(*key, *said) for key, said in sums.items())


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_before(month: date, back: int = 1) -> date:
    """The first day of the month so many before."""
    count = month.year * 12 + month.month - 1 - back
    return date(count // 12, count % 12 + 1, 1)


def names(titles: Mapping[str, str], code: str, language: str) -> str:
    """The title of a rule in a language, Vietnamese where that is missing."""
    return titles.get(language) or titles.get("vi") or code
