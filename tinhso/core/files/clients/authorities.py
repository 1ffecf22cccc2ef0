"""Certification authorities: time stamps (RFC 3161) and revocation lists (RFC 5280).

None of them is asked while a person waits: jobs ask, and a line that failed is left alone for a while.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock
from time import monotonic
from typing import Any, cast
from urllib.parse import urlsplit

import structlog
from asn1crypto import tsp
from asn1crypto.crl import CertificateList
from django.conf import settings
from pyhanko.sign.timestamps.api import TimeStamper

from tinhso.kit.lines import Line, LineDown, WrongAddress

STAMP_SECONDS, LIST_SECONDS = 10.0, 30.0
LARGEST_STAMP, LARGEST_LIST = 100_000, 20_000_000
PAUSES = (30.0, 60.0, 120.0, 300.0)
_logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Breaker:
    """After a failure a line is not asked for half a minute, then longer; the first success forgets it all."""

    failures: int = 0
    free_at: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def refuse_while_open(self) -> None:
        """Raise LineDown while the line is to be left alone."""
        if monotonic() < self.free_at:
            raise LineDown("paused")

    def tell(self, *, worked: bool) -> None:
        """Remember how it went."""
        with self._lock:
            self.failures = 0 if worked else self.failures + 1
            pause = PAUSES[min(self.failures, len(PAUSES)) - 1]
            self.free_at = 0.0 if worked else monotonic() + pause


_breaker = Breaker()


class LineStamper(TimeStamper):
    """A time stamper at an address. Raises LineDown for no answer that can be trusted."""

    def __init__(self, address: str, breaker: Breaker | None = None) -> None:
        cast(Any, super()).__init__()
        self.address, self.breaker = address, breaker or _breaker
        self.line = Line(address, headers=(("Content-Type", "application/timestamp-query"),))

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask once."""
        self.breaker.refuse_while_open()
        try:
            answer = self._answer(req.dump())
        except LineDown:
            self.breaker.tell(worked=False)
            raise
        self.breaker.tell(worked=True)
        return answer

    def _answer(self, question: bytes) -> tsp.TimeStampResp:
        reply = self.line.ask("POST", self.address, question, seconds=STAMP_SECONDS, most=LARGEST_STAMP)
        if reply.status != HTTPStatus.OK:
            raise LineDown(f"status_{reply.status}")
        try:
            answer = tsp.TimeStampResp.load(reply.body, strict=True)
            granted = answer["status"]["status"].native in ("granted", "granted_with_mods")
        except (ValueError, TypeError, KeyError) as garbage:
            raise LineDown("broken") from garbage
        if not granted:
            raise LineDown("refused")
        return answer


def time_stamper() -> LineStamper | None:
    """The time stamper of this installation (`TIME_STAMPER`), or None when none is used."""
    return LineStamper(settings.TIME_STAMPER) if settings.TIME_STAMPER else None


def fetch_list(address: str) -> bytes | None:
    """A revocation list (DER), or None when it does not come or is none. What it says is checked where it is used."""
    parts = urlsplit(address)
    try:
        body = Line(f"{parts.scheme}://{parts.netloc}").get(parts.path, seconds=LIST_SECONDS, most=LARGEST_LIST)
        _made = CertificateList.load(body, strict=True)["tbs_cert_list"]["this_update"].native
    except (LineDown, WrongAddress, ValueError, TypeError) as failed:
        _logger.warning("revocation_list_not_fetched", host=parts.hostname, why=type(failed).__name__)
        return None
    return body
