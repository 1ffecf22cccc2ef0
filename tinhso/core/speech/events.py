"""What can happen to recorded voices. Ids and codes only."""

from tinhso.events.definitions import Code, Event, event


@event()
class PhrasesFound(Event):
    """The texts of the house were looked through: so many are new, so many are said no more."""

    new: int
    gone: int


@event()
class ClipOffered(Event):
    """Someone recorded a phrase."""

    language: Code


@event()
class ClipApproved(Event):
    """Someone else listened and found it good; from now on people hear it."""

    language: Code


@event()
class ClipRefused(Event):
    """Someone else listened, and it has to be recorded anew."""

    language: Code
