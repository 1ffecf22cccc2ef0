"""The clock of alerts."""

from datetime import datetime

from tinhso.events.jobs import daily, every
from tinhso.kit.actors import Actor
from tinhso.operations.alerts.actions.duties import tell_who_begins
from tinhso.operations.alerts.actions.looking import look


@every(minutes=5)
def look_at_numbers(at: datetime) -> None:
    """As often as the warehouse counts today."""
    look(by=Actor.system(), at=at)


@daily(hour=7)
def tell_who_is_on_duty(at: datetime) -> None:
    """Once a week and person: told twice, it is one message."""
    tell_who_begins(at=at)
