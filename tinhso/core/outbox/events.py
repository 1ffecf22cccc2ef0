"""What can happen with the outboxes of phones. Ids and codes only."""

from uuid import UUID

from tinhso.events.definitions import Event, event


@event()
class LockerOpened(Event):
    """A member began to keep work on a phone under a PIN."""

    device: UUID


@event()
class LockerRevoked(Event):
    """Somebody took a locker out of use: the phone empties it when it next hears us."""


@event()
class LockerWiped(Event):
    """The phone has emptied it."""


@event()
class OutboxBrought(Event):
    """A file from a phone was brought to a computer: so many things were taken in, so many not."""

    accepted: int
    refused: int


@event()
class OutboxHeld(Event):
    """What came from a locker that was revoked waits for a person."""


@event()
class HeldOutboxDecided(Event):
    """A person looked at it and had it taken in, or thrown away."""

    taken: bool
