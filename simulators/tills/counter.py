"""What the simulated counters of money have in common: a server on loopback, and a callback that is tried again until
it is answered.

Nothing of the product is imported here: the other side of a signature must not be made by the same hand.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import requests

from simulators.tills.faults import Switch

LARGEST = 1_000_000
RETRIES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds between one try to call back and the next; the real ones take minutes."""
CALL_SECONDS = 15.0
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'self' http://localhost:* http://127.0.0.1:*"
)
Told = dict[str, Any]


class Known:
    """A JSON file that the demo writes, read again when it has changed; `{port}` in it is the product's port."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_at = -1.0
        self._data: Told = {}

    def __getitem__(self, name: str) -> Any:
        changed = self.path.stat().st_mtime if self.path.exists() else -1.0
        if changed != self._read_at:
            text = self.path.read_text(encoding="utf-8") if changed > 0 else "{}"
            self._data = json.loads(text.replace("{port}", os.environ.get("PORT", "8000")))
            self._read_at = changed
        return self._data.get(name)


class Counter(ThreadingHTTPServer):
    """The server, with what it knows and how it fails."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, handler: type["Handler"], known: Known) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.known, self.switch = known, Switch()
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.busy, self.lock, self.life = 0, Lock(), 0

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Counted as busy meanwhile: whoever watches can wait until all that was asked is done."""
        with self.lock:
            self.busy += 1
        try:
            yield
        finally:
            with self.lock:
                self.busy -= 1

    def later(self, seconds: float, work: Callable[[], object]) -> None:
        """Do it after a while, in nobody's presence, unless all is forgotten meanwhile."""
        life = self.life

        def do() -> None:
            with self.at_work():
                time.sleep(seconds)
                if life == self.life:
                    work()

        Thread(target=do, daemon=True).start()

    def tell(self, call: Callable[[], bool]) -> None:
        """Call until it is answered well or all is forgotten; a raised error is no answer."""
        life = self.life
        for pause in (*RETRIES, 0.0):
            if self._told(call) or life != self.life:
                return
            time.sleep(pause)

    def forget(self) -> None:
        """Begin anew: nothing was ordered, nothing waits to be told, nothing fails."""
        with self.lock:
            self.life += 1
        self.switch.turn({"fault": "nothing"})

    def _told(self, call: Callable[[], bool]) -> bool:
        try:
            return call()
        except (requests.RequestException, ValueError):
            return False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up before the answer is expected here."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """One request. A counter lists its doors by address."""

    server_version = "Simulation"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 90
    style = b""

    @property
    def counter(self) -> Counter:
        return cast(Counter, self.server)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    def gets(self) -> Mapping[str, Callable[[], None]]:
        """Doors that show something."""
        return {}

    def posts(self) -> Mapping[str, Callable[[bytes], None]]:
        """Doors that do something."""
        return {}

    def do_GET(self) -> None:
        shared = {"/style.css": lambda: self.answer(self.style, kind="text/css"), "/simulator/busy": self._busy}
        door = (shared | dict(self.gets())).get(urlsplit(self.path).path)
        if door is None:
            self.answer(b"", kind="text/plain", status=404)
        else:
            door()

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
        shared = {"/simulator/fault": self._fault, "/simulator/forget": self._forget}
        doors = shared | dict(self.posts())
        door = doors.get(urlsplit(self.path).path)
        if door is None:
            self.answer(b"", kind="text/plain", status=404)
            return
        if door == self._forget:
            door(body)
            return
        with self.counter.at_work():
            door(body)

    def served(self, work: Callable[[], Told]) -> None:
        """Answer a machine in JSON, or fail as the switch says."""
        switch = self.counter.switch
        if switch.strikes("silent"):
            time.sleep(switch.seconds)
            self.close_connection = True
        elif switch.strikes("error"):
            self.json({"message": "Internal Server Error"}, 500)
        elif switch.strikes("garbage"):
            self.answer(b"<html>502 Bad Gateway</html>", kind="text/html")
        else:
            done = work()
            if switch.strikes("dropped"):
                self.close_connection = True
            else:
                self.json(done)

    def _busy(self) -> None:
        self.json({"busy": self.counter.busy})

    def _forget(self, _body: bytes) -> None:
        self.counter.forget()
        self.json({"forgotten": True})

    def _fault(self, body: bytes) -> None:
        told = form(body)
        try:
            self.counter.switch.turn(told)
        except ValueError:
            self.json({"faults": self.counter.switch.names}, 400)
        else:
            self.see_other("/") if told.get("back") else self.json({"fault": self.counter.switch.fault})

    def json(self, data: Any, status: int = 200) -> None:
        self.answer(json.dumps(data, ensure_ascii=False).encode(), kind="application/json", status=status)

    def page(self, html: str, status: int = 200) -> None:
        self.answer(html.encode(), kind="text/html", status=status)

    def see_other(self, address: str) -> None:
        self.answer(b"", kind="text/plain", status=303, more={"Location": address})

    def answer(self, body: bytes, *, kind: str, status: int = 200, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        head = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        for name, value in (head | dict(more or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: an address carries codes."""


def call(address: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Status and body of a call to the product, which follows nobody elsewhere. Raises requests.RequestException."""
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(
            "GET" if body is None else "POST",
            address,
            data=body,
            headers=dict(headers or {}),
            timeout=CALL_SECONDS,
            allow_redirects=False,
        )
        return answer.status_code, answer.content


def form(body: bytes) -> dict[str, str]:
    """The fields of a form."""
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


def read(body: bytes) -> Told:
    """The object of a JSON body; empty when it is none."""
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
