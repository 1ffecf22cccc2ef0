"""What can be done with money: ask for it, take it, give it back, find out whose it is, keep its accounts."""

from tinhso.core.payments.actions.asking import ask_payment, cancel_payment, expire_payments
from tinhso.core.payments.actions.cash import close_day, receive_cash
from tinhso.core.payments.actions.payees import (
    approve_payee,
    open_till,
    propose_closing,
    propose_payee,
    refuse_payee,
)
from tinhso.core.payments.actions.refunds import (
    approve_refund,
    ask_refund,
    finish_refund,
    refund_payment,
    refuse_refund,
)
from tinhso.core.payments.actions.settling import (
    accept,
    ask_rest,
    attach,
    book_as_payout,
    give_back,
    put_to_unknown,
)
from tinhso.core.payments.actions.taking import confirm_payment, take_credit
from tinhso.core.payments.actions.trying import fail_attempt, keep_url, start_attempt

__all__ = [
    "accept",
    "approve_payee",
    "approve_refund",
    "ask_payment",
    "ask_refund",
    "ask_rest",
    "attach",
    "book_as_payout",
    "cancel_payment",
    "close_day",
    "confirm_payment",
    "expire_payments",
    "fail_attempt",
    "finish_refund",
    "give_back",
    "keep_url",
    "open_till",
    "propose_closing",
    "propose_payee",
    "put_to_unknown",
    "receive_cash",
    "refund_payment",
    "refuse_payee",
    "refuse_refund",
    "start_attempt",
    "take_credit",
]
