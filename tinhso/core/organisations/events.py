"""What can happen to an organisation. Codes of kinds are those of `domain.words.Kind`."""

from datetime import date
from uuid import UUID

from tinhso.events.definitions import Code, Event, event


@event()
class OrganisationRegistered(Event):
    """An organisation entered the register."""

    kind: Code


@event()
class OrganisationCorrected(Event):
    """Something kept about it was corrected; `what` lists the fields, joined by `+`."""

    what: Code


@event()
class OrganisationClosed(Event):
    """It ended on a day; nobody took it over."""

    on: date


@event()
class OrganisationSucceeded(Event):
    """It ended on a day and another took over what it did."""

    new: UUID
    on: date


@event()
class OrganisationMoved(Event):
    """It is at another place now: it moved, or its place was taken over by another."""

    left: int
    came: int
