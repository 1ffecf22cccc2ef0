"""What appointments do when something happens: holders are told, closed days and merged offices are followed."""

from datetime import date
from uuid import UUID

from tinhso.events.reactions import Delivered, reacts_to
from tinhso.government.appointments.actions.changes import (
    call_off_closed,
    forget_visitor,
    office_ended,
    office_moved,
    office_taken_over,
)
from tinhso.government.appointments.actions.notifying import OF_APPOINTMENT, tell_of_appointment
from tinhso.government.appointments.actions.untold import not_reached
from tinhso.kit.actors import Actor


@reacts_to(*OF_APPOINTMENT)
def tell_who_booked(delivered: Delivered) -> None:
    """Whoever has an appointment learns what became of it."""
    tell_of_appointment(delivered)


@reacts_to("notices.NumberNotReached")
def visitor_not_reached(delivered: Delivered) -> None:
    """A visitor does not know what the office changed: an officer must tell them."""
    not_reached(str(delivered.data["kind"]), str(delivered.data["cause"]), at=delivered.at)


@reacts_to("calendar.WorkingDayChanged", "calendar.WorkingDayCleared")
def day_changed(delivered: Delivered) -> None:
    """A holiday was moved: nobody comes to a closed door."""
    call_off_closed(day=date.fromisoformat(str(delivered.data["day"])), by=Actor.system(), at=delivered.at)


@reacts_to("calendar.OpeningHoursChanged")
def hours_changed(delivered: Delivered) -> None:
    """Offices open and close at other hours."""
    call_off_closed(by=Actor.system(), at=delivered.at)


@reacts_to("organisations.OrganisationSucceeded")
def office_merged(delivered: Delivered) -> None:
    """Another office took over."""
    office_taken_over(
        old=UUID(delivered.about), new=UUID(str(delivered.data["new"])), by=Actor.system(), at=delivered.at
    )


@reacts_to("organisations.OrganisationClosed")
def office_closed(delivered: Delivered) -> None:
    """Nobody took it over."""
    office_ended(UUID(delivered.about), by=Actor.system(), at=delivered.at)


@reacts_to("organisations.OrganisationMoved")
def office_is_elsewhere(delivered: Delivered) -> None:
    """It is at another place."""
    office_moved(UUID(delivered.about), by=Actor.system(), at=delivered.at)


@reacts_to("people.PersonForgotten")
def person_forgotten(delivered: Delivered) -> None:
    """Nobody knows any more whose hours they were; what lies ahead is given back."""
    forget_visitor(UUID(delivered.about), by=Actor.system(), at=delivered.at)
