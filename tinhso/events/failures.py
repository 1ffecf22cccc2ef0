"""What is kept of a failure: the error's class and the line it came from, never its message: it may name a person."""

import traceback
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings


class Attempt:
    """Run a piece of work that may fail: `with Attempt() as attempt: …`, then ask `attempt.failed`.

    Every Exception is caught; what ends the process (KeyboardInterrupt, SystemExit) is not.
    """

    def __init__(self) -> None:
        self.error = ""
        self.where = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        self.error = type(error).__name__[:100]
        self.where = _last_own_line(trace)[-200:]
        return True

    @property
    def failed(self) -> bool:
        return bool(self.error)


def _last_own_line(trace: TracebackType | None) -> str:
    """`tinhso/core/…/actions.py:12 in close`: the deepest frame of the product's own code, else the deepest."""
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(settings.ROOT / "tinhso")]
    if not frames:
        return ""
    frame = (own or frames)[-1]
    path = Path(frame.filename)
    shown = path.relative_to(settings.ROOT) if path.is_relative_to(settings.ROOT) else Path(path.name)
    return f"{shown}:{frame.lineno} in {frame.name}"
