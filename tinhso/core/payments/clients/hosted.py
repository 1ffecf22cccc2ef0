"""Any provider that speaks the plain form of `domain.hosted`."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from tinhso.core.payments.clients.breaker import asked
from tinhso.core.payments.domain import hosted
from tinhso.core.payments.domain.rails import Answer, Order, RailCode, Return
from tinhso.core.payments.domain.signing import Unreadable
from tinhso.kit.lines import Line, LineDown

AT_ONCE, SECONDS, LARGEST = 1.8, 3.0, 100_000
JSON = ("Content-Type", "application/json")


class HostedRail:
    """The provider as the register sees it. Of several active secrets the first one signs."""

    code = RailCode.HOSTED

    def __init__(self, address: str, secrets: tuple[str, ...]) -> None:
        self._address, self.secrets = address.rstrip("/"), secrets

    def start(self, order: Order) -> str:
        """Ask for an order and its page, which must lie at the provider."""
        with asked(self.code, "create"):
            page = str(self._ask("/orders", hosted.create(order), AT_ONCE).get("page", ""))
            there, here = urlsplit(page), urlsplit(self._address)
            if (there.scheme, there.netloc) != (here.scheme, here.netloc):
                raise Unreadable
        return page

    def query(self, *, ref: str, started_at: datetime, at: datetime) -> Answer:
        """Ask how an order stands."""
        return self._answered("/orders/query", hosted.query(ref), ref, "query")

    def refund(self, back: Return) -> Answer:
        """Ask for a refund."""
        return self._answered("/refunds", hosted.refund(back), back.ref, "refund")

    def _answered(self, path: str, body: bytes, ref: str, question: str) -> Answer:
        with asked(self.code, question):
            told = self._ask(path, body, SECONDS)
            if told.get("ref") != ref:
                raise Unreadable
            return hosted.answer_of(told)

    def _ask(self, path: str, body: bytes, seconds: float) -> dict[str, Any]:
        signed = hosted.headers(body, secret=self.secrets[0], at=timezone.now())
        line = Line(self._address, (JSON, *signed.items()))
        reply = line.ask("POST", self._address + path, body, seconds=seconds, most=LARGEST)
        if reply.status != 200:
            raise LineDown(f"status_{reply.status}")
        return hosted.read_json(reply.body)
