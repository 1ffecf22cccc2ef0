"""What is wrong with a condition, before anyone relies on it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.core.cases.domain.faults import Fault
from tinhso.core.cases.domain.logic import OPERATIONS

LONGEST: Final = 300
DEEPEST: Final = 20
MOST_LOOPS: Final = 2
LOOPS: Final = frozenset({"some", "all", "none"})
"""Inside them `var` looks into the parts of a list. More than two, one in another, could take for ever."""

ARGUMENTS: Final[Mapping[str, tuple[int, int]]] = {
    "var": (1, 2),
    "missing": (1, LONGEST),
    "==": (2, 2),
    "!=": (2, 2),
    "<": (2, 3),
    "<=": (2, 3),
    ">": (2, 3),
    ">=": (2, 3),
    "!": (1, 1),
    "!!": (1, 1),
    "and": (1, LONGEST),
    "or": (1, LONGEST),
    "if": (2, LONGEST),
    "in": (2, 2),
    "+": (1, LONGEST),
    "-": (1, 2),
    "*": (1, LONGEST),
    "/": (2, 2),
    "some": (2, 2),
    "all": (2, 2),
    "none": (2, 2),
    "days_between": (2, 2),
    "years_between": (2, 2),
}
"""How many things each operation works on: at least, at most."""

IsKnown = Callable[[str], bool]


def faults_in(condition: object, path: str, is_known: IsKnown) -> list[Fault]:
    """Where a condition is none: unknown operations and names, wrong counts, too long, too deep."""
    if _weight(condition, 0) > LONGEST:
        return [Fault(path, _("This condition is too long or too deep. Divide it among several actions or fields."))]
    return list(_faults(condition, path, is_known, 0))


def names_in(condition: object) -> frozenset[str]:
    """Every name that a condition looks up outside of its loops: `form.kind`, `today`."""
    return frozenset(_names(condition))


def _weight(condition: object, depth: int) -> int:
    if depth > DEEPEST:
        return LONGEST + 1
    parts: list[Any] = []
    if isinstance(condition, list | tuple):
        parts = list(condition)
    elif isinstance(condition, Mapping):
        parts = list(condition.values())
    return 1 + sum(_weight(part, depth + 1) for part in parts)


def _faults(condition: object, path: str, is_known: IsKnown, loops: int) -> Iterator[Fault]:
    if isinstance(condition, list | tuple):
        for at, part in enumerate(condition):
            yield from _faults(part, f"{path}[{at}]", is_known, loops)
    elif isinstance(condition, Mapping):
        if len(condition) != 1:
            yield Fault(path, _("A condition has exactly one operation, for example == or and."))
            return
        ((name, said),) = condition.items()
        yield from _operation(str(name), said, f"{path}.{name}", is_known, loops)


def _operation(name: str, said: object, path: str, is_known: IsKnown, loops: int) -> Iterator[Fault]:
    parts = list(said) if isinstance(said, list | tuple) else [said]
    if name not in OPERATIONS:
        yield Fault(
            path, _("There is no such operation. Known are: %(names)s.") % {"names": " ".join(sorted(OPERATIONS))}
        )
        return
    least, most = ARGUMENTS[name]
    if not least <= len(parts) <= most:
        yield Fault(path, _count_told(least, most))
    elif name == "var":
        yield from _name_faults(parts[:1], path, is_known)
        yield from _faults(parts[1:], path, is_known, loops)
    elif name == "missing":
        yield from _name_faults(parts[0] if isinstance(parts[0], list) else parts, path, is_known)
    elif name in LOOPS:
        if loops == MOST_LOOPS:
            yield Fault(path, _("some, all and none may stand in each other only once."))
        yield from _faults(parts[0], f"{path}[0]", is_known, loops)
        yield from _faults(parts[1], f"{path}[1]", _anything, loops + 1)
    else:
        yield from _faults(said, path, is_known, loops)


def _name_faults(names: list[Any], path: str, is_known: IsKnown) -> Iterator[Fault]:
    for name in names:
        if not isinstance(name, str) and not (is_known is _anything and isinstance(name, int)):
            yield Fault(path, _("Write the name as a text, for example form.kind."))
        elif not is_known(str(name)):
            yield Fault(path, _("Nothing here is called “%(name)s”.") % {"name": name})


def _anything(name: str) -> bool:
    return len(name) < LONGEST


def _count_told(least: int, most: int) -> str:
    if least == most:
        return _("This operation works on exactly %(count)s things.") % {"count": least}
    if most == LONGEST:
        return _("This operation needs at least %(count)s things.") % {"count": least}
    return _("This operation works on %(least)s to %(most)s things.") % {"least": least, "most": most}


def _names(condition: object) -> Iterator[str]:
    if isinstance(condition, list | tuple):
        for part in condition:
            yield from _names(part)
    elif isinstance(condition, Mapping):
        for name, said in condition.items():
            yield from _names_of(str(name), said)


def _names_of(name: str, said: object) -> Iterator[str]:
    parts = list(said) if isinstance(said, list | tuple) else [said]
    if name == "var":
        yield from (part for part in parts[:1] if isinstance(part, str))
        yield from _names(parts[1:])
    elif name == "missing":
        listed = parts[0] if parts and isinstance(parts[0], list | tuple) else parts
        yield from (part for part in listed if isinstance(part, str))
    elif name in LOOPS:
        yield from _names(parts[:1])
    else:
        yield from _names(said)
