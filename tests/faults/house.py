"""A whole product on this machine for the fault tests: its own data, its own web server, killed without mercy."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
URL = os.environ.get("DATABASE_URL", "")


def many(few: int, full: int) -> int:
    """How often a fault is injected: a few times in the suite, the full count by `make faults`."""
    return full if os.environ.get("FAULTS") == "full" else few


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class House:
    """One installation. `url` is its database, `var` its data."""

    var: Path
    url: str
    port: int = 0
    server: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "MODE": "test",
            "VAR": str(self.var),
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": str(ROOT),
            **self.more,
        }

    def manage(self, *words: str, check: bool = True, given: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *words, "--skip-checks"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            input=given,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def python(self, code: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a few lines inside the product."""
        begin = "import django; django.setup()\n"
        command = [sys.executable, "-c", begin + code, *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)

    def start(self, workers: int = 2) -> float:
        """Start the web server and say how many seconds it took to answer."""
        began = time.monotonic()
        self.port = self.port or free_port()
        command = [sys.executable, "-m", "gunicorn", "--config", "python:tinhso.site.serving"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", str(workers), "--threads", "4"]
        with (self.var / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [*command, "tests.faults.wsgi:application"],
                env=self.environment,
                cwd=ROOT,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        while self.get("/healthz").status != 200:
            assert self.server.poll() is None, (self.var / "server.log").read_text()[-3000:]
            assert time.monotonic() - began < 90, "the server does not answer"
            time.sleep(0.05)
        return time.monotonic() - began

    def kill(self) -> None:
        """`kill -9` of the server and all its processes."""
        if self.server:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers))

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        body = urllib.parse.urlencode(fields).encode()
        return self._ask(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers))

    def _ask(self, request: urllib.request.Request) -> Answer:
        """The answer; status 0 when none came, or only a part of one."""
        try:
            with _answered(request) as answer:
                return Answer(answer.status, answer.read(), dict(answer.headers))
        except (OSError, ValueError, http.client.HTTPException):
            return Answer(0, b"")


def _answered(request: urllib.request.Request) -> http.client.HTTPResponse | urllib.error.HTTPError:
    """Any answer, a refusal too. Raises OSError or HTTPException when there is none."""
    try:
        return urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as refusal:
        return refusal


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def prepared(var: Path) -> Iterator[House]:
    """A migrated, empty house: a folder with an SQLite file, or a database of its own on the server of DATABASE_URL."""
    if not URL.startswith("postgres"):
        var.mkdir(parents=True, exist_ok=True)
        house = House(var, f"sqlite:///{var / 'tinhso.sqlite3'}")
        house.manage("migrate", "-v0")
        yield house
        return
    name = f"faults_{uuid.uuid4().hex[:12]}"
    _on_server(f"CREATE DATABASE {name}")
    try:
        var.mkdir(parents=True, exist_ok=True)
        house = House(var, f"{URL.rpartition('/')[0]}/{name}")
        house.manage("migrate", "-v0")
        yield house
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def copied(original: House, var: Path) -> Iterator[House]:
    """The same house once more, quickly."""
    shutil.copytree(original.var, var, dirs_exist_ok=True)
    if original.url.startswith("sqlite"):
        yield House(var, f"sqlite:///{var / 'tinhso.sqlite3'}")
        return
    name = f"faults_{uuid.uuid4().hex[:12]}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {original.url.rpartition('/')[2]}")
    try:
        yield House(var, f"{URL.rpartition('/')[0]}/{name}")
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(statement: str) -> None:
    with psycopg.connect(f"{URL.rpartition('/')[0]}/postgres", autocommit=True) as server:
        server.execute(statement)
