"""The doors of the simulated MoMo. Partners: `{"partners": {"CODE": {"access_key": …, "secret": …, "name": …}}}`."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

from simulators.tills import pages
from simulators.tills.counter import Told, call, read
from simulators.tills.gateway import Checkout, Gateway
from simulators.tills.orders import Order, Payment, settle

LOOK = pages.Look(name="MoMo (mô phỏng)", real="MoMo thật", brand="#a50064")
MINUTES = 100 * 60
CREATE = [
    "accessKey",
    "amount",
    "extraData",
    "ipnUrl",
    "orderId",
    "orderInfo",
    "partnerCode",
    "redirectUrl",
    "requestId",
    "requestType",
]
NOTIFY = [
    "accessKey",
    "amount",
    "extraData",
    "message",
    "orderId",
    "orderInfo",
    "orderType",
    "partnerCode",
    "payType",
    "requestId",
    "responseTime",
    "resultCode",
    "transId",
]
QUERY = ["accessKey", "orderId", "partnerCode", "requestId"]
REFUND = ["accessKey", "amount", "description", "orderId", "partnerCode", "requestId", "transId"]
SAID = {0: "Thành công.", 1000: "Chờ người dùng xác nhận.", 1001: "Không đủ số dư.", 1005: "Quá hạn.",
        1006: "Người dùng từ chối."}  # fmt: skip


class Momo(Gateway):
    """The gateway, with its partners and orders."""

    refusals = {"cancel": 1006, "poor": 1001, "expired": 1005}

    def partner(self, code: str) -> dict[str, str] | None:
        found = (self.known["partners"] or {}).get(code)
        return cast(dict[str, str], found) if found else None

    def signature(self, partner: Mapping[str, str], names: list[str], told: Mapping[str, Any]) -> str:
        known = dict(told) | {"accessKey": partner["access_key"]}
        text = "&".join(f"{name}={known.get(name, '')}" for name in names)
        return hmac.new(partner["secret"].encode(), text.encode(), hashlib.sha256).hexdigest()

    def result(self, order: Order, payment: Payment | None, amount: int, *, forged: bool) -> Told:
        code = 0 if payment else int(order.asked.get("refused", 1006))
        partner = self.partner(str(order.asked["partnerCode"])) or {"access_key": "", "secret": ""}
        told: Told = {
            "partnerCode": order.asked["partnerCode"],
            "orderId": order.ref,
            "requestId": order.asked["requestId"],
            "amount": amount,
            "orderInfo": order.words,
            "orderType": "momo_wallet",
            "transId": int(payment.number) if payment else 0,
            "resultCode": code,
            "message": SAID[code],
            "payType": "qr",
            "responseTime": int(time.time() * 1000),
            "extraData": order.asked.get("extraData", ""),
        }
        by = {**partner, "secret": "somebody else's"} if forged else partner
        return told | {"signature": self.signature(by, NOTIFY, told)}

    def tell_of(self, order: Order, payment: Payment | None, amount: int, *, forged: bool) -> bool:
        """The IPN: a POST at the address that came with the order; done at 204."""
        body = json.dumps(self.result(order, payment, amount, forged=forged), ensure_ascii=False).encode()
        status, _ = call(order.notify_url, body=body, headers={"Content-Type": "application/json; charset=UTF-8"})
        order.told.append(str(status))
        return status == 204

    def back(self, order: Order) -> str:
        """Where the payer's browser goes afterwards, with the same words as the IPN."""
        told = self.result(order, order.last, order.amount, forged=False)
        joint = "&" if "?" in order.return_url else "?"
        return f"{order.return_url}{joint}{urlencode(told)}"


class Desk(Checkout):
    """One request."""

    look, style = LOOK, LOOK.style

    @property
    def momo(self) -> Momo:
        return cast(Momo, self.server)

    def gets(self) -> dict[str, Callable[[], None]]:
        return super().gets() | {"/v2/gateway/pay": self._checkout}

    def posts(self) -> dict[str, Callable[[bytes], None]]:
        return super().posts() | {
            "/v2/gateway/api/create": lambda body: self.served(lambda: self._created(read(body))),
            "/v2/gateway/api/query": lambda body: self.served(lambda: self._queried(read(body))),
            "/v2/gateway/api/refund": lambda body: self.served(lambda: self._refunded(read(body))),
        }

    def _refused(self, told: Told, names: list[str]) -> Told | None:
        """The refusal of a question that is not signed right; None when it is."""
        partner = self.momo.partner(str(told.get("partnerCode", "")))
        if partner is None:
            return _no(told, 13, "Sai thông tin đối tác.")
        right = self.momo.signature(partner, names, told)
        if not hmac.compare_digest(right.encode(), str(told.get("signature", "")).encode()):
            return _no(told, 13, "Sai chữ ký.")
        return None

    def _created(self, told: Told) -> Told:
        if refused := self._refused(told, CREATE):
            return refused
        amount = told.get("amount")
        if type(amount) is not int or not 1000 <= amount <= 50_000_000:
            return _no(told, 22, "Số tiền ngoài giới hạn.")
        order = Order(
            ref=str(told["orderId"]),
            amount=amount,
            words=str(told["orderInfo"]),
            return_url=str(told["redirectUrl"]),
            notify_url=str(told["ipnUrl"]),
            expires=time.time() + MINUTES,
            asked=told,
        )
        if not self.momo.till.open(order):
            return _no(told, 41, "Trùng orderId.")
        if self.momo.switch.fault == "early":
            settle(self.momo, self.momo.till, order, self.momo.tell_of)
        page = f"{self.momo.address}/v2/gateway/pay?t={quote(order.ref)}"
        return {
            "partnerCode": told["partnerCode"],
            "requestId": told["requestId"],
            "orderId": order.ref,
            "amount": amount,
            "responseTime": int(time.time() * 1000),
            "message": SAID[0],
            "resultCode": 0,
            "payUrl": page,
            "deeplink": "",
            "qrCodeUrl": "",
        }

    def _queried(self, told: Told) -> Told:
        if refused := self._refused(told, QUERY):
            return refused
        order = self.momo.till.order(str(told.get("orderId", "")))
        if order is None:
            return _no(told, 42, "Không có orderId này.")
        code = {"open": 1000, "paid": 0}.get(order.state, int(order.asked.get("refused", 1006)))
        payment = order.last
        return {
            "partnerCode": told["partnerCode"],
            "requestId": told["requestId"],
            "orderId": order.ref,
            "extraData": "",
            "amount": payment.amount if payment else order.amount,
            "transId": int(payment.number) if payment else 0,
            "payType": "qr",
            "resultCode": code,
            "refundTrans": [
                {"orderId": ref, "amount": back, "resultCode": 0, "transId": 1} for ref, back in order.refunds.items()
            ],
            "message": SAID[code],
            "responseTime": int(time.time() * 1000),
        }

    def _refunded(self, told: Told) -> Told:
        if refused := self._refused(told, REFUND):
            return refused
        number, ref, amount = str(told.get("transId")), str(told.get("orderId")), told.get("amount")
        order = next((one for one in self.momo.till.all() if number in {paid.number for paid in one.payments}), None)
        if order is None or type(amount) is not int:
            return _no(told, 1080, "Không có giao dịch này.")
        if ref in order.refunds:
            return _no(told, 41, "Trùng orderId.")
        if not self.momo.till.give_back(order, ref, amount):
            return _no(told, 1081, "Đã hoàn, hoặc quá số tiền.")
        return {
            "partnerCode": told["partnerCode"],
            "orderId": ref,
            "requestId": told["requestId"],
            "amount": amount,
            "transId": int(time.time() * 1000) % 10**10,
            "resultCode": 0,
            "message": SAID[0],
            "responseTime": int(time.time() * 1000),
        }

    def _checkout(self) -> None:
        order = self.momo.till.order(self.query.get("t", ""))
        if order is None or order.state != "open":
            self.page(LOOK.said("Đã xử lý", "Giao dịch này không còn chờ trả. Hãy quay lại nơi bán."), 404)
            return
        partner = self.momo.partner(str(order.asked["partnerCode"])) or {}
        facts = pages.told([("Trả cho", partner.get("name", "")), ("Nội dung", order.words)])
        body = f"""<h1>Thanh toán</h1><div class="sheet"><p class="amount">{pages.money(order.amount)}</p>{facts}
<form method="post" action="/pay">{pages.hidden(ref=order.ref)}
<button name="how" value="pay">Trả {pages.money(order.amount)}</button>
<button class="quiet" name="how" value="poor">Ví không đủ tiền</button>
<button class="quiet" name="how" value="cancel">Từ chối</button></form></div>"""
        self.page(LOOK.page("Thanh toán", body))


def _no(told: Told, code: int, why: str) -> Told:
    return {
        "partnerCode": str(told.get("partnerCode", "")),
        "requestId": str(told.get("requestId", "")),
        "orderId": str(told.get("orderId", "")),
        "resultCode": code,
        "message": why,
        "responseTime": int(time.time() * 1000),
    }
