"""What can happen to a commune's node."""

from tinhso.events.definitions import Code, Event, event


@event()
class NodeRegistered(Event):
    """A node may send from now on; its numbers begin at `number` × 100 000 + 1."""

    number: int


@event()
class NodeRevoked(Event):
    """Nothing that this node sends is taken any more."""

    number: int


@event()
class NodeForked(Event):
    """A node told two histories: from this place on it was an old copy, or there are two of it."""

    number: int
    sequence: int


@event()
class ItemsArrived(Event):
    """Items of a node were brought in, in order."""

    number: int
    first: int
    last: int


@event()
class ItemParked(Event):
    """An item of a node made our machine stumble five times; a person must look."""

    number: int
    sequence: int


@event()
class NodeJoined(Event):
    """This installation is a node of a province from now on."""

    number: int


@event()
class ReturnedSettled(Event):
    """Whoever keeps the node has seen to what came back."""

    sequence: int


@event()
class NodeHalted(Event):
    """This node takes nothing in any more: `revoked`, `forked` or `old_copy`."""

    why: Code
