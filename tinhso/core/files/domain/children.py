"""How a sandbox process works: it listens on a Unix socket and forks a limited child for every question.

A child reads one line of JSON, answers one line, and dies; a bomb takes only the child along. The process ends when its
standard input closes.
"""

import contextlib
import json
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from tinhso.core.files.domain.verdicts import Fault, Refused

MEMORY = 700 * 1024 * 1024
PROCESSOR_SECONDS = 15
LARGEST_MADE = 200 * 1024 * 1024
AT_ONCE = max(2, os.cpu_count() or 2)
Inspect = Callable[[dict[str, str]], dict[str, object]]


def work(inspect: Inspect) -> None:
    """Serve at the socket that the command line names."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(sys.argv[1], inspect)


def serve(path: str, inspect: Inspect) -> None:
    """Fork a child per connection, `AT_ONCE` at a time; the others wait at the socket."""
    children: set[int] = set()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(path)
        listener.listen(128)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            _reap(children)
            waiting = [sys.stdin] if len(children) >= AT_ONCE else [sys.stdin, listener]
            ready, _, _ = select.select(waiting, [], [], 0.01 if len(children) >= AT_ONCE else 1.0)
            if sys.stdin in ready:
                return
            if listener in ready:
                _fork(listener, children, inspect)


def _fork(listener: socket.socket, children: set[int], inspect: Inspect) -> None:
    connection, _ = listener.accept()
    child = os.fork()
    if child == 0:
        listener.close()
        _child(connection, inspect)
    connection.close()
    children.add(child)


def _child(connection: socket.socket, inspect: Inspect) -> None:
    code = 1
    with contextlib.suppress(BaseException):
        _answer(connection, inspect)
        code = 0
    os._exit(code)


def _answer(connection: socket.socket, inspect: Inspect) -> None:
    """Whatever else a parser stumbles over means that the file is broken."""
    with connection, connection.makefile("rw", encoding="utf-8") as line:
        job = json.loads(line.readline(20_000))
        _limit()
        said: dict[str, object] = {"fault": Fault.BROKEN.value}
        try:
            said = inspect(job)
        except Refused as refused:
            said = {"fault": refused.fault.value}
        except MemoryError:
            said = {"fault": Fault.BOMB.value}
        finally:
            line.write(json.dumps(said) + "\n")


def _limit() -> None:
    """A child may use little, make no large file, and leave no core. It has no network address to call anyway."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_MADE, LARGEST_MADE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def _reap(children: set[int]) -> None:
    for child in list(children):
        if os.waitpid(child, os.WNOHANG)[0]:
            children.discard(child)
