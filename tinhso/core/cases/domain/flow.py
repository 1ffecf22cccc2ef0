"""A definition as a drawing: states one under another in the order in which cases reach them, actions as numbered arcs.

Down-going arcs to the next state are straight; others go round on the right (down) or on the left (back up), each in a
lane of its own. Lengths are in pixels of the SVG; the same numbers stand in the list of actions beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tinhso.core.cases.domain.blueprint import ActionRule, Blueprint, StateRule

BOX_WIDTH: Final = 190
BOX_HEIGHT: Final = 44
STEP: Final = 92
LANE: Final = 26
EDGE: Final = 18
PIN: Final = 12
LONGEST_LINE: Final = 22


@dataclass(frozen=True, slots=True)
class Box:
    """A state: its corner, the lines of its name, and which of several places its arcs have on each side."""

    state: StateRule
    x: int
    y: int
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """An action from one state to another: its path, and where its number stands."""

    action: ActionRule
    number: int
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The drawing. `numbers` gives each action the number it bears in it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arcs: tuple[Arc, ...]
    numbers: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Link:
    action: ActionRule
    begin: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return min(self.begin, self.end), max(self.begin, self.end)


def draw(blueprint: Blueprint, language: str = "vi") -> Flow:
    """The drawing of a definition, its names in a language."""
    rows = {code: row for row, code in enumerate(blueprint.states)}
    numbers = {code: number for number, code in enumerate(blueprint.actions, 1)}
    links = [
        _Link(action, rows[source], rows[target])
        for action in blueprint.actions.values()
        for source in action.sources
        if source in rows and (target := action.leads_to(source)) in rows and target != source
    ]
    straight = [link for link in links if link.end == link.begin + 1]
    down = _lanes([link for link in links if link.end > link.begin + 1])
    back = _lanes([link for link in links if link.end < link.begin])
    left = _width(back)
    width = left + BOX_WIDTH + _width(down)
    arcs = [
        *_straight(straight, numbers, left),
        *(_round(link, numbers, left + BOX_WIDTH, lane, 1) for link, lane in down),
        *(_round(link, numbers, left, lane, -1) for link, lane in back),
    ]
    boxes = tuple(_box(state, left, rows[code], language) for code, state in blueprint.states.items())
    return Flow(width, STEP * len(rows) - (STEP - BOX_HEIGHT) + 2 * EDGE, boxes, tuple(arcs), numbers)


def _lanes(links: Sequence[_Link]) -> list[tuple[_Link, int]]:
    """Each link with its lane, the shortest nearest to the boxes; two in one lane never overlap."""
    laid: list[tuple[_Link, int]] = []
    for link in sorted(links, key=lambda one: (one.span[1] - one.span[0], one.span, one.action.code)):
        taken = {lane for other, lane in laid if _overlap(link.span, other.span)}
        laid.append((link, next(lane for lane in range(len(links)) if lane not in taken)))
    return laid


def _width(laid: Sequence[tuple[_Link, int]]) -> int:
    return 2 * EDGE + LANE * (1 + max((lane for _link, lane in laid), default=-1))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _top(row: int) -> int:
    return EDGE + row * STEP


def _straight(links: Sequence[_Link], numbers: dict[str, int], left: int) -> list[Arc]:
    """Several actions between the same two states stand side by side."""
    arcs = []
    for link in links:
        beside = [other for other in links if other.begin == link.begin]
        shift = (2 * beside.index(link) - len(beside) + 1) * (PIN + 3)
        x, top = left + BOX_WIDTH // 2 + shift, _top(link.begin) + BOX_HEIGHT
        arcs.append(
            Arc(
                link.action,
                numbers[link.action.code],
                f"M{x} {top}V{_top(link.end) - 2}",
                x,
                (top + _top(link.end)) // 2 - 4,
            )
        )
    return arcs


def _round(link: _Link, numbers: dict[str, int], edge: int, lane: int, side: int) -> Arc:
    """Out of the side of a box, along its lane, into the side of another; in a little above where others leave."""
    x = edge + side * (EDGE + LANE * lane + LANE // 2)
    low, high = _top(link.begin) + BOX_HEIGHT * 2 // 3, _top(link.end) + BOX_HEIGHT // 3
    turn = 8 if high > low else -8
    path = (
        f"M{edge} {low}H{x - side * 8}Q{x} {low} {x} {low + turn}"
        f"V{high - turn}Q{x} {high} {x - side * 8} {high}H{edge + side * 2}"
    )
    return Arc(link.action, numbers[link.action.code], path, x, (low + high) // 2)


def _box(state: StateRule, left: int, row: int, language: str) -> Box:
    lines = _broken(state.title.said(language))
    middle = _top(row) + BOX_HEIGHT // 2 + 5
    shift = 9 if len(lines) > 1 else 0
    return Box(state, left, _top(row), tuple((middle - shift + 18 * at, line) for at, line in enumerate(lines)))


def _broken(title: str) -> list[str]:
    """A name in at most two lines; what does not fit is cut, the list beside has it whole."""
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LONGEST_LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    kept = lines[:2]
    if len(lines) > 2:
        kept[1] = f"{kept[1][: LONGEST_LINE - 1]}…"
    return [line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…" for line in kept]
