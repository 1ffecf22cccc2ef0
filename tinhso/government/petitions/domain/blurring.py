"""Which parts of a picture are hidden before all may see it. The drawing itself is done in the sandbox of `core.files`.

An officer marks faces and number plates by dragging, or without a script by ticking cells of a grid. Both say
rectangles in thousandths of the picture's width and height, so that they hold for any size of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

COLUMNS, ROWS = 8, 6
MOST_PARTS = 60
WHOLE = 1000
LEAST = 5
"""A rectangle thinner than this many thousandths was a slip of the hand."""


class NotARectangle(ValueError):
    """What was typed names no part of a picture."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A rectangle of a picture in thousandths: left, top, width, height."""

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        inside = min(self.left, self.top) >= 0 and max(self.left + self.width, self.top + self.height) <= WHOLE
        if not inside or min(self.width, self.height) < LEAST:
            raise NotARectangle(f"{self.left},{self.top},{self.width},{self.height}")


def parts_of(typed: str) -> list[Part]:
    """Rectangles as the page sends them: `left,top,width,height` separated by spaces. Raises NotARectangle."""
    found = [_part(one) for one in typed.split()]
    if len(found) > MOST_PARTS:
        raise NotARectangle(f"{len(found)} parts")
    return found


def _part(one: str) -> Part:
    numbers = one.split(",")
    if len(numbers) != 4 or not all(number.isascii() and number.isdigit() and len(number) < 5 for number in numbers):
        raise NotARectangle(one[:40])
    return Part(*map(int, numbers))


def cells_of(ticked: Iterable[str]) -> list[Part]:
    """The rectangles of ticked cells, counted from 1, row by row; neighbours in a row become one.

    Raises NotARectangle.
    """
    numbers = sorted({_cell(number) for number in ticked})
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1 and number // COLUMNS == runs[-1][0] // COLUMNS:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [_run(first, last) for first, last in runs]


def _cell(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= COLUMNS * ROWS):
        raise NotARectangle(typed[:40])
    return int(typed) - 1


def _run(first: int, last: int) -> Part:
    left, right = WHOLE * (first % COLUMNS) // COLUMNS, -(-WHOLE * (last % COLUMNS + 1) // COLUMNS)
    top, bottom = WHOLE * (first // COLUMNS) // ROWS, -(-WHOLE * (first // COLUMNS + 1) // ROWS)
    return Part(left, top, right - left, bottom - top)
