"""A progress bar in a terminal, or a line per step where there is no terminal."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

WIDTH = 28


class Progress:
    """How far a known number of steps has come. Use as a context; `within(name)` gives a step its own fraction."""

    def __init__(self, steps: int, out: TextIO | None = None) -> None:
        self.steps, self.finished, self.out = steps, 0, out or sys.stderr
        self.live = self.out.isatty()
        self.shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.live:
            self.out.write("\n")

    def within(self, name: str) -> Callable[[float], None]:
        """A function that tells how much (0–1) of the step called `name` is done."""
        self._show(name, 0.0)
        return lambda part: self._show(name, part)

    def done(self) -> None:
        """One step more is finished."""
        self.finished += 1

    def _show(self, name: str, part: float) -> None:
        share = (self.finished + min(max(part, 0.0), 1.0)) / max(self.steps, 1)
        filled = round(share * WIDTH)
        line = f"  [{'█' * filled}{'·' * (WIDTH - filled)}] {share:4.0%}  {name}"
        if self.live and line != self.shown:
            self.out.write(f"\r{line:<70}")
            self.out.flush()
        elif not self.live and part == 0.0:
            self.out.write(f"{line}\n")
        self.shown = line
