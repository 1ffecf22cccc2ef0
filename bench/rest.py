"""The whole product at rest: memory of web server, worker, signer and their supervisor (proportional set size)"""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.serving import ROOT, Served, databases, filled, free_port, wait_for

Row = tuple[str, str, str]
VISITED = (("", "/"), ("my", "/home/"), ("hac", "/inbox/"), ("inh", "/home/"))
SETTLED = 30
"""Seconds after which the worker has run what was due at its start."""


def run() -> list[Row]:
    """What `manage.py run` holds after each kind of person came once, on every database."""
    return [_on(name, url) for name, url in databases().items()]


def _on(name: str, url: str) -> Row:
    with filled(url) as env, _whole(env, url) as product:
        for person, path in VISITED:
            if person:
                product.sign_in(person)
            product.request("GET", path)
        time.sleep(SETTLED)
        return f"{name}: memory of the whole product at rest", f"{product.memory() / 2**20:.0f} MB", "< 500 MB"


@contextmanager
def _whole(env: dict[str, str], database: str) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "manage.py", "run", "--bind", f"127.0.0.1:{port}"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=env | {"PORT": str(port)}, stdout=quiet, stderr=quiet)
    try:
        wait_for(port, seconds=120)
        yield Served(port, [process.pid], database)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
