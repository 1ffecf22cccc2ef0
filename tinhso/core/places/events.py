"""What can happen to places. Registers hand over their rows when they hear `PlaceSucceeded` and `PlaceDivided`."""

from datetime import date
from uuid import UUID

from tinhso.events.definitions import Code, Event, event


@event()
class PlacesRegistered(Event):
    """Units were entered that no resolution made: the tables at the beginning, or villages of a commune."""

    kind: Code
    count: int


@event()
class ResolutionDrafted(Event):
    """A resolution was entered and can be looked at before anything changes."""

    effective: date
    opens: int
    moves: int


@event()
class ResolutionDiscarded(Event):
    """A draft was thrown away before it was confirmed."""


@event()
class ResolutionConfirmed(Event):
    """A person confirmed a resolution; it is carried out on its day."""

    effective: date


@event()
class PlacesReorganised(Event):
    """A resolution was carried out."""

    effective: date
    opened: int
    closed: int


@event()
class PlaceSucceeded(Event):
    """`old` ended and `new` took it over, whole or in part. About the old place.

    Rows that belong to a whole old place move to the new one at once; `PlaceDivided` tells of the others.
    """

    old: int
    new: int
    part: bool
    effective: date


@event()
class PlaceDivided(Event):
    """`old` ended and went to several places. Ask a person about each row: `places.actions.ask_choices`."""

    old: int
    effective: date


@event()
class PlaceChoiceSettled(Event):
    """A person decided to which successor a row belongs. `row` is of the kind that asked; its register moves it."""

    kind: Code
    row: UUID
    old: int
    new: int


@event()
class BoundariesImported(Event):
    """Boundaries of places were read from a file."""

    count: int


@event()
class PlaceCorrected(Event):
    """A figure or a centre of a place was put right."""
