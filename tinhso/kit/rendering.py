"""What one rendering of a page remembers while it runs: the moment it is made for and the icons it has used."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone


@dataclass(slots=True)
class Rendering:
    """One page in the making.

    at      the moment that "5 minutes ago" and "tomorrow" are counted from
    icons   names of the icons used and not yet drawn, in the order of their first use
    """

    at: datetime
    icons: dict[str, None] = field(default_factory=dict)


_current: ContextVar[Rendering | None] = ContextVar("rendering", default=None)


def current() -> Rendering | None:
    """The rendering under way, if one is."""
    return _current.get()


def now() -> datetime:
    """The moment the page is made for; outside a page, the clock."""
    rendering = _current.get()
    return rendering.at if rendering else timezone.now()


@contextmanager
def rendering(at: datetime) -> Iterator[Rendering]:
    """Remember, for the time of one page."""
    token = _current.set(Rendering(at=at))
    try:
        yield _current.get() or Rendering(at=at)
    finally:
        _current.reset(token)
