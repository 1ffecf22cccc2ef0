"""Signatures: CPU of this process for papers of one page, keys open and templates read."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from tempfile import TemporaryDirectory

Row = tuple[str, str, str]
TIMES = 100


def run() -> list[Row]:
    """In an installation of its own that is thrown away, and a process of its own that has nothing else loaded."""
    with TemporaryDirectory() as folder:
        told = {"VAR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "MODE": "test"}
        environment = os.environ | told | {"DJANGO_SETTINGS_MODULE": "tinhso.site.settings", "LOG_LEVEL": "CRITICAL"}
        command = [sys.executable, "-m", "bench.signing_work"]
        said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    what, measured, goal = zip(*(line.split("|") for line in said.splitlines()), strict=True)
    return list(zip(what, measured, goal, strict=True))


def of_many(do: Callable[[int], object], times: int = TIMES) -> float:
    """Milliseconds of CPU, the median."""
    do(0)
    return median(_milliseconds(do, number) for number in range(1, times))


def lines(rows: Iterator[Row]) -> None:
    """Tell each row as it is measured."""
    for row in rows:
        print("|".join(row), flush=True)


def _milliseconds(do: Callable[[int], object], number: int) -> float:
    begun = time.process_time()
    do(number)
    return (time.process_time() - begun) * 1000
