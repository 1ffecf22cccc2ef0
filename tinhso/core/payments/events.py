"""What can happen to money. Amounts are whole đồng; who owed and who paid stays with the row."""

from datetime import date
from uuid import UUID

from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import Mismatch, Settlement
from tinhso.events.definitions import Code, Event, event


@event()
class PaymentAsked(Event):
    """A system asks for money. `system`, `subject` and `purpose` say for what: they are the system's own words."""

    system: Code
    subject: UUID
    purpose: Code
    amount: int


@event()
class PaymentConfirmed(Event):
    """Exactly once for an intent: it is paid. `amount` is what was asked for."""

    system: Code
    subject: UUID
    purpose: Code
    amount: int
    rail: RailCode


@event()
class PaymentCancelled(Event):
    """It is no longer asked for."""

    system: Code
    subject: UUID
    purpose: Code


@event()
class PaymentExpired(Event):
    """Its deadline passed and nothing had come."""

    system: Code
    subject: UUID
    purpose: Code


@event()
class PaymentStarted(Event):
    """The payer went to a gateway."""

    rail: RailCode


@event()
class PaymentFailed(Event):
    """The gateway says that nothing was paid there. `code` is its own word for why."""

    rail: RailCode
    code: Code


@event()
class MoneyHeld(Event):
    """Money came that pays nothing by itself; a person has it in the queue."""

    kind: Mismatch
    amount: int
    rail: RailCode


@event()
class MoneyForgotten(Event):
    """Money has waited for `days` and nobody of the office has said what becomes of it."""

    kind: Mismatch
    amount: int
    days: int


@event()
class MoneySettled(Event):
    """A person said what becomes of it."""

    kind: Mismatch
    how: Settlement
    amount: int


@event()
class RefundAsked(Event):
    amount: int


@event()
class RefundApproved(Event):
    amount: int


@event()
class RefundRefused(Event):
    amount: int


@event()
class RefundDone(Event):
    """The money is back. `whole`: all of what the intent had asked for; None where there was no intent."""

    amount: int
    rail: RailCode
    system: Code
    subject: UUID | None
    purpose: Code
    whole: bool


@event()
class CashDayClosed(Event):
    """An officer counted a till. `difference` is counted less expected."""

    day: date
    expected: int
    counted: int
    difference: int


@event()
class ReceiptIssued(Event):
    """A public fee receipt got its number."""

    number: int
    year: int


@event()
class PayeeProposed(Event):
    """Someone wants to open, change or close an account that money is paid to."""


@event()
class PayeeApproved(Event):
    """A second person agreed; it holds from now on."""


@event()
class PayeeRefused(Event):
    """A second person did not agree."""


@event()
class StatementImported(Event):
    """The lines of a bank statement were taken in. `known`: they had come before, by whatever way."""

    lines: int
    matched: int
    held: int
    known: int
    faulty: int


@event()
class TillOpened(Event):
    """A desk may take cash for an account."""
