"""What can happen between a person and the offices about that person's data. Ids and codes only."""

from tinhso.events.definitions import Code, Event, event


@event()
class CopyAsked(Event):
    """Someone asked for a copy of all that is known of them."""


@event()
class CopyMade(Event):
    """It lies ready; so many sheets and papers."""

    sheets: int
    papers: int


@event()
class CopyOpened(Event):
    """They took it."""


@event()
class CopyDestroyed(Event):
    """It is gone, taken or not."""


@event()
class RequestMade(Event):
    """Someone asked an office to correct, erase, restrict or explain what it knows of them."""

    kind: Code
    agency: int
