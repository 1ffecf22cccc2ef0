"""What can happen to a person of the register. Ids, codes and truth values only.

The codes are those of `domain.words`: Basis, Relation, ReadReason, ForgetReason.
"""

from datetime import date
from uuid import UUID

from tinhso.events.definitions import Code, Event, event


@event()
class PersonRegistered(Event):
    """A person entered the register. `number` tells how their identity number became known (empty: there is none)."""

    number: Code
    has_phone: bool


@event()
class PersonCorrected(Event):
    """Something told about a person was corrected; `what` lists the fields, joined by `+`."""

    what: Code


@event()
class NumberCorrected(Event):
    """The identity number was added, replaced or removed (`basis` empty)."""

    basis: Code


@event()
class PersonMoved(Event):
    """A person lives elsewhere now. Ids of the old and the new place."""

    left: int | None
    came: int


@event()
class HouseholdFormed(Event):
    """People became a household."""

    members: int


@event()
class HouseholdJoined(Event):
    """A person became a member of a household."""

    person: UUID
    relation: Code


@event()
class HouseholdLeft(Event):
    """A person is no longer a member of a household."""

    person: UUID


@event()
class HouseholdMoved(Event):
    """A household, with all members, lives elsewhere now."""

    left: int
    came: int
    members: int


@event()
class HouseholdHandedOver(Event):
    """Another member is the head of the household."""

    head: UUID


@event()
class DeathRecorded(Event):
    """A person has died."""

    on: date | None


@event()
class PeopleMerged(Event):
    """Two rows were one person: whatever refers to `gone` means the person this is about."""

    gone: UUID
    merge: UUID


@event()
class MergeUndone(Event):
    """They were two after all: `back` is a person of their own again."""

    back: UUID
    merge: UUID


@event()
class PeopleToldApart(Event):
    """A person looked at two who are alike and said that they are two."""

    other: UUID


@event()
class PersonForgotten(Event):
    """Names, numbers and phone of a person are gone for good."""

    reason: Code


@event()
class PersonRead(Event):
    """Someone looked at a person's data; that person sees it on their own page. `case` may be empty."""

    reason: Code
    case: Code


@event()
class PeopleListed(Event):
    """Someone was shown a list with the names of so many people; who they are is kept in the row this is about."""

    way: Code
    people: int


@event()
class PeopleResettled(Event):
    """A place was taken over by the one this is about; so many households and people belong there now."""

    old: int
    households: int
    people: int
