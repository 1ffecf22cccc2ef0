"""The doors of the simulated provider. It knows one merchant: `{"secret": …, "name": …}`."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast
from urllib.parse import quote

from simulators.tills import pages
from simulators.tills.counter import Told, call, read
from simulators.tills.gateway import Checkout, Gateway
from simulators.tills.orders import Order, Payment, settle

LOOK = pages.Look(name="Cổng thanh toán (mô phỏng)", real="một cổng thanh toán thật", brand="#0c6270")
SAID = {"open": "pending", "paid": "paid", "failed": "failed"}


class Hosted(Gateway):
    """The provider, with its merchant's orders."""

    refusals = {"cancel": "cancelled", "expired": "expired"}

    def signed(self, stamp: str, body: bytes, secret: str = "") -> str:
        key = (secret or str(self.known["secret"])).encode()
        return "sha256=" + hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()

    def told(self, order: Order, payment: Payment | None, amount: int) -> Told:
        return {
            "ref": order.ref,
            "status": SAID[order.state],
            "amount": amount,
            "reference": payment.number if payment else "",
            "at": datetime.fromtimestamp(payment.at if payment else time.time(), UTC).isoformat(),
        }

    def tell_of(self, order: Order, payment: Payment | None, amount: int, *, forged: bool) -> bool:
        """The signed word: a POST at the address that came with the order; one number for one payment."""
        event = f"{order.ref}-{payment.number if payment else order.state}"
        body = json.dumps({"event": event} | self.told(order, payment, amount)).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Timestamp": stamp,
            "X-Signature": self.signed(stamp, body, "somebody else's" if forged else ""),
        }
        status, _ = call(order.notify_url, body=body, headers=headers)
        order.told.append(str(status))
        return status == 200

    def back(self, order: Order) -> str:
        return order.return_url


class Desk(Checkout):
    """One request."""

    look, style = LOOK, LOOK.style

    @property
    def hosted(self) -> Hosted:
        return cast(Hosted, self.server)

    def gets(self) -> dict[str, Callable[[], None]]:
        return super().gets() | {"/page": self._checkout}

    def posts(self) -> dict[str, Callable[[bytes], None]]:
        return super().posts() | {
            "/orders": lambda body: self._signed(body, self._created),
            "/orders/query": lambda body: self._signed(body, self._queried),
            "/refunds": lambda body: self._signed(body, self._refunded),
        }

    def _signed(self, body: bytes, work: Callable[[Told], Told]) -> None:
        stamp, said = self.headers.get("X-Timestamp", ""), self.headers.get("X-Signature", "")
        fresh = stamp.isdigit() and abs(time.time() - int(stamp)) <= 300
        if not fresh or not hmac.compare_digest(self.hosted.signed(stamp, body).encode(), said.encode()):
            self.json({"wrong": "signature"}, 401)
        else:
            self.served(lambda: work(read(body)))

    def _created(self, told: Told) -> Told:
        order = Order(
            ref=str(told["ref"]),
            amount=int(told["amount"]),
            words=str(told["memo"]),
            return_url=str(told["return_url"]),
            notify_url=str(told["notify_url"]),
            expires=datetime.fromisoformat(str(told["expires_at"])).timestamp(),
            asked=told,
        )
        self.hosted.till.open(order)
        if self.hosted.switch.fault == "early":
            settle(self.hosted, self.hosted.till, order, self.hosted.tell_of)
        return {"page": f"{self.hosted.address}/page?ref={quote(order.ref)}"}

    def _queried(self, told: Told) -> Told:
        order = self.hosted.till.order(str(told.get("ref")))
        if order is None:
            return {"ref": str(told.get("ref")), "status": "unknown"}
        return self.hosted.told(order, order.last, order.last.amount if order.last else order.amount)

    def _refunded(self, told: Told) -> Told:
        order, ref = self.hosted.till.order(str(told.get("order"))), str(told.get("ref"))
        done = order is not None and self.hosted.till.give_back(order, ref, int(told.get("amount", 0)))
        moment = datetime.now(UTC).isoformat()
        status = "paid" if done else "failed"
        return {"ref": ref, "status": status, "amount": told["amount"], "reference": secrets.token_hex(4), "at": moment}

    def _checkout(self) -> None:
        order = self.hosted.till.order(self.query.get("ref", ""))
        if order is None or order.state != "open" or time.time() > order.expires:
            self.page(LOOK.said("Đã xử lý", "Giao dịch này không còn chờ trả. Hãy quay lại nơi bán."), 404)
            return
        facts = pages.told([("Trả cho", str(self.hosted.known["name"] or "")), ("Nội dung", order.words)])
        body = f"""<h1>Thanh toán</h1><div class="sheet"><p class="amount">{pages.money(order.amount)}</p>{facts}
<form method="post" action="/pay">{pages.hidden(ref=order.ref)}
<button name="how" value="pay">Trả {pages.money(order.amount)}</button>
<button class="quiet" name="how" value="cancel">Hủy</button></form></div>"""
        self.page(LOOK.page("Thanh toán", body))
