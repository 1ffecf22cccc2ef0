"""The words of money: states, rails, why money waits, what can be done about it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import Book, IntentState, Mismatch, RefundState, Settlement
from tinhso.kit.passport import Text

STATE_WORDS: Mapping[IntentState, Text] = {
    IntentState.ASKED: _("To be paid"),
    IntentState.PAID: _("Paid"),
    IntentState.CANCELLED: _("No longer asked for"),
    IntentState.EXPIRED: _("Its day has passed"),
    IntentState.REFUNDED: _("Paid back"),
}
STATE_LOOKS: Mapping[IntentState, tuple[str, str]] = {
    IntentState.ASKED: ("hand-pointing", "earth"),
    IntentState.PAID: ("check-fat", "green"),
    IntentState.CANCELLED: ("x-circle", ""),
    IntentState.EXPIRED: ("clock", ""),
    IntentState.REFUNDED: ("arrow-u-up-left", "indigo"),
}
"""Icon and tone of the tag."""
RAIL_WORDS: Mapping[RailCode, Text] = {
    RailCode.BANK: _("Bank transfer"),
    RailCode.VNPAY: _("VNPAY"),
    RailCode.MOMO: _("MoMo"),
    RailCode.HOSTED: _("Card or Mobile Money"),
    RailCode.CASH: _("Cash"),
}
RAIL_ICONS: Mapping[RailCode, str] = {
    RailCode.BANK: "bank",
    RailCode.VNPAY: "qr-code",
    RailCode.MOMO: "wallet",
    RailCode.HOSTED: "credit-card",
    RailCode.CASH: "money",
}
MISMATCH_WORDS: Mapping[Mismatch, Text] = {
    Mismatch.UNMATCHED: _("Nobody knows for what"),
    Mismatch.DOUBLED: _("Paid a second time"),
    Mismatch.SHORT: _("Too little"),
    Mismatch.OVER: _("Too much"),
    Mismatch.LATE: _("Came too late"),
}
MISMATCH_HELP: Mapping[Mismatch, Text] = {
    Mismatch.UNMATCHED: _("The memo names nothing that is asked for here."),
    Mismatch.DOUBLED: _("This was paid before. The payer most likely wants the money back."),
    Mismatch.SHORT: _("Less came than was asked for. The payer still sees it as not paid."),
    Mismatch.OVER: _("It counts as paid; what is too much waits here."),
    Mismatch.LATE: _("It was cancelled, or its day had passed, when the money came."),
}
WAY_WORDS: Mapping[Settlement, Text] = {
    Settlement.ATTACHED: _("It was meant for a payment that I name"),
    Settlement.ACCEPTED: _("Take it as it is: it counts as paid"),
    Settlement.REST_ASKED: _("Count it as a part and ask for the rest"),
    Settlement.REFUNDED: _("Give the money back"),
    Settlement.UNKNOWN: _("Put it to unknown income"),
    Settlement.PAYOUT: _("A gateway hands over what people paid there"),
}
REFUND_WORDS: Mapping[RefundState, Text] = {
    RefundState.ASKED: _("Waits for a second person"),
    RefundState.APPROVED: _("Approved, to be sent"),
    RefundState.UNSURE: _("Sent, no answer yet"),
    RefundState.DONE: _("The money is back"),
    RefundState.REFUSED: _("Not given back"),
}
BOOK_WORDS: Mapping[Book, Text] = {
    Book.BANK: _("At the bank"),
    Book.GATEWAY: _("At a gateway"),
    Book.TILL: _("In the tills"),
    Book.INCOME: _("Fees collected"),
    Book.HELD: _("Waits for a person"),
    Book.UNKNOWN: _("Unknown income"),
    Book.DIFFERENCE: _("Differences of tills"),
}
