"""What can happen to places for guests. Codes, ids and counts only: a scan and a review say nothing of anyone."""

from tinhso.events.definitions import Code, Event, event


@event()
class DestinationWritten(Event):
    """An entry was begun or changed."""

    kind: Code


@event()
class DestinationPublished(Event):
    kind: Code


@event()
class DestinationWithdrawn(Event):
    kind: Code


@event()
class PlateScanned(Event):
    """Somebody opened the page of a plate; nobody knows who."""

    kind: Code
    language: Code


@event()
class TripKept(Event):
    """Somebody kept a plan for so many days and stops. `basis`: from what its ways were reckoned."""

    days: int
    stops: int
    basis: Code


@event()
class DestinationReviewed(Event):
    """Somebody gave a face. `held`: until somebody looked."""

    face: int
    held: bool


@event()
class ReviewDecided(Event):
    """A review is shown or hidden from now on."""

    shown: bool


@event()
class ReviewAnswered(Event):
    """The place answered a guest in public."""


@event()
class WarningPutUp(Event):
    kind: Code


@event()
class WarningTakenBack(Event):
    kind: Code


@event()
class MediumAdded(Event):
    """A picture, or somebody's voice."""

    kind: Code
