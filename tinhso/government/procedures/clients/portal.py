"""The dossier synchronisation of the National Public Service Portal, over HTTP.

Every call is a POST of `{session, madonvi, service, …}` and is answered `{error_code, message, result}`. A session is
renewed when the portal says that it ended: that call did nothing, so it is safely asked again, once. No other call is
repeated here: whether something was done before an answer got lost is for `actions.exchange` to look up.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Protocol

import structlog
from django.conf import settings
from pydantic import ValidationError

from tinhso.government.procedures.domain.portal import (
    Dialect,
    Held,
    Message,
    Progress,
    Status,
    dialect_of,
    to_portal,
)
from tinhso.kit.lines import Line, LineDown

SECONDS = 9.0
"""The longest that one question takes, signing in included."""
FILE_SECONDS = 60.0
LARGEST_ANSWER = 20_000_000
PAGES_AT_MOST = 200
_logger = structlog.get_logger(__name__)


class PortalRefused(Exception):
    """The portal understood and said no. `told` are its words: they may name people, so they never reach the log."""

    def __init__(self, code: str, told: str) -> None:
        self.code, self.told = code, told[:300]
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry of an answer that is no dossier. `code` is what it calls itself, as far as it can be printed."""

    code: str


class Portal(Protocol):
    """What the province asks of the national portal. Everything may raise LineDown or PortalRefused."""

    def sign_in(self) -> None:
        """Ask for a new session: the cheapest question, by which a line is tried."""

    def procedures(self) -> list[tuple[str, str]]:
        """Code and name of every procedure of the national catalogue."""

    def procedure(self, code: str) -> dict[str, Any] | None:
        """What the national catalogue says of one."""

    def look_up(self, code: str) -> Held | None:
        """A dossier as the portal holds it."""

    def search(self, *, since: datetime, until: datetime, status: Status | None = None) -> Iterator[Held | Unreadable]:
        """All dossiers that reached the portal between two moments, each once, page by page."""

    def put(self, message: Message, *, known: bool) -> None:
        """Say how a dossier stands; `known` when the portal has it. Saying it twice changes nothing."""

    def add(self, step: Progress) -> None:
        """Tell a step. Saying it twice is held twice."""

    def file(self, address: str, *, most: int) -> bytes:
        """A file of a dossier. Raises WrongAddress for one that does not lie at the portal."""

    def means_known(self, refused: PortalRefused) -> bool | None:
        """Whether a refusal says that the portal has the dossier (True), has it not (False), or something else."""


class HttpPortal:
    """The portal at an address."""

    def __init__(self, line: Line, files: Line, *, unit: str, user: str, password: str, dialect: Dialect) -> None:
        self._line, self._files, self._unit = line, files, unit
        self._user, self._password, self._dialect = user, password, dialect
        self._lock = Lock()
        self._session = ""

    def sign_in(self) -> None:
        self._renew(self._session, monotonic() + SECONDS)

    def procedures(self) -> list[tuple[str, str]]:
        words = self._dialect
        return [
            (str(one["MATTHC"]), str(one.get("TENTTHC", ""))) for one in self._call(words.procedures) if "MATTHC" in one
        ]

    def procedure(self, code: str) -> dict[str, Any] | None:
        found = self._call(self._dialect.procedure, **{self._dialect.procedure_asked: code})
        return found[0] if found else None

    def look_up(self, code: str) -> Held | None:
        found = self._call(self._dialect.look_up, **{self._dialect.code_asked: code})
        entry = next((one for one in found if one.get("MaHoSo") == code), None)
        if entry is None:
            if found:
                raise LineDown("broken")
            return None
        held = self._held(entry)
        if isinstance(held, Unreadable):
            raise LineDown("broken")
        return held

    def search(self, *, since: datetime, until: datetime, status: Status | None = None) -> Iterator[Held | Unreadable]:
        words, seen = self._dialect, set[str]()
        asked = {words.since_asked: to_portal(since), words.until_asked: to_portal(until)}
        if status is not None:
            asked[words.status_asked] = str(int(status))
        for number in range(1, PAGES_AT_MOST + 1):
            found = self._call(words.look_up, **asked, **{words.page_asked: str(number)})
            for entry in found:
                held = self._held(entry)
                code = held.code if isinstance(held, Unreadable) else held.dossier.code
                if code not in seen:
                    seen.add(code)
                    yield held
            if len(found) < words.page_size:
                return

    def put(self, message: Message, *, known: bool) -> None:
        updating = self._dialect.yes if known else self._dialect.no
        self._call(self._dialect.submit, isUpdating=updating, data=[message.to_wire()])

    def add(self, step: Progress) -> None:
        self._call(self._dialect.progress, data=[step.to_wire()])

    def file(self, address: str, *, most: int) -> bytes:
        return self._files.get(address, seconds=FILE_SECONDS, most=most)

    def means_known(self, refused: PortalRefused) -> bool | None:
        if refused.code in self._dialect.known_already:
            return True
        return False if refused.code in self._dialect.unknown else None

    def _held(self, entry: dict[str, Any]) -> Held | Unreadable:
        try:
            return Held.read(entry, self._dialect)
        except (ValidationError, ValueError, TypeError):
            return Unreadable("".join(sign for sign in str(entry.get("MaHoSo", "")) if sign.isprintable())[:60])

    def _call(self, service: str, **told: Any) -> list[dict[str, Any]]:
        """The `result` of a call. Raises LineDown, PortalRefused."""
        began = monotonic()
        until, outcome = began + SECONDS, "down"
        try:
            answer = self._in_session(service, told, until)
            outcome = "refused"
            if str(answer.get("error_code")) not in self._dialect.done:
                raise PortalRefused(str(answer.get("error_code"))[:20], str(answer.get("message", "")))
            outcome = "done"
        finally:
            took = round((monotonic() - began) * 1000)
            _logger.info("portal_called", service=service, outcome=outcome, ms=took)
        result = answer.get("result") or []
        if not isinstance(result, list) or not all(isinstance(entry, dict) for entry in result):
            raise LineDown("broken")
        return result

    def _in_session(self, service: str, told: dict[str, Any], until: float) -> dict[str, Any]:
        session = self._session or self._renew("", until)
        for _ in range(2):
            asked = {"session": session, "madonvi": self._unit, "service": service, **told}
            answer = self._post(self._dialect.call, asked, until)
            if str(answer.get("error_code")) not in self._dialect.session_ended:
                return answer
            session = self._renew(session, until)
        raise LineDown("no_session")

    def _renew(self, ended: str, until: float) -> str:
        """A new session, unless someone renewed the ended one meanwhile."""
        with self._lock:
            if self._session != ended:
                return self._session
            answer = self._post(self._dialect.login, {"username": self._user, "password": self._password}, until)
            session = answer.get("session")
            if str(answer.get("error_code")) not in self._dialect.done or not isinstance(session, str) or not session:
                raise LineDown("sign_in_refused")
            self._session = session
            return session

    def _post(self, path: str, told: dict[str, Any], until: float) -> dict[str, Any]:
        left = until - monotonic()
        if left <= 0:
            raise LineDown("silent")
        said = self._line.post(path, told, seconds=left, most=LARGEST_ANSWER)
        try:
            answer = json.loads(said)
        except ValueError as garbage:
            raise LineDown("garbage") from garbage
        if not isinstance(answer, dict) or "error_code" not in answer:
            raise LineDown("garbage")
        return answer


def portal() -> Portal | None:
    """The portal of this installation; None when none is set up. Raises WrongAddress when its address is unsafe."""
    if not settings.PORTAL_URL:
        return None
    return _portal(
        settings.PORTAL_URL,
        settings.PORTAL_FILES_URL or settings.PORTAL_URL,
        settings.PORTAL_UNIT,
        settings.PORTAL_USER,
        settings.PORTAL_PASSWORD,
        settings.PORTAL_DSTCODE,
        settings.PORTAL_DIALECT,
    )


@lru_cache(maxsize=8)
def _portal(url: str, files: str, unit: str, user: str, password: str, dstcode: str, dialect: str) -> HttpPortal:
    headers = (("dstcode", dstcode),) if dstcode else ()
    words = dialect_of(Path(dialect) if dialect else None)
    return HttpPortal(Line(url, headers), Line(files), unit=unit, user=user, password=password, dialect=words)
