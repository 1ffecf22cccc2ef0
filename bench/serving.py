"""A demo province served by the product's own web server, and the CPU it spends."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


def databases() -> dict[str, str]:
    """Name → DATABASE_URL of every database there is to measure; PostgreSQL when BENCH_POSTGRESQL names one."""
    found = {SQLITE: ""}
    if url := os.environ.get("BENCH_POSTGRESQL", ""):
        found[POSTGRESQL] = url
    return found


@dataclass
class Served:
    """A running server. `pids` are its processes; `database` the URL of its PostgreSQL, or empty."""

    port: int
    pids: list[int]
    database: str
    cookies: dict[str, str] = field(default_factory=dict)

    def cpu(self) -> float:
        """Seconds of CPU spent so far by the application and its database."""
        return sum(_spent(pid) for pid in [*_family(self.pids), *_postgres(self.database)])

    def memory(self) -> int:
        """Proportional set size of the application's processes, in bytes."""
        return sum(_pss(pid) for pid in _family(self.pids))

    def sign_in(self, name: str) -> None:
        """Enter as one of the demo's people."""
        _, headers, _ = self.request("GET", "/demo/")
        self._keep(headers)
        token = next((value for name, value in self.cookies.items() if name.endswith("csrf")), "")
        status, headers, _ = self.request("POST", f"/demo/as/{name}/", {"X-CSRFToken": token})
        if status not in (200, 302):
            raise RuntimeError(f"Could not sign in as {name}: {status}")
        self._keep(headers)

    def _keep(self, headers: dict[str, str]) -> None:
        self.cookies |= dict(re.findall(r"((?:__Host-)?(?:session|csrf))=([^;]+)", headers.get("set-cookie", "")))

    def request(
        self, method: str, path: str, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        with self.connection() as link:
            return self.on(link, method, path, headers)

    def on(
        self,
        link: http.client.HTTPConnection,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        link.request(method, path, body, headers={"Cookie": cookie, **(headers or {})})
        answer = link.getresponse()
        body = answer.read()
        told: dict[str, str] = {}
        for name, value in answer.getheaders():
            told[name.lower()] = f"{told[name.lower()]}, {value}" if name.lower() in told else value
        return answer.status, told, body

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            yield link
        finally:
            link.close()


@contextmanager
def served(database: str) -> Iterator[Served]:
    """The web server of a fresh demo province, on a free port, stopped afterwards."""
    with filled(database) as env, running(env, database) as server:
        yield server


@contextmanager
def filled(database: str) -> Iterator[dict[str, str]]:
    """A fresh demo province under a temporary folder, gone afterwards: the environment of its programs."""
    folder = tempfile.mkdtemp(prefix="tinhso-bench-")
    env = os.environ | {"MODE": "demo", "VAR": folder, "DJANGO_SETTINGS_MODULE": "tinhso.site.settings"}
    if database:
        env["DATABASE_URL"] = database
    try:
        for step in (["collectstatic", "-v0", "--noinput"], ["migrate", "-v0"], ["load_reference"], ["fill_demo"]):
            subprocess.run(
                [sys.executable, "manage.py", *step], cwd=ROOT, env=env, check=True, stderr=subprocess.DEVNULL
            )
        yield env
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(env: dict[str, str], database: str) -> Iterator[Served]:
    """The web server alone, over a province that is there already."""
    with _web(env) as (port, process):
        yield Served(port, [process.pid], database)


@contextmanager
def _web(env: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "tinhso.site.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "tinhso.site.threads.Worker",
        "--workers", "2", "--threads", "4", "--preload", "--keep-alive", "30",
        "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 40) -> None:
    """Until someone listens on a port of loopback. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing listens on {port}.")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one path costs: CPU per request, the median and the 95th percentile of the time it took, errors seen."""

    cpu_ms: float
    median_ms: float
    p95_ms: float
    errors: int


def cost(server: Served, path: str, *, requests: int = 300, clients: int = 1, rounds: int = 3) -> Cost:
    """Ask for a path again and again; CPU is the median over rounds."""
    per_request, times, errors = [], [], 0
    _ask(server, path, 20)
    for _ in range(rounds):
        before = server.cpu()
        spent, failed = _together(server, path, requests // clients, clients)
        per_request.append((server.cpu() - before) / (requests // clients * clients) * 1000)
        times += spent
        errors += failed
    times.sort()
    return Cost(median(per_request), median(times) * 1000, times[int(len(times) * 0.95)] * 1000, errors)


def _together(server: Served, path: str, each: int, clients: int) -> tuple[list[float], int]:
    results: list[tuple[list[float], int]] = []
    threads = [threading.Thread(target=lambda: results.append(_ask(server, path, each))) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [seconds for times, _ in results for seconds in times], sum(failed for _, failed in results)


def _ask(server: Served, path: str, count: int) -> tuple[list[float], int]:
    times, failed = [], 0
    with server.connection() as link:
        for _ in range(count):
            start = time.perf_counter()
            status, _, _ = server.on(link, "GET", path)
            times.append(time.perf_counter() - start)
            failed += status >= 400
    return times, failed


def _spent(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def _pss(pid: int) -> int:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found.group(1)) * 1024 if found else 0


def _family(pids: list[int]) -> list[int]:
    """The processes and all below them."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    family = list(pids)
    for parent in family:
        family += [pid for pid, above in parents.items() if above == parent]
    return family


def _postgres(url: str) -> list[int]:
    """Every process of the PostgreSQL that listens on the URL's port, when it runs on this machine."""
    if not url:
        return []
    port = str(urlsplit(url).port or 5432)
    for folder in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = folder.read_text().split("\0")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if words[0].endswith("/postgres") and any(word == f"port={port}" for word in words):
            return _family([int(folder.parent.name)])
    return []
