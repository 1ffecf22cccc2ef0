"""What can happen to alerts and their rules. Codes, ids and numbers only: nothing that names a person."""

from datetime import date, datetime
from uuid import UUID

from tinhso.events.definitions import Code, Event, event
from tinhso.operations.alerts.domain.words import Ending


@event()
class RulePublished(Event):
    """A version of a rule holds from now on."""

    code: Code
    number: int


@event()
class RuleRetired(Event):
    """A rule looks no more; what it had raised has ended."""

    code: Code


@event()
class RuleFlapped(Event):
    """The alert of a rule at a place began again and again within a week: the rule wants another look."""

    code: Code
    times: int


@event()
class AlertFired(Event):
    """A number at a place has been bad for long enough."""

    rule: Code
    indicator: Code


@event()
class AlertAcknowledged(Event):
    """Somebody has taken it on."""

    rule: Code


@event()
class AlertGivenOut(Event):
    """A directive was issued because of it: an office has it."""

    rule: Code
    directive: UUID


@event()
class AlertEnded(Event):
    """It stands no more. `minutes` is how long it fired."""

    rule: Code
    why: Ending
    minutes: int


@event()
class AlertsSilenced(Event):
    """Nobody is told of a rule's alerts, somewhere or everywhere, until then; why stays with the row."""

    rule: Code
    until: datetime


@event()
class SilenceLifted(Event):
    rule: Code


@event()
class DutySet(Event):
    """Who is told in a week; `monday` is its first day."""

    monday: date


@event()
class DutyHandedOver(Event):
    """Somebody else is told for the rest of the week."""

    monday: date
