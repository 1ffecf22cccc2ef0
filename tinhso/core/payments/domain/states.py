"""The states of what is paid, each in one readable table. A change that stands in none of them cannot happen."""

from collections.abc import Mapping
from enum import StrEnum


class IntentState(StrEnum):
    """How a payment that was asked for stands."""

    ASKED = "asked"
    PAID = "paid"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUNDED = "refunded"


class IntentChange(StrEnum):
    """What can happen to it."""

    CONFIRM = "confirm"
    CANCEL = "cancel"
    EXPIRE = "expire"
    ACCEPT = "accept"
    REFUND = "refund"


INTENT: Mapping[tuple[IntentState, IntentChange], IntentState] = {
    (IntentState.ASKED, IntentChange.CONFIRM): IntentState.PAID,
    (IntentState.ASKED, IntentChange.ACCEPT): IntentState.PAID,
    (IntentState.ASKED, IntentChange.CANCEL): IntentState.CANCELLED,
    (IntentState.ASKED, IntentChange.EXPIRE): IntentState.EXPIRED,
    (IntentState.CANCELLED, IntentChange.ACCEPT): IntentState.PAID,
    (IntentState.EXPIRED, IntentChange.ACCEPT): IntentState.PAID,
    (IntentState.PAID, IntentChange.REFUND): IntentState.REFUNDED,
}
"""From where, by what, to where. `accept` is a person's: money that came late or short is taken as it is."""

STANDING = frozenset({IntentState.ASKED, IntentState.PAID})
"""There is at most one such intent for a purpose of a subject; what was cancelled, ran out or was paid back may be
asked for anew."""


class AttemptState(StrEnum):
    """How one try on one gateway stands. `unsure` was tried and not answered: it is asked about, never guessed."""

    STARTED = "started"
    UNSURE = "unsure"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


OPEN_ATTEMPTS = frozenset({AttemptState.STARTED, AttemptState.UNSURE})


class Outcome(StrEnum):
    """What became of money that came in.

    settled   it paid an intent; no intent has two
    part      it paid a part, the rest was asked for
    held      nobody knows yet: a person has it in the queue
    refunding it goes back, all of it
    unknown   nobody's: it stays on the account for unknown income
    payout    the gateway handed over what people had paid there
    """

    SETTLED = "settled"
    PART = "part"
    HELD = "held"
    REFUNDING = "refunding"
    UNKNOWN = "unknown"
    PAYOUT = "payout"


class Mismatch(StrEnum):
    """Why money waits for a person."""

    UNMATCHED = "unmatched"
    DOUBLED = "doubled"
    SHORT = "short"
    OVER = "over"
    LATE = "late"


class Settlement(StrEnum):
    """What a person did about it."""

    ATTACHED = "attached"
    ACCEPTED = "accepted"
    REST_ASKED = "rest_asked"
    REFUNDED = "refunded"
    UNKNOWN = "unknown"
    PAYOUT = "payout"


MAY_SETTLE: Mapping[Mismatch, tuple[Settlement, ...]] = {
    Mismatch.UNMATCHED: (Settlement.ATTACHED, Settlement.PAYOUT, Settlement.REFUNDED, Settlement.UNKNOWN),
    Mismatch.DOUBLED: (Settlement.REFUNDED, Settlement.ATTACHED, Settlement.UNKNOWN),
    Mismatch.SHORT: (Settlement.REST_ASKED, Settlement.ACCEPTED, Settlement.REFUNDED),
    Mismatch.OVER: (Settlement.REFUNDED, Settlement.UNKNOWN),
    Mismatch.LATE: (Settlement.ACCEPTED, Settlement.REFUNDED, Settlement.UNKNOWN),
}
"""What a person may do about each, the likeliest first."""


class RefundState(StrEnum):
    """How a refund stands. `unsure`: the rail was asked and did not answer; it is asked about, never sent again."""

    ASKED = "asked"
    APPROVED = "approved"
    UNSURE = "unsure"
    DONE = "done"
    REFUSED = "refused"


class Book(StrEnum):
    """The kinds of account in the books of one payee."""

    BANK = "bank"
    GATEWAY = "gateway"
    TILL = "till"
    INCOME = "income"
    HELD = "held"
    UNKNOWN = "unknown"
    DIFFERENCE = "difference"


ASSETS = frozenset({Book.BANK, Book.GATEWAY, Book.TILL})
"""Where money lies: these grow by debits. The others say whose it is and grow by credits, `difference` both ways."""
