"""News for a wall that hangs open: server-sent events (WHATWG HTML, 9.2) that say only that numbers changed.

A thread of the web server is dear: of each process only `WALL_STREAMS` may be held, each for less than half a minute.
Whoever finds no seat is answered at once and comes back after some seconds, as `retry` tells the browser; so a room
full of walls never keeps a citizen waiting. A browser that comes back says what it saw last (`Last-Event-ID`).
"""

from collections.abc import Iterator
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Self

from django.conf import settings
from django.http import HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from tinhso.kit.doors import Request, needs
from tinhso.operations.wall.apps import SEE
from tinhso.operations.wall.models.rollups import version

HOLD, LOOK_EVERY, ALIVE_EVERY = 25.0, 1.0, 5.0
"""Seconds: a stream is held, between two looks, between two signs of life that find out who went away."""
SOON, LATER = 500, 3_000
"""Milliseconds after which a browser comes back: one that had a seat, one that had none."""
SEATS = BoundedSemaphore(max(settings.WALL_STREAMS, 1))


class Held(Iterator[bytes]):
    """A stream with a seat, which it gives back when it ends or is closed, whichever comes first."""

    def __init__(self, seen: str) -> None:
        self._lines, self._seated = _watch(seen), True

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._lines)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the seat back, once."""
        if self._seated:
            self._seated = False
            SEATS.release()


@needs(SEE)
@require_safe
def live(request: Request) -> HttpResponseBase:
    """An event each time that the numbers changed since the one that the browser saw last."""
    seen = request.headers.get("Last-Event-ID") or request.GET.get("seen", "")
    seated = settings.WALL_STREAMS > 0 and SEATS.acquire(blocking=False)
    answer = StreamingHttpResponse(Held(seen) if seated else _glance(seen), content_type="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _glance(seen: str) -> Iterator[bytes]:
    yield _retry(LATER)
    if (now := version()) not in ("", seen):
        yield _event(now)


def _watch(seen: str) -> Iterator[bytes]:
    yield _retry(SOON)
    ends = monotonic() + HOLD
    alive = monotonic() + ALIVE_EVERY
    while monotonic() < ends:
        if (now := version()) not in ("", seen):
            seen = now
            yield _event(now)
        elif monotonic() >= alive:
            alive = monotonic() + ALIVE_EVERY
            yield b":\n\n"
        sleep(LOOK_EVERY)


def _retry(milliseconds: int) -> bytes:
    return f"retry: {milliseconds}\n\n".encode()


def _event(now: str) -> bytes:
    return f"id: {now}\ndata: {now}\n\n".encode()
