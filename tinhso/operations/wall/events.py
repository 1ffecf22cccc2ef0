"""What can happen to the wall. Codes and counts only."""

from tinhso.events.definitions import Code, Event, event


@event()
class TileChosen(Event):
    """A place of the wall shows another number, or the same against another target."""

    position: int
    indicator: Code


@event()
class BriefingMade(Event):
    """The morning was put into words; `looked_at` places want a look."""

    looked_at: int
