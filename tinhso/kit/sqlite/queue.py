"""The queue of writers: who wants to write to a SQLite file takes its turn by a lock on a small file beside it.

SQLite itself lets writers collide and sleep ever longer (p95 of hundreds of milliseconds under six writers). Here the
wait is short and even, and the kernel gives the turn back when its holder dies.
"""

import fcntl
import os
import time
from pathlib import Path

_TURN, _DOOR = 0, 1
_AT_THE_HEAD = 0.0002
_SHORTEST, _LONGEST = 0.0005, 0.004


class TooLong(Exception):
    """The turn did not come within the patience of the one who waits."""


class Queue:
    """One connection's place in the queue of a database file. Threads and processes each have their own.

    patience   seconds to wait for the turn
    """

    def __init__(self, database: Path, patience: float) -> None:
        self.database = database
        self._path = database.with_name(f"{database.name}-queue")
        self._patience = patience
        self._open: list[int] = []
        self._process = -1
        self._holds = False

    @property
    def inside(self) -> bool:
        """Whether this process holds the turn; a forked child of the holder does not."""
        return self._holds and self._process == os.getpid()

    def join(self) -> None:
        """Wait for the turn and take it. Raises TooLong; taking it twice is the same turn.

        Only the one who stands in the door waits for the turn itself, so that whoever just left cannot slip back in
        before those who wait.
        """
        if self.inside:
            return
        until = time.monotonic() + self._patience
        door, turn = self._files()
        self._wait(door, until, _SHORTEST, _LONGEST)
        try:
            self._wait(turn, until, _AT_THE_HEAD, _AT_THE_HEAD)
        finally:
            fcntl.flock(door, fcntl.LOCK_UN)
        self._holds = True

    def leave(self) -> None:
        """Give the turn to the next. Harmless for one who is not inside."""
        if self.inside:
            fcntl.flock(self._open[_TURN], fcntl.LOCK_UN)
        self._holds = False

    def close(self) -> None:
        """Leave for good."""
        self.leave()
        for descriptor in self._open:
            os.close(descriptor)
        self._open = []

    def _files(self) -> tuple[int, int]:
        """A forked child must not share its parent's locks, so it opens the files anew."""
        if self._process != os.getpid():
            self.close()
        if not self._open:
            self._open = [_opened(self._path), _opened(self._path.with_name(f"{self._path.name}-door"))]
            self._process = os.getpid()
        return self._open[_DOOR], self._open[_TURN]

    def _wait(self, descriptor: int, until: float, pause: float, longest: float) -> None:
        while not _locked(descriptor):
            if time.monotonic() > until:
                raise TooLong(self._path.name)
            time.sleep(pause)
            pause = min(pause * 1.5, longest)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
