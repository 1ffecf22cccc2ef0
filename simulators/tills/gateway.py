"""What the simulated gateways have in common: orders that are paid on a page of the gateway, and who is told of it."""

from collections.abc import Callable, Mapping
from time import time
from typing import cast

from simulators.tills import pages
from simulators.tills.counter import Counter, Handler, Known, Told, form, read
from simulators.tills.orders import Order, Payment, Till, settle


class Gateway(Counter):
    """A gateway with its orders.

    refusals   why an order is not paid (`cancel`, `poor`, `expired`) → the gateway's own code for it
    """

    refusals: Mapping[str, str | int] = {}

    def __init__(self, port: int, handler: type[Handler], known: Known) -> None:
        super().__init__(port, handler, known)
        self.till = Till()

    def forget(self) -> None:
        super().forget()
        self.till = Till()

    def tell_of(self, order: Order, payment: Payment | None, amount: int, *, forged: bool) -> bool:
        """Call the merchant about a payment, or that there is none; whether it was heard."""
        raise NotImplementedError

    def back(self, order: Order) -> str:
        """Where the payer's browser goes afterwards."""
        raise NotImplementedError

    def refuse(self, order: Order, why: str) -> None:
        """The order will not be paid; the merchant is told."""
        order.state = "failed"
        order.asked["refused"] = self.refusals[why]
        self.later(0, lambda: self.tell(lambda: self.tell_of(order, None, order.amount, forged=False)))

    def decide(self, order: Order, how: str) -> None:
        """The payer pressed a button, once."""
        if order.state != "open":
            return
        if time() > order.expires:
            how = "expired"
        if how in self.refusals:
            self.refuse(order, how)
        else:
            settle(self, self.till, order, self.tell_of)


class Checkout(Handler):
    """One request at a gateway: the doors that all of them have."""

    look: pages.Look

    @property
    def gateway(self) -> Gateway:
        return cast(Gateway, self.server)

    def gets(self) -> dict[str, Callable[[], None]]:
        return {"/": self._front, "/simulator/orders": self._orders}

    def posts(self) -> dict[str, Callable[[bytes], None]]:
        return {"/pay": self._pay, "/simulator/pay": self._pay_by_machine}

    def chosen(self, order: Order, told: Mapping[str, str]) -> None:
        """What the payer chose besides paying or not."""

    def _pay(self, body: bytes) -> None:
        told = form(body)
        order = self.gateway.till.order(told.get("ref", ""))
        if order is None:
            self.page(self.look.said("Không có giao dịch này", "Hãy bắt đầu lại từ nơi bán."), 404)
            return
        self._decide(order, told.get("how", ""), told)
        self.see_other(self.gateway.back(order))

    def _pay_by_machine(self, body: bytes) -> None:
        told = read(body)
        order = self.gateway.till.order(str(told.get("ref", "")))
        if order is None:
            self.json({"wrong": "no such order"}, 404)
            return
        self._decide(order, str(told.get("how", "pay")), told)
        self.json(order.as_json() | {"back": self.gateway.back(order)})

    def _decide(self, order: Order, how: str, told: Told) -> None:
        if order.state == "open":
            self.chosen(order, told)
        self.gateway.decide(order, how)

    def _orders(self) -> None:
        self.json({"orders": [order.as_json() for order in self.gateway.till.all()]})

    def _front(self) -> None:
        rows = "".join(pages.order_row(order) for order in self.gateway.till.all()[:50])
        body = f"<h1>Giao dịch</h1><ul>{rows or '<li>Chưa có.</li>'}</ul>{pages.failing(self.gateway.switch)}"
        self.page(self.look.page("Giao dịch", body))
