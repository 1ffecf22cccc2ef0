"""What can happen to a case and to a definition. A system may name its own event for an act instead of `CaseMoved`."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from tinhso.events.definitions import Code, Event, event


@event()
class DefinitionDrafted(Event):
    """A version of a workflow was written, or written anew; nothing runs by it yet."""

    code: Code
    number: int


@event()
class DefinitionPublished(Event):
    """New cases are opened by this version from now on; it is never changed again."""

    code: Code
    number: int


@event()
class DefinitionRetired(Event):
    """No new cases are opened by this version any more; those that run go on."""

    code: Code
    number: int


@event()
class CaseOpened(Event):
    """A case began. `owner` is the id of the account that answers for it."""

    definition: Code
    number: int
    state: Code
    agency: int
    owner: int | None
    due_at: datetime


@event()
class CaseMoved(Event):
    """Something was done with a case.

    on_time    said when the clock ended with it, else None
    notifies   who is to be told, joined by `+`: applicant, owner, head, …
    """

    action: Code
    from_state: Code
    to_state: Code
    owner: int | None
    outcome: Code
    on_time: bool | None
    notifies: Code


@event()
class CaseAssigned(Event):
    """Someone else answers for the case. `why`: claimed, by_hand, post_ended, found_by_watchdog."""

    owner: int | None
    before: int | None
    why: Code


@event()
class CaseHandedOver(Event):
    """Another office has the case. `why`: hand_over, recall, return. The due time stays."""

    left: int
    came: int
    owner: int | None
    why: Code


@event()
class OfficesConsulted(Event):
    """Other offices are asked; each has a case of its own with its own clock."""

    count: int


@event()
class CaseExtended(Event):
    """The term was made longer, with a reason that is kept beside the case."""

    by: Decimal
    before: datetime
    due_at: datetime


@event()
class CaseSuspended(Event):
    """The clock stands, by decision, without a change of state."""


@event()
class CaseResumed(Event):
    """The clock runs again."""

    due_at: datetime


@event()
class CaseDueMoved(Event):
    """The working calendar changed, and the due time with it."""

    before: datetime
    due_at: datetime


@event()
class CaseEscalated(Event):
    """The term is about to end, or has ended: `told` is to be told. `step` counts from 1."""

    step: int
    told: Code
    account: int | None
    late: bool


@event()
class CaseStranded(Event):
    """The watchdog found a case that cannot go on. `told` is the id of the account that is asked to look."""

    what: Code
    told: int | None


@event()
class CaseFreed(Event):
    """What the watchdog had found holds no longer."""

    what: Code


@event()
class CaseRehomed(Event):
    """Places or offices were reorganised; the case went with them and keeps its due time."""

    place: int
    left_place: int
    agency: int
    left_agency: int


@event()
class CaseFollowed(Event):
    """Two persons were one, or were two after all: the case belongs to the other row now."""

    merge: UUID


@event()
class SlipRenewed(Event):
    """The old secret of a slip is void."""


@event()
class NumberVoided(Event):
    """A number of a series will not be used; the reason is kept beside it."""

    series: Code
    year: int
    number: int
