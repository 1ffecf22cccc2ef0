"""What destinations do by the clock."""

from datetime import datetime
from importlib import import_module

from tinhso.economy.destinations.actions.trips import forget_trips
from tinhso.events.jobs import every


@every(hours=24)
def forget_old_trips(at: datetime) -> None:
    """Plans that were kept more than a year ago."""
    forget_trips(at=at)


@every(hours=24)
def reckon_ways(_at: datetime) -> None:
    """The ways to places that were published since. The graph's library is loaded when this first runs."""
    import_module("tinhso.economy.destinations.actions.roads").reckon_legs()
