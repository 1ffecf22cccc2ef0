"""The doors at which banks and gateways tell of money, and what became of what they told."""

from enum import StrEnum


class Door(StrEnum):
    """Who tells."""

    VNPAY = "vnpay"
    MOMO = "momo"
    HOSTED = "hosted"
    VIETQR = "vietqr"
    SEPAY = "sepay"


class Heard(StrEnum):
    """What a message did.

    taken     money was taken in, or a try failed
    same      it told what was known already
    wrong     the amount is not what was asked for; the money waits for a person
    waiting   nothing is settled yet
    unknown   it is about an order or account that is not known here
    ignored   it is about money that went out
    """

    TAKEN = "taken"
    SAME = "same"
    WRONG = "wrong"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    IGNORED = "ignored"
