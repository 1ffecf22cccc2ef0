"""Conditions as data: a subset of JsonLogic, answered alike here and in the browser (`static/cases/logic.js`).

    {"and": [{"==": [{"var": "form.kind"}, "birth"]},
             {">=": [{"years_between": [{"var": "values.born"}, {"var": "today"}]}, 14]}]}

An expression is a plain value (it stands for itself), a list (each part is worked out), or an object with one key: the
operation, and what it works on (one thing, or a list of them). Nothing is ever raised: what makes no sense is null.

    var                      "a.b.0", or ["a.b", otherwise]. Names in objects, positions in lists, nothing else (texts
                             have no parts). What is not there, or null, is `otherwise` or null. "" is all of it.
    missing                  of the names, those whose value is null, "" or []
    == !=                    the same kind and the same content. 1 is 1.0, but neither "1" nor true. Lists and objects
                             are compared part by part
    < <= > >=                two numbers, or two texts by code point (so days `2026-11-22` compare rightly); all
                             else is false. Three things: the middle one lies between
    ! !!                     false or true by weight. Light are null, false, 0, "" and []; all else is heavy, also
                             "0", " " and {}
    and or                   the first light or heavy part, else the last; of nothing null
    if                       condition, then, condition, then, …, else
    in                       a part of a list (by ==), or a text in a text
    + - * /                  numbers only; with anything else, and by zero, null. `-` of one thing turns the sign.
                             + and * take any count
    some all none            of a list; inside, `var` looks into the part ("" is the part). all of nothing is false
    days_between             from one day to another: whole days, negative backwards; null when one is no day
    years_between            full years from a day to another (an age); born on 29/2, one has one's birthday on 1/3 in
                             most years

**Numbers** are decimals with ten places, exact and of any size; more places are rounded, halves away from zero. So
0.1 + 0.2 is 0.3 here and there, and đồng are never off by one. A number in an answer is the nearest that JSON programs
can hold.
Only the first 50 levels of an expression or of data count; deeper, the answer is null and things are not the same.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise
from typing import Any, Final

DEEPEST: Final = 50
PLACES: Final = 10
_SCALE: Final = 10**PLACES
_EXACT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_POSITION: Final = re.compile(r"0|[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Exact:
    """A number on its way through an expression: `units` are ten-billionths."""

    units: int


def holds(expression: object, data: object) -> bool:
    """Whether a condition holds. No condition (None) always does."""
    return expression is None or _is_heavy(_work(expression, data, 0))


def work_out(expression: object, data: object) -> Any:
    """The answer of an expression, as JSON. Never raises."""
    return _plain(_work(expression, data, 0), 0)


def _work(expression: object, data: object, depth: int) -> Any:
    if depth > DEEPEST:
        return None
    if isinstance(expression, list | tuple):
        return [_work(part, data, depth + 1) for part in expression]
    if not isinstance(expression, Mapping):
        return _taken(expression)
    if len(expression) != 1:
        return None
    ((name, said),) = expression.items()
    parts = list(said) if isinstance(said, list | tuple) else [said]
    if name in _LAZY:
        return _LAZY[name](parts, data, depth + 1)
    if name not in OPERATIONS:
        return None
    worked = [_work(part, data, depth + 1) for part in parts]
    return _LOOKING[name](worked, data) if name in _LOOKING else _PLAIN[name](worked)


def _taken(value: object) -> Any:
    """A value from data or an expression, ready to work with."""
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return _exact(value)
    return value


def _exact(number: float | Decimal) -> Exact | None:
    """What JSON programs read the number as: the nearest double, in its shortest digits."""
    try:
        shortest = Decimal(repr(float(number)))
    except (OverflowError, ValueError):
        return None
    if not shortest.is_finite():
        return None
    return Exact(int(shortest.scaleb(PLACES, _EXACT).to_integral_value(ROUND_HALF_UP, _EXACT)))


def _plain(value: Any, depth: int) -> Any:
    if isinstance(value, Exact):
        return _nearest(value)
    if depth > DEEPEST:
        return None
    if isinstance(value, list | tuple):
        return [_plain(_taken(part), depth + 1) for part in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(_taken(part), depth + 1) for name, part in value.items()}
    return value if isinstance(value, bool | str) else None


def _nearest(number: Exact) -> int | float | None:
    whole, rest = divmod(number.units, _SCALE)
    if not rest and abs(whole) <= 2**53:
        return whole
    try:
        return number.units / _SCALE
    except OverflowError:
        return None


def _is_heavy(value: Any) -> bool:
    if isinstance(value, Exact):
        return value.units != 0
    if isinstance(value, Mapping):
        return True
    return value is not None and value is not False and value != "" and value not in ([], ())


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple) and not value)


def _same(one: Any, other: Any, depth: int = 0) -> bool:
    one, other = _taken(one), _taken(other)
    if depth > DEEPEST:
        return False
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(_same(a, b, depth + 1) for a, b in zip(one, other, strict=True))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[name], other[name], depth + 1) for name in one)
    for kind in (bool, str, Exact):
        if isinstance(one, kind):
            return isinstance(other, kind) and one == other
    return one is None and other is None


def _look(name: object, data: object) -> Any:
    """What a dotted name leads to, or None."""
    if isinstance(name, Exact):
        name = str(name.units // _SCALE)
    if not isinstance(name, str):
        return None
    here: Any = data
    for step in name.split(".") if name else []:
        if isinstance(here, Mapping):
            here = here.get(step)
        elif isinstance(here, list | tuple) and _POSITION.fullmatch(step) and int(step) < len(here):
            here = here[int(step)]
        else:
            return None
    return _taken(here)


def _var(parts: list[Any], data: object) -> Any:
    found = _look(parts[0], data) if parts else None
    return parts[1] if found is None and len(parts) > 1 else found


def _missing(parts: list[Any], data: object) -> list[Any]:
    names = parts[0] if parts and isinstance(parts[0], list | tuple) else parts
    return [name for name in names if _is_blank(_look(_taken(name), data))]


def _pair(parts: list[Any], answer: Callable[[Any, Any], Any]) -> Any:
    return answer(parts[0], parts[1]) if len(parts) == 2 else None


def _ordered(parts: list[Any], follows: Callable[[int], bool]) -> bool:
    """Whether each part is followed by one that compares so (-1, 0, 1); only two or three parts can be compared."""
    if len(parts) not in (2, 3):
        return False
    signs = [_compared(one, other) for one, other in pairwise(parts)]
    return all(sign is not None and follows(sign) for sign in signs)


def _compared(one: Any, other: Any) -> int | None:
    if isinstance(one, Exact) and isinstance(other, Exact):
        return (one.units > other.units) - (one.units < other.units)
    if isinstance(one, str) and isinstance(other, str):
        return (one > other) - (one < other)
    return None


def _within(needle: Any, heap: Any) -> bool:
    if isinstance(heap, str):
        return isinstance(needle, str) and needle in heap
    return isinstance(heap, list | tuple) and any(_same(needle, part) for part in heap)


def _units(parts: Sequence[Any]) -> list[int] | None:
    return [part.units for part in parts] if parts and all(isinstance(part, Exact) for part in parts) else None


def _sum(parts: list[Any]) -> Exact | None:
    units = _units(parts)
    return Exact(sum(units)) if units else None


def _difference(parts: list[Any]) -> Exact | None:
    units = _units(parts)
    if not units or len(units) > 2:
        return None
    return Exact(-units[0] if len(units) == 1 else units[0] - units[1])


def _product(parts: list[Any]) -> Exact | None:
    units = _units(parts)
    if not units:
        return None
    total = units[0]
    for factor in units[1:]:
        total = _rounded(total * factor, _SCALE)
    return Exact(total)


def _quotient(parts: list[Any]) -> Exact | None:
    units = _units(parts)
    return Exact(_rounded(units[0] * _SCALE, units[1])) if units and len(units) == 2 and units[1] else None


def _rounded(over: int, under: int) -> int:
    """The quotient to the nearest whole, halves away from zero."""
    size = (2 * abs(over) + abs(under)) // (2 * abs(under))
    return size if (over < 0) == (under < 0) else -size


def _day(value: Any) -> date | None:
    read = _DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        return date(int(read[1]), int(read[2]), int(read[3])) if read else None
    except ValueError:
        return None


def _between(parts: list[Any], count: Callable[[date, date], int]) -> Exact | None:
    days = [_day(part) for part in parts]
    if len(days) != 2 or days[0] is None or days[1] is None:
        return None
    return Exact(count(days[0], days[1]) * _SCALE)


def _years(start: date, end: date) -> int:
    if end < start:
        return -_years(end, start)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _if(parts: list[Any], data: object, depth: int) -> Any:
    for condition, then in zip(parts[::2], parts[1::2], strict=False):
        if _is_heavy(_work(condition, data, depth)):
            return _work(then, data, depth)
    return _work(parts[-1], data, depth) if len(parts) % 2 else None


def _first(heavy: bool) -> Callable[[list[Any], object, int], Any]:
    def found(parts: list[Any], data: object, depth: int) -> Any:
        value = None
        for part in parts:
            value = _work(part, data, depth)
            if _is_heavy(value) is heavy:
                return value
        return value

    return found


def _each(parts: list[Any], data: object, depth: int) -> Iterator[bool] | None:
    """Whether the condition holds, part by part; None when there is no list."""
    heap = _work(parts[0], data, depth) if len(parts) == 2 else None
    if not isinstance(heap, list | tuple):
        return None
    return (_is_heavy(_work(parts[1], part, depth)) for part in heap)


def _some(parts: list[Any], data: object, depth: int) -> bool:
    return any(_each(parts, data, depth) or ())


def _all(parts: list[Any], data: object, depth: int) -> bool:
    told = list(_each(parts, data, depth) or ())
    return bool(told) and all(told)


_LAZY: Final[Mapping[str, Callable[[list[Any], object, int], Any]]] = {
    "if": _if,
    "and": _first(heavy=False),
    "or": _first(heavy=True),
    "some": _some,
    "all": _all,
    "none": lambda parts, data, depth: not _some(parts, data, depth),
}
_LOOKING: Final[Mapping[str, Callable[[list[Any], object], Any]]] = {"var": _var, "missing": _missing}
_PLAIN: Final[Mapping[str, Callable[[list[Any]], Any]]] = {
    "==": lambda parts: bool(_pair(parts, _same)),
    "!=": lambda parts: not _pair(parts, _same),
    "<": lambda parts: _ordered(parts, lambda sign: sign < 0),
    "<=": lambda parts: _ordered(parts, lambda sign: sign <= 0),
    ">": lambda parts: _ordered(parts, lambda sign: sign > 0),
    ">=": lambda parts: _ordered(parts, lambda sign: sign >= 0),
    "!": lambda parts: not _is_heavy(parts[0] if parts else None),
    "!!": lambda parts: _is_heavy(parts[0] if parts else None),
    "in": lambda parts: bool(_pair(parts, _within)),
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
    "days_between": lambda parts: _between(parts, lambda start, end: (end - start).days),
    "years_between": lambda parts: _between(parts, _years),
}
OPERATIONS: Final = frozenset(_LAZY) | frozenset(_LOOKING) | frozenset(_PLAIN)
