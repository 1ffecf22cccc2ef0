"""What can happen to messages. Ids, codes and counts: what was said and to which number is not repeated here."""

from tinhso.events.definitions import Code, Event, event


@event()
class NoticeTold(Event):
    """People were told something by one kind of message; `people` of one place."""

    kind: Code
    people: int


@event()
class NoticeFailed(Event):
    """One way to one person failed for good."""

    kind: Code
    channel: Code
    why: Code


@event()
class NoticeStuck(Event):
    """No way is left: a person must look at it."""

    kind: Code


@event()
class NoticeHandedOver(Event):
    """A slip was handed over, or the script was read out on the telephone."""

    kind: Code
    channel: Code


@event()
class NoticeSentAgain(Event):
    """A person had it sent once more, by this channel."""

    kind: Code
    channel: Code


@event()
class NumberNotReached(Event):
    """News for a number of which we know nobody did not go; `cause`: what its system called it."""

    kind: Code
    cause: Code


@event()
class NoticesRead(Event):
    """The person read what was new."""

    number: int


@event()
class ChoiceMade(Event):
    """The person chose how to be told; `kind` is empty for everything."""

    kind: Code
    refused: bool


@event()
class ContactGiven(Event):
    channel: Code


@event()
class ContactConfirmed(Event):
    channel: Code


@event()
class ContactWithdrawn(Event):
    channel: Code


@event()
class WordingDrafted(Event):
    kind: Code
    number: int


@event()
class WordingPublished(Event):
    kind: Code
    number: int


@event()
class GatewayWentSilent(Event):
    """A provider has not answered for some minutes."""

    channel: Code
    why: Code


@event()
class GatewayAnsweredAgain(Event):
    channel: Code
    silent_s: int


@event()
class BudgetSpent(Event):
    """What may be sent or spent in this month by a channel is used up."""

    channel: Code


@event()
class CodeSent(Event):
    """A code to prove that a number or an address is one's own was sent."""

    channel: Code


@event()
class CodesStopped(Event):
    """Too few of the last codes were typed in; none is sent until a person looks at it."""
