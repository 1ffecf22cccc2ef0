"""The doors of the simulated VNPAY."""

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, cast

from simulators.tills import pages
from simulators.tills.counter import Told, call, read
from simulators.tills.gateway import Checkout, Gateway
from simulators.tills.orders import Order, Payment
from simulators.vnpay import words

LOOK = pages.Look(name="VNPAY (mô phỏng)", real="VNPAY thật", brand="#0b5ea8")
WAYS = (("NCB", "Thẻ ngân hàng trong nước"), ("INTCARD", "Thẻ quốc tế"), ("VNPAYQR", "Ứng dụng quét mã"),
        ("MOBILEMONEY", "Tiền di động (Mobile Money)"))  # fmt: skip
NEEDED = ("vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_Amount", "vnp_CreateDate", "vnp_CurrCode", "vnp_IpAddr",
          "vnp_Locale", "vnp_OrderInfo", "vnp_OrderType", "vnp_ReturnUrl", "vnp_TxnRef")  # fmt: skip


class Vnpay(Gateway):
    """Merchants are known by `{"merchants": {"TMNCODE8": {"secret": …, "name": …, "ipn": "http://…"}}}`."""

    refusals = {"cancel": "24", "poor": "51", "expired": "11"}

    def merchant(self, code: str) -> dict[str, str] | None:
        found = (self.known["merchants"] or {}).get(code)
        return cast(dict[str, str], found) if found else None

    def result(self, order: Order, payment: Payment | None, amount: int) -> dict[str, str]:
        """What IPN and return say of an order."""
        code = "00" if payment else str(order.asked.get("refused", "24"))
        way = str(order.asked.get("vnp_BankCode") or "NCB")
        return {
            "vnp_Amount": str(amount * 100),
            "vnp_BankCode": way,
            "vnp_BankTranNo": f"VNP{payment.number}" if payment else "",
            "vnp_CardType": "ATM" if way == "NCB" else way,
            "vnp_OrderInfo": order.words,
            "vnp_PayDate": words.stamp(payment.at if payment else time.time()),
            "vnp_ResponseCode": code,
            "vnp_TmnCode": str(order.asked["vnp_TmnCode"]),
            "vnp_TransactionNo": payment.number if payment else "0",
            "vnp_TransactionStatus": "00" if payment else "02",
            "vnp_TxnRef": order.ref,
        }

    def tell_of(self, order: Order, payment: Payment | None, amount: int, *, forged: bool) -> bool:
        """The IPN: a GET at the merchant's address; done when the merchant confirms or knew already."""
        merchant = self.merchant(str(order.asked["vnp_TmnCode"])) or {}
        secret = "somebody else's" if forged else merchant["secret"]
        query = words.signed_query(secret, self.result(order, payment, amount))
        status, body = call(f"{merchant['ipn']}?{query}")
        answer = str(read(body).get("RspCode", status))
        order.told.append(answer)
        return answer in ("00", "02")

    def back(self, order: Order) -> str:
        """Where the payer's browser goes afterwards, with a signed query."""
        merchant = self.merchant(str(order.asked["vnp_TmnCode"])) or {}
        result = self.result(order, order.last, order.amount)
        joint = "&" if "?" in order.return_url else "?"
        return f"{order.return_url}{joint}{words.signed_query(merchant['secret'], result)}"


class Desk(Checkout):
    """One request."""

    look, style = LOOK, LOOK.style

    @property
    def vnpay(self) -> Vnpay:
        return cast(Vnpay, self.server)

    def gets(self) -> dict[str, Callable[[], None]]:
        return super().gets() | {"/paymentv2/vpcpay.html": self._enter}

    def posts(self) -> dict[str, Callable[[bytes], None]]:
        return super().posts() | {"/merchant_webapi/api/transaction": self._machine}

    def chosen(self, order: Order, told: Mapping[str, str]) -> None:
        order.asked.setdefault("vnp_BankCode", told.get("way") or "NCB")

    def _enter(self) -> None:
        asked = self.query
        merchant = self.vnpay.merchant(asked.get("vnp_TmnCode", ""))
        if merchant is None or not words.is_signed(merchant["secret"], asked):
            self.page(LOOK.said("Sai chữ ký", "Yêu cầu không đúng chữ ký (mã 70). Chưa trừ đồng nào."), 400)
            return
        wrong = self._wrong(asked)
        if wrong:
            self.page(LOOK.said("Không nhận được", wrong), 400)
            return
        order = self._order(asked)
        self.vnpay.till.open(order)
        known = self.vnpay.till.order(order.ref) or order
        if known.state != "open" or known.amount != order.amount:
            self.page(LOOK.said("Đã xử lý", "Giao dịch này đã có kết quả. Hãy quay lại nơi bán."), 400)
            return
        self.page(LOOK.page("Thanh toán", self._checkout(known, merchant)))

    def _wrong(self, asked: Mapping[str, str]) -> str:
        """Why a question cannot be taken; empty when it can."""
        missing = [name for name in NEEDED if not asked.get(name)]
        if missing:
            return f"Thiếu {missing[0]} (mã 03)."
        amount = asked["vnp_Amount"]
        if not amount.isdigit() or int(amount) % 100 or not 500_000 <= int(amount) < 10**12:
            return "Số tiền không hợp lệ."
        try:
            begun, ends = words.seconds_of(asked["vnp_CreateDate"]), asked.get("vnp_ExpireDate")
            if ends and words.seconds_of(ends) < time.time():
                return "Đã quá hạn thanh toán (mã 15)."
        except ValueError:
            return "Sai định dạng ngày (mã 03)."
        return "" if abs(time.time() - begun) < 86_400 else "Ngày tạo giao dịch không hợp lệ."

    def _order(self, asked: dict[str, str]) -> Order:
        ends = asked.get("vnp_ExpireDate")
        return Order(
            ref=asked["vnp_TxnRef"],
            amount=int(asked["vnp_Amount"]) // 100,
            words=asked["vnp_OrderInfo"],
            return_url=asked["vnp_ReturnUrl"],
            notify_url="",
            expires=words.seconds_of(ends) if ends else time.time() + 900,
            asked=dict(asked),
        )

    def _checkout(self, order: Order, merchant: Mapping[str, str]) -> str:
        ways = [way for way in WAYS if way[0] == order.asked.get("vnp_BankCode")] or WAYS
        facts = pages.told([("Trả cho", merchant.get("name", "")), ("Nội dung", order.words), ("Mã", order.ref)])
        return f"""<h1>Thanh toán</h1><div class="sheet"><p class="amount">{pages.money(order.amount)}</p>{facts}
<form method="post" action="/pay">{pages.hidden(ref=order.ref)}
{pages.choices("Trả bằng", "way", ways)}
<button name="how" value="pay">Trả {pages.money(order.amount)}</button>
<button class="quiet" name="how" value="poor">Thẻ không đủ tiền</button>
<button class="quiet" name="how" value="cancel">Hủy</button></form></div>"""

    def _machine(self, body: bytes) -> None:
        told = read(body)
        kind = {"querydr": self._queried, "refund": self._refunded}.get(str(told.get("vnp_Command")))
        if kind is None:
            self.json({"vnp_ResponseCode": "03", "vnp_Message": "Invalid command"})
        else:
            self.served(lambda: kind(told))

    def _queried(self, told: Told) -> Told:
        order, refused = self._checked(told, words.QUERY)
        if order is None:
            return self._signed(told, words.QUERIED, refused, {})
        payment = order.last
        state = "00" if order.state == "paid" else "02" if order.state == "failed" else "01"
        kind = "01"
        if order.refunds:
            kind = "02" if order.given_back >= order.amount else "03"
        more = {
            "Amount": str((payment.amount if payment else order.amount) * 100),
            "BankCode": str(order.asked.get("vnp_BankCode", "")),
            "PayDate": words.stamp(payment.at) if payment else "",
            "TransactionNo": payment.number if payment else "",
            "TransactionType": kind,
            "TransactionStatus": state,
            "OrderInfo": order.words,
        }
        return self._signed(told, words.QUERIED, "00", more)

    def _refunded(self, told: Told) -> Told:
        order, refused = self._checked(told, words.REFUND)
        amount = str(told.get("vnp_Amount", ""))
        if order is None or order.last is None or not amount.isdigit():
            return self._signed(told, words.REFUNDED, refused or "91", {})
        ref = str(told.get("vnp_RequestId"))
        if ref in order.refunds:
            return self._signed(told, words.REFUNDED, "94", {})
        if not self.vnpay.till.give_back(order, ref, int(amount) // 100):
            return self._signed(told, words.REFUNDED, "02", {})
        more = {
            "Amount": amount,
            "BankCode": str(order.asked.get("vnp_BankCode", "")),
            "PayDate": words.stamp(time.time()),
            "TransactionNo": secrets.token_hex(4).upper(),
            "TransactionType": str(told.get("vnp_TransactionType", "")),
            "TransactionStatus": "00",
            "OrderInfo": str(told.get("vnp_OrderInfo", "")),
        }
        return self._signed(told, words.REFUNDED, "00", more)

    def _checked(self, told: Told, names: list[str]) -> tuple[Order | None, str]:
        """The order a signed question is about, or the code of its refusal."""
        merchant = self.vnpay.merchant(str(told.get("vnp_TmnCode", "")))
        if merchant is None:
            return None, "02"
        if words.hash_of(merchant["secret"], words.piped(names, told)) != told.get("vnp_SecureHash"):
            return None, "97"
        order = self.vnpay.till.order(str(told.get("vnp_TxnRef", "")))
        return (order, "") if order else (None, "91")

    def _signed(self, asked: Told, names: list[str], code: str, more: Mapping[str, str]) -> Told:
        merchant = self.vnpay.merchant(str(asked.get("vnp_TmnCode", ""))) or {"secret": ""}
        told: dict[str, Any] = {f"vnp_{name}": "" for name in names} | {
            "vnp_ResponseId": secrets.token_hex(16),
            "vnp_Command": str(asked.get("vnp_Command", "")),
            "vnp_ResponseCode": code,
            "vnp_Message": "OK" if code == "00" else "Refused",
            "vnp_TmnCode": str(asked.get("vnp_TmnCode", "")),
            "vnp_TxnRef": str(asked.get("vnp_TxnRef", "")),
        }
        told |= {f"vnp_{name}": value for name, value in more.items()}
        return told | {"vnp_SecureHash": words.hash_of(merchant["secret"], words.piped(names, told))}
