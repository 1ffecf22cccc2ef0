"""What can happen to directives. Ids, codes and days only; what was written stays with the directive."""

import dataclasses
from datetime import datetime
from uuid import UUID

from tinhso.events.definitions import Code, Event, event
from tinhso.operations.directives.domain.words import Moment, Verdict


@dataclasses.dataclass(frozen=True, kw_only=True)
class Matter(Event):
    """What a directive is about, so that others can follow it without knowing its tables.

    alert       uuid of the alert it came from; None: from a meeting, or from nobody's but the issuer's mind
    indicator   code of the number it shall move; empty: none
    place       id of the place where it shall move
    """

    alert: UUID | None
    indicator: Code
    place: int | None


@event()
class DirectiveIssued(Matter):
    """An office has a task. `receiver`: id of the leading office; `parent`: the directive of which it is a part."""

    receiver: int
    coordinating: int
    deadline: datetime
    meeting: UUID | None
    parent: UUID | None


@event()
class DirectiveReceived(Matter):
    """The office knows of it."""


@event()
class DirectiveStarted(Matter):
    """The office works on it."""


@event()
class MoreTimeAsked(Matter):
    """The office cannot keep the deadline."""


@event()
class MoreTimeDecided(Matter):
    """Whoever issued it gave more time, or did not."""

    granted: bool
    deadline: datetime


@event()
class DirectiveContributed(Matter):
    """A co-ordinating office said what it did. `office`: its id."""

    office: int


@event()
class DirectiveAnswered(Matter):
    """The office says what it did. `files`: so many papers and recordings show it; `on_time`: before the deadline."""

    files: int
    on_time: bool


@event()
class DirectiveAccepted(Matter):
    """Whoever issued it agrees. `on_time`: the answer was there before the deadline."""

    on_time: bool


@event()
class DirectiveSentBack(Matter):
    """Something is still missing; the office goes on."""

    deadline: datetime


@event()
class DirectiveRecalled(Matter):
    """It is to be done no more."""


@event()
class DirectiveClosed(Matter):
    """Nothing of it is left to be done or measured."""


@event()
class DirectiveMeasured(Matter):
    """The number it shall move was read. `helped` None: it cannot be said."""

    moment: Moment
    verdict: Verdict
    helped: bool | None


@event()
class MeetingEntered(Event):
    """A meeting that gave tasks was entered."""

    tasks: int
