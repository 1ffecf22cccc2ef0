"""Orders at a gateway: asked for, paid on its page or not, told of, paid back."""

import secrets
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from time import time
from typing import Any

from simulators.tills.counter import Counter


@dataclass(slots=True)
class Payment:
    """Money that was taken for an order."""

    number: str
    amount: int
    at: float


@dataclass(slots=True)
class Order:
    """What a merchant asked to be paid. `asked` is the question as it came."""

    ref: str
    amount: int
    words: str
    return_url: str
    notify_url: str
    expires: float
    asked: dict[str, Any]
    state: str = "open"
    payments: list[Payment] = field(default_factory=list)
    refunds: dict[str, int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @property
    def last(self) -> Payment | None:
        return self.payments[-1] if self.payments else None

    @property
    def given_back(self) -> int:
        return sum(self.refunds.values())

    def as_json(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "amount": self.amount,
            "state": self.state,
            "payments": [{"number": one.number, "amount": one.amount} for one in self.payments],
            "refunds": self.refunds,
            "told": self.told,
        }


class Till:
    """All orders of a gateway, in memory."""

    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}
        self._numbers = int(time()) * 1000 % 10**10
        self._lock = Lock()

    def open(self, order: Order) -> bool:
        """Keep a new order; False when the reference was used before."""
        with self._lock:
            return self._orders.setdefault(order.ref, order) is order

    def order(self, ref: str) -> Order | None:
        return self._orders.get(ref)

    def all(self) -> list[Order]:
        """The latest first."""
        return list(reversed(self._orders.values()))

    def pay(self, order: Order, amount: int) -> Payment:
        """Take money; an order may be paid more than once, as happens."""
        with self._lock:
            self._numbers += 1 + secrets.randbelow(5)
            payment = Payment(str(self._numbers), amount, time())
            order.state = "paid"
            order.payments.append(payment)
        return payment

    def give_back(self, order: Order, ref: str, amount: int) -> bool:
        """Send money back, once for a reference; False when there is not so much."""
        with self._lock:
            if ref in order.refunds:
                return True
            paid = sum(one.amount for one in order.payments)
            if order.given_back + amount > paid:
                return False
            order.refunds[ref] = amount
        return True


def settle(counter: Counter, till: Till, order: Order, told: Any) -> None:
    """The payer pressed *pay*: take the money and tell of it, each as the switch says.

    told   calls the merchant about a payment: `told(order, payment, amount, forged=…)`, and says whether it was heard
    """
    switch = counter.switch
    amount = switch.wrong(order.amount) if switch.strikes("wrong_amount") else order.amount
    payments = [till.pay(order, amount)]
    if switch.strikes("twice"):
        payments.append(till.pay(order, amount))
    if switch.strikes("never"):
        return
    said = amount * 100 if switch.strikes("hundredfold") else amount
    forged = switch.strikes("forged")
    times = 3 if switch.strikes("repeat") else 1
    calls = [(payment, said, forged) for payment in payments for _ in range(times)]
    wait = switch.seconds if switch.strikes("late") else 0.0
    if switch.strikes("early"):
        _tell_all(counter, order, calls, told)
    else:
        counter.later(wait, lambda: _tell_all(counter, order, calls, told))


def _tell_all(counter: Counter, order: Order, calls: list[tuple[Payment, int, bool]], told: Any) -> None:
    for payment, said, forged in calls:
        if forged:
            told(order, payment, said, forged=True)
        else:
            counter.tell(partial(told, order, payment, said, forged=False))
