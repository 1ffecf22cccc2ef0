"""Processes of the product that start in no time: one has everything loaded and forks the others.

    python -m tests.forks MODULE FD

A forked process runs `MODULE.main(*words)`; its standard input and output are a socket of its own. It lives and dies
like any other process.
"""

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


class Forked:
    """One process. It says lines and is told lines."""

    def __init__(self, pid: int, line: socket.socket, ended: Callable[[int], int | None]) -> None:
        self.pid, self._line, self._ended = pid, line.makefile("rw"), ended
        self._code: int | None = None
        line.close()

    def says(self) -> str:
        """Its next line; empty when it has ended."""
        return self._line.readline().rstrip("\n")

    def hears(self, words: str) -> None:
        """Tell it a line."""
        self._line.write(f"{words}\n")
        self._line.flush()

    def last_words(self) -> str:
        """All that it says until it ends."""
        return self._line.read()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def poll(self) -> int | None:
        """How it ended, as `Popen.returncode`; None while it lives."""
        if self._code is None:
            self._code = self._ended(self.pid)
        return self._code

    def wait(self, within: float = 60) -> int:
        """How it ended. Raises TimeoutError."""
        end = time.monotonic() + within
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise TimeoutError(f"process {self.pid} lives on")
            time.sleep(0.01)
        return code


class Mother:
    """The process that has loaded a module and forks; what it bore dies with it."""

    def __init__(self, module: str, env: dict[str, str]) -> None:
        self._door, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "tests.forks", module, str(far.fileno())]
        self._process = subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=[far.fileno()])
        far.close()
        self._born: list[Forked] = []

    def start(self, *words: str, **env: str) -> Forked:
        """A new process, which has begun `main(*words)` with this added to its environment."""
        near, far = socket.socketpair()
        with far:
            socket.send_fds(self._door, [json.dumps({"words": words, "env": env}).encode()], [far.fileno()])
        forked = Forked(self._heard(), near, self._ended)
        self._born.append(forked)
        return forked

    def run(self, *words: str) -> str:
        """What a process says from its beginning to its good end."""
        forked = self.start(*words)
        said = forked.last_words()
        assert forked.wait() == 0, words
        return said

    def close(self) -> None:
        for forked in self._born:
            forked.send_signal(signal.SIGKILL)
            forked.wait()
        self._door.close()
        self._process.wait()

    def _ended(self, pid: int) -> int | None:
        self._door.send(json.dumps({"ended": pid}).encode())
        return self._heard()

    def _heard(self) -> Any:
        answer = self._door.recv(1_000)
        assert answer, "the process that forks has died"
        return json.loads(answer)


class Crowd:
    """Processes on the database of the running test: itself on PostgreSQL, on SQLite a copy that is brought back.

    A process says "ready", waits for a line, does something, and says what came of it.
    """

    def __init__(self, module: str, folder: Path) -> None:
        self._file, told = folder / "crowd.sqlite3", connection.settings_dict
        url = f"sqlite:///{self._file}"
        if connection.vendor == "postgresql":
            url = f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
        self._mother = Mother(module, os.environ | {"DATABASE_URL": url})

    def sends(self, *doings: Sequence[str]) -> list[str]:
        """What came of each, all begun at once."""
        with self._at_home():
            started = [self._mother.start(*words) for words in doings]
            assert [process.says() for process in started] == ["ready"] * len(started)
            for process in started:
                process.hears("go")
            return [process.last_words().strip() for process in started]

    def kills(self, *words: str) -> int:
        """How a process ended that kills itself."""
        with self._at_home():
            process = self._mother.start(*words)
            process.hears("go")
            return process.wait()

    def close(self) -> None:
        self._mother.close()

    @contextmanager
    def _at_home(self) -> Iterator[None]:
        if connection.vendor == "postgresql":
            yield
            return
        connection.ensure_connection()
        with closing(sqlite3.connect(self._file)) as file:
            connection.connection.backup(file)
        yield
        with closing(sqlite3.connect(self._file)) as file:
            file.backup(connection.connection)


def _serve(main: Callable[..., None], door: socket.socket) -> None:
    while True:
        message, files, *_flags = socket.recv_fds(door, 100_000, 1)
        if not message:
            return
        asked = json.loads(message)
        told = _how_it_ended(asked["ended"]) if "ended" in asked else _fork(main, asked, files[0], door)
        door.send(json.dumps(told).encode())


def _how_it_ended(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _fork(main: Callable[..., None], asked: dict[str, Any], line: int, door: socket.socket) -> int:
    pid = os.fork()
    if pid:
        os.close(line)
        return pid
    door.close()
    for standard in (0, 1):
        os.dup2(line, standard)
    os.close(line)
    os.environ.update(asked["env"])
    random.seed()
    code = 1
    try:
        main(*asked["words"])
        code = 0
    finally:
        if code:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    import django

    django.setup()
    _serve(import_module(sys.argv[1]).main, socket.socket(fileno=int(sys.argv[2])))
