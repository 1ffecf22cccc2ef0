"""Our rules and time-lines in the words of Prometheus: one of our days is one of its minutes.

`for` is `hold_hours`, `keep_firing_for` is `keep_hours`; an own clearing value, and that unknown ends nothing, are told
by the rule's own series `ALERTS`. What is not known is `stale`, so that no older sample stands in for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from tinhso.operations.alerts.domain.readings import Days, Measure
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.domain.words import Kind, Side

FIRST = date(2026, 1, 1)
SIGNS = {Side.ABOVE: ">", Side.BELOW: "<"}
SPAN = 30
"""Half a sample: a range that ends with the minute and goes back so many samples, whichever end is counted in."""


def rule_file(name: str, rule: RuleTold, measure: Measure, *, lasting: bool) -> dict[str, object]:
    """A group of one alerting rule."""
    said = {
        "alert": name, "expr": expression(name, rule, measure, lasting=lasting), "for": f"{rule.hold_hours // 24}m",
        "keep_firing_for": f"{rule.keep_hours // 24}m",
    }  # fmt: skip
    return {"name": name, "interval": "1m", "rules": [said]}


def expression(name: str, rule: RuleTold, measure: Measure, *, lasting: bool) -> str:
    """When the alert is bad, or still burns."""
    if rule.kind is Kind.ABSENCE:
        return f"{name}_place unless on(place) count_over_time({name}_top{_range(rule.window)})"
    value, sign = read(name, rule, measure, lasting=lasting), SIGNS[rule.side]
    clear = rule.value if rule.clear is None else rule.clear
    burning = f'(max by (place) (ALERTS{{alertname="{name}",alertstate="firing"}}))'
    return (
        f"({value} {sign} {rule.value!r}) or on(place) (({value} {sign} {clear!r}) and on(place) {burning})"
        f" or on(place) ({burning} unless on(place) ({value}))"
    )


def read(name: str, rule: RuleTold, measure: Measure, *, lasting: bool) -> str:
    """The number that is judged."""
    if rule.kind is Kind.CHANGE:
        now = _level(name, rule.window, measure, lasting=lasting)
        before = _level(name, rule.window, measure, lasting=lasting, offset=f" offset {rule.back}m")
        return f"({now} - {before})" if measure is Measure.SHARE else f"(({now} / ({before} != 0) - 1) * 100)"
    if rule.kind is Kind.FORECAST:
        level = _level(name, 1, measure, lasting=lasting)
        line = f"predict_linear(({level}){_steps(rule.window)}, {rule.back * 60})"
        return f"clamp({line}, 0, 100)" if measure is Measure.SHARE else f"clamp_min({line}, 0)"
    return _level(name, rule.window, measure, lasting=lasting)


def _level(name: str, window: int, measure: Measure, *, lasting: bool, offset: str = "") -> str:
    over = "last_over_time" if lasting else "sum_over_time"
    top, bottom = (f"max by (place) ({over}({name}_{part}{_range(window)}{offset}))" for part in ("top", "of"))
    if measure is Measure.NUMBER:
        return f"({top})"
    if measure is Measure.MEAN:
        return f"({top} / ({bottom} > 0))"
    return f"((({top} <= {bottom}) / ({bottom} > 0)) * 100)"


def _range(window: int) -> str:
    return f"[{window * 60 - SPAN}s]"


def _steps(window: int) -> str:
    return f"[{window * 60 - SPAN}s:1m]"


def series(name: str, places: Mapping[str, Days], length: int) -> list[dict[str, str]]:
    """What is known, as samples: a day a minute."""
    days = [FIRST + timedelta(days=gone) for gone in range(length)]
    told = [{"series": f'{name}_place{{place="{place}"}}', "values": f"1+0x{length}"} for place in places]
    for place, known in places.items():
        told += [
            {"series": f'{name}_{part}{{place="{place}"}}', "values": _samples(known, days, index)}
            for index, part in enumerate(("top", "of"))
        ]
    return told


def _samples(known: Days, days: Iterable[date], index: int) -> str:
    return " ".join(
        "stale" if day not in known or known[day][index] is None else f"{known[day][index]}" for day in days
    )


def expected(name: str, states: Sequence[Mapping[str, str]]) -> list[dict[str, object]]:
    """For each minute, which places are pending and which fire."""
    return [
        {
            "expr": f'ALERTS{{alertname="{name}"}}', "eval_time": f"{minute}m",
            "exp_samples": [
                {"labels": f'ALERTS{{alertname="{name}",alertstate="{state}",place="{place}"}}', "value": 1}
                for place, state in sorted(now.items())
            ],
        }
        for minute, now in enumerate(states)
    ]  # fmt: skip
