"""What people do with dossiers over HTTP, as browsers and machines do it: session, CSRF token, idempotency key."""

import http.client
import itertools
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any
from uuid import uuid4

from bench.serving import Cost, Served

API = "/api/procedures/dossiers"
CITIZEN, OFFICER, HEAD = "my", "hac", "muon"
REASON = "Ảnh giấy tờ bị mờ, bà con chụp lại giúp."
LIFE: tuple[tuple[str, str, dict[str, str]], ...] = (
    (OFFICER, "accept", {}),
    (OFFICER, "ask_supplement", {"reason": REASON}),
    (CITIZEN, "give_supplement", {}),
    (OFFICER, "submit", {}),
    (HEAD, "decide", {}),
    (OFFICER, "release", {"how": "in_person"}),
)
"""With filing before and rating after them: eight calls. The clock stands once and runs on."""


class Refused(RuntimeError):
    """The server answered with something else than was wished."""


@dataclass
class Office:
    """The three people of a dossier's life, signed in, and what the citizen files."""

    server: Served
    filing: dict[str, Any]
    people: dict[str, Served] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (CITIZEN, OFFICER, HEAD):
            self.people[name] = replace(self.server, cookies={})
            self.people[name].sign_in(name)

    def file(self, link: http.client.HTTPConnection) -> dict[str, Any]:
        """The receipt of one more dossier."""
        return self._post(link, CITIZEN, API, self.filing)

    def live(self, link: http.client.HTTPConnection) -> dict[str, Any]:
        """A whole life; the receipt it began with."""
        receipt = self.file(link)
        one = f"{API}/{receipt['uuid']}"
        for name, action, answers in LIFE:
            self._post(link, name, f"{one}/actions/{action}", {"answers": answers})
        self._post(link, CITIZEN, f"{one}/rating", {"faces": 5})
        return receipt

    def live_on_paper(self, link: http.client.HTTPConnection) -> None:
        """The same, and form 01 with its QR as PDF."""
        self.read(link, OFFICER, f"/dossiers/{self.live(link)['uuid']}/forms/01/")

    def read(self, link: http.client.HTTPConnection, name: str, path: str) -> bytes:
        """A page, as one of them or (an empty name) as anyone sees it."""
        who = self.people[name] if name else replace(self.server, cookies={})
        status, _headers, body = who.on(link, "GET", path)
        if status != 200:
            raise Refused(f"{status} {path} {body[:300]!r}")
        return body

    def _post(self, link: http.client.HTTPConnection, name: str, path: str, told: dict[str, Any]) -> dict[str, Any]:
        who = self.people[name]
        headers = {
            "Content-Type": "application/json",
            "X-CSRFToken": who.cookies["csrf"],
            "Idempotency-Key": str(uuid4()),
        }
        status, _headers, body = who.on(link, "POST", path, headers, json.dumps(told).encode())
        if status >= 300:
            raise Refused(f"{status} {path} {body[:300]!r}")
        found: dict[str, Any] = json.loads(body) if body else {}
        return found


Work = Callable[[http.client.HTTPConnection], object]


def cost_of(server: Served, work: Work, *, times: int, clients: int = 1, rounds: int = 3) -> Cost:
    """CPU of one piece of work, application and database, the median over rounds; and how long each took."""
    spent, took, failed = [], list[float](), 0
    _together(server, work, 5, 1)
    for _round in range(rounds):
        before = server.cpu()
        seconds, errors = _together(server, work, times // clients, clients)
        spent.append((server.cpu() - before) / (times // clients * clients) * 1000)
        took += seconds
        failed += errors
    took.sort()
    return Cost(median(spent), median(took) * 1000, took[int(len(took) * 0.95)] * 1000, failed)


def _together(server: Served, work: Work, each: int, clients: int) -> tuple[list[float], int]:
    found: list[tuple[list[float], int]] = []
    threads = [threading.Thread(target=lambda: found.append(_do(server, work, each))) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [seconds for took, _failed in found for seconds in took], sum(failed for _took, failed in found)


def _do(server: Served, work: Work, each: int) -> tuple[list[float], int]:
    took, failed = [], 0
    with server.connection() as link:
        for _ in range(each):
            begun = time.perf_counter()
            try:
                work(link)
            except (Refused, OSError, http.client.HTTPException):
                failed += 1
                link.close()
            took.append(time.perf_counter() - begun)
    return took, failed


@dataclass(frozen=True, slots=True)
class Sent:
    """One dossier sent at its time: seconds from then to the answer, and the code of the receipt or nothing."""

    due: float
    took: float
    code: str


def paced(office: Office, *, rate: float, seconds: float, clients: int) -> list[Sent]:
    """File so many a second, whether or not the server keeps up: waiting for a free client counts as waiting."""
    begun, turns, sent = time.perf_counter() + 0.2, itertools.count(), list[Sent]()

    def run() -> None:
        with office.server.connection() as link:
            for turn in turns:
                due = turn / rate
                if due >= seconds:
                    return
                time.sleep(max(0.0, begun + due - time.perf_counter()))
                sent.append(_send(office, link, due, begun))

    threads = [threading.Thread(target=run) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(sent, key=lambda one: one.due)


def _send(office: Office, link: http.client.HTTPConnection, due: float, begun: float) -> Sent:
    try:
        code = str(office.file(link)["code"])
    except (Refused, OSError, http.client.HTTPException):
        code = ""
        link.close()
    return Sent(due, time.perf_counter() - begun - due, code)


def p95(times: Sequence[float]) -> float:
    """Of seconds, in milliseconds."""
    return sorted(times)[int(len(times) * 0.95)] * 1000
