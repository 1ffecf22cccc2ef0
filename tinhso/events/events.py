"""What can happen to the log itself."""

from tinhso.events.definitions import Code, Event, event


@event()
class EpochOpened(Event):
    """Sealed entries were lost in a restore and the log began a new tree. First entry of its epoch.

    signed_size, signed_root    what the signer had signed of the epoch before; the root in hex
    surviving                   how many of those entries are still here
    """

    signed_size: int
    signed_root: Code
    surviving: int


@event()
class DeliveryRetried(Event):
    """An engineer let a parked delivery be tried again."""


@event()
class DeliveryDismissed(Event):
    """An engineer decided that a parked delivery will not be done; the reason stays with the delivery."""
