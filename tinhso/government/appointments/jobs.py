"""What appointments do by the clock."""

from datetime import datetime

from tinhso.events.jobs import daily
from tinhso.government.appointments.actions.closing import close_past_days, forget_phones, miss_appointments
from tinhso.government.appointments.actions.notifying import remind
from tinhso.kit.actors import Actor


@daily(hour=0, minute=10)
def close_days(at: datetime) -> None:
    """Count the days that are over; numbers begin anew."""
    miss_appointments(by=Actor.system(), at=at)
    close_past_days(by=Actor.system(), at=at)
    forget_phones(at=at)


@daily(hour=16)
def remind_of_appointments(at: datetime) -> None:
    """Tell people of tomorrow's appointments while the office still answers the telephone."""
    remind(at=at)
