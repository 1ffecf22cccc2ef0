"""How much may be made anew: letters in an hour for each who asks, and few programs at a time with a short queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import BoundedSemaphore, Lock


class TooMuchAsked(Exception):
    """This one had so much said in this hour that others would wait."""


class QueueFull(Exception):
    """So many wait for a voice already that one more would only wait in vain."""


class Purse:
    """Letters each may spend in an hour; kept in memory, forgotten with the hour."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hour = ""
        self._spent: dict[str, int] = {}

    def spend(self, who: str, letters: int, *, most: int, at: datetime) -> None:
        """Take letters from the hour of one who asks. Raises TooMuchAsked."""
        hour = f"{at:%Y%m%d%H}"
        with self._lock:
            if hour != self._hour:
                self._hour, self._spent = hour, {}
            spent = self._spent.get(who, 0) + letters
            if spent > most:
                raise TooMuchAsked
            self._spent[who] = spent


class Gate:
    """Lets few through at a time, keeps a bounded number waiting, and none longer than `patience` seconds."""

    def __init__(self, *, at_once: int, waiting: int, patience: float) -> None:
        self._places = BoundedSemaphore(at_once)
        self._seats = BoundedSemaphore(at_once + waiting)
        self._patience = patience

    @contextmanager
    def passed(self) -> Iterator[None]:
        """A place, for the time of the block. Raises QueueFull."""
        if not self._seats.acquire(blocking=False):
            raise QueueFull
        try:
            if not self._places.acquire(timeout=self._patience):
                raise QueueFull
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._seats.release()
