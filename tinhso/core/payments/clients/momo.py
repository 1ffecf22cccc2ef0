"""MoMo's gateway over HTTP."""

import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tinhso.core.payments.clients.breaker import asked
from tinhso.core.payments.domain import momo
from tinhso.core.payments.domain.rails import Answer, Order, RailCode, Return, Said
from tinhso.core.payments.domain.signing import Unreadable
from tinhso.kit.lines import Line

AT_ONCE, SECONDS, LARGEST = 1.8, 3.0, 100_000
"""Seconds: a person waits for the page to pay on; the worker waits for the rest."""
CREATE, QUERY, REFUND = (f"/v2/gateway/api/{name}" for name in ("create", "query", "refund"))


class MomoRail:
    """MoMo as the register sees it."""

    code = RailCode.MOMO

    def __init__(self, partner: momo.Partner, line: Line) -> None:
        self.partner, self._line = partner, line

    def start(self, order: Order) -> str:
        """Ask for an order and its page, which must lie at MoMo."""
        with asked(self.code, "create"):
            told = self._ask(CREATE, momo.create(self.partner, order), AT_ONCE)
            page = str(told.get("payUrl", ""))
            if told.get("resultCode") != "0" or told.get("orderId") != order.ref or not self._is_theirs(page):
                raise Unreadable
        return page

    def query(self, *, ref: str, started_at: datetime, at: datetime) -> Answer:
        """Ask how an order stands. One that MoMo does not know can never be paid: its page was never shown."""
        with asked(self.code, "query"):
            told = self._ask(QUERY, momo.query(self.partner, ref=ref, ask=secrets.token_hex(16)), SECONDS)
            answer = momo.answer_of(told)
            if answer.said is Said.PAID and told.get("orderId") != ref:
                raise Unreadable
        if answer.code == momo.NOT_THERE:
            return Answer(said=Said.FAILED, code=answer.code)
        return answer

    def refund(self, back: Return) -> Answer:
        """Ask for a refund; one that was asked for before is looked up among those of its order."""
        with asked(self.code, "refund"):
            answer = momo.answer_of(self._ask(REFUND, momo.refund(self.partner, back), SECONDS))
            if answer.code not in momo.KNOWN_ALREADY:
                return answer
            told = momo.query(self.partner, ref=back.order_ref, ask=secrets.token_hex(16))
            found = momo.refund_in(self._post(QUERY, told, SECONDS), back.ref)
        return found or Answer(said=Said.PENDING, code=answer.code)

    def _ask(self, path: str, told: dict[str, Any], seconds: float) -> dict[str, Any]:
        return momo.read_json(self._post(path, told, seconds))

    def _post(self, path: str, told: dict[str, Any], seconds: float) -> bytes:
        return self._line.post(path, told, seconds=seconds, most=LARGEST)

    def _is_theirs(self, page: str) -> bool:
        there, here = urlsplit(page), urlsplit(self._line.address)
        return (there.scheme, there.netloc) == (here.scheme, here.netloc)
