"""VNPAY's gateway over HTTP. Beginning an order asks nobody: the address itself is the question."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from tinhso.core.payments.clients.breaker import asked
from tinhso.core.payments.domain import vnpay
from tinhso.core.payments.domain.rails import Answer, Order, RailCode, Return, Said
from tinhso.core.payments.domain.signing import Unreadable
from tinhso.kit.lines import Line

SECONDS, LARGEST = 3.0, 100_000
NOT_COME_YET = timedelta(hours=1)
"""VNPAY knows an order from the moment the payer's browser comes there; so long it may still come."""
OURSELVES = "127.0.0.1"
BY = "tinhso"


class VnpayRail:
    """VNPAY as the register sees it."""

    code = RailCode.VNPAY

    def __init__(self, merchant: vnpay.Merchant, *, gateway: str, api: Line) -> None:
        self.merchant, self._gateway, self._api = merchant, gateway, api

    def start(self, order: Order) -> str:
        """The address with a signed query."""
        return vnpay.pay_address(self._gateway, self.merchant, order)

    def query(self, *, ref: str, started_at: datetime, at: datetime) -> Answer:
        """Ask `querydr`."""
        told = self._query(ref, started_at, at)
        with asked(self.code, "query"):
            answer = vnpay.read_queried(self._ask(told), self.merchant, ref=ref)
        if answer.code == vnpay.NOT_THERE:
            late = at - started_at > NOT_COME_YET
            return Answer(said=Said.FAILED if late else Said.PENDING, code=answer.code)
        return answer

    def refund(self, back: Return) -> Answer:
        """Ask `refund`; what was asked before is asked about."""
        told = vnpay.refund(self.merchant, back, by=BY, address=OURSELVES)
        with asked(self.code, "refund"):
            answer = vnpay.read_refunded(self._ask(told), self.merchant, ref=back.order_ref)
            if answer.said is not Said.PENDING:
                return answer
            about = self._ask(self._query(back.order_ref, back.ordered_at, back.asked_at))
            return vnpay.read_refund_queried(about, self.merchant, ref=back.order_ref)

    def _query(self, ref: str, started_at: datetime, at: datetime) -> dict[str, str]:
        ask = secrets.token_hex(16)
        return vnpay.query(self.merchant, ref=ref, started_at=started_at, at=at, ask=ask, address=OURSELVES)

    def _ask(self, told: dict[str, str]) -> dict[str, Any]:
        said = self._api.post("", dict(told), seconds=SECONDS, most=LARGEST)
        try:
            answer = json.loads(said)
        except (ValueError, RecursionError) as garbage:
            raise Unreadable from garbage
        if not isinstance(answer, dict):
            raise Unreadable
        return answer
