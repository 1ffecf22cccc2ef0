"""Measurements inside the product: a process of its own for each database, with data of its own."""

import json
import os
import subprocess
import sys
import tempfile

from bench.serving import ROOT, databases

Row = tuple[str, str, str]


def on_each_database(module: str, **environment: str) -> list[Row]:
    """The rows that `python -m module NAME` prints as JSON in its last line, for each database by its name."""
    return [row for name, url in databases().items() for row in _on(module, name, url, environment)]


def _on(module: str, name: str, url: str, environment: dict[str, str]) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        env = os.environ | {"MODE": "test", "VAR": folder, "DJANGO_SETTINGS_MODULE": "tinhso.site.settings"}
        env |= {"DATABASE_URL": url or f"sqlite:///{folder}/bench.sqlite3"} | environment
        command = [sys.executable, "-m", module, name]
        answer = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
        return [(what, figure, goal) for what, figure, goal in json.loads(answer.stdout.splitlines()[-1])]
