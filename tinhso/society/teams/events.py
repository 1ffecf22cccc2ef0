"""What can happen to community teams. Codes, ids and counts only: nothing that names a person."""

from datetime import date, datetime

from tinhso.events.definitions import Code, Event, event
from tinhso.society.teams.domain.awarding import Level, Proposer, Whom
from tinhso.society.teams.domain.words import ActivityKind, Help, Position


@event()
class TeamFormed(Event):
    """A village has a team."""


@event()
class TeamEnded(Event):
    """A team is no more; `into` is the team that its members went to, where there is one."""

    into: int | None


@event()
class TeamMoved(Event):
    """Its place went whole to another place, and the team with it."""

    old: int
    new: int


@event()
class MemberJoined(Event):
    position: Position


@event()
class MemberChanged(Event):
    """What a member is or can do, or whether neighbours may see name and telephone (`shown`)."""

    position: Position
    shown: bool


@event()
class MemberLeft(Event):
    """A member left the team."""


@event()
class MemberTrained(Event):
    """A member took part in a training."""


@event()
class ListRead(Event):
    """A list of members was read to be looked at."""

    rows: int
    faulty: int


@event()
class ListTaken(Event):
    """A list of members was taken in."""

    teams: int
    joined: int
    renewed: int
    same: int


@event()
class ActivityPlanned(Event):
    kind: ActivityKind


@event()
class ActivityDone(Event):
    """A team did something: how many were helped and taught, in which language. `household`: it is known which."""

    kind: ActivityKind
    language: Code
    people: int
    taught: int
    household: bool


@event()
class HelpGiven(Event):
    """So many people were helped by one thing."""

    help: Help
    language: Code
    people: int


@event()
class ActivityCalledOff(Event):
    kind: ActivityKind


@event()
class HelpAsked(Event):
    """Somebody asked for help. `channel`: page, phone or counter; `named`: they are in the register."""

    help: Help
    language: Code
    channel: Code
    named: bool


@event()
class HelperAsked(Event):
    """A member was asked to help; `head`: as head of the team, because nobody answered."""

    member: int
    until: datetime
    head: bool


@event()
class HelpAccepted(Event):
    """A member takes it on. `minutes` since it was asked for."""

    help: Help
    member: int
    minutes: int


@event()
class HelpDeclined(Event):
    """A member cannot help, or was silent."""

    member: int
    silent: bool


@event()
class HelpEnded(Event):
    """Helped, no longer needed, or nobody could. `how`: the outcome of the case."""

    help: Help
    language: Code
    how: Code
    minutes: int


@event()
class AllowanceRuleEntered(Event):
    """From a day on so much is paid. `amount` in đồng."""

    code: Code
    amount: int
    begins: date


@event()
class SheetSubmitted(Event):
    """A month of a commune was put before another person. `total` in đồng."""

    month: date
    lines: int
    total: int


@event()
class SheetReturned(Event):
    month: date


@event()
class SheetApproved(Event):
    month: date
    lines: int
    total: int


@event()
class NewsTold(Event):
    """The members of the teams below a place were told something."""

    members: int


@event()
class AwardProposed(Event):
    """A team or one of its members was proposed for an award. `proposer`: head, member or officer."""

    kind: Code
    period: Code
    proposer: Proposer


@event()
class CouncilCalled(Event):
    """So many have a seat in the council about an award."""

    seats: int


@event()
class OpinionGiven(Event):
    """A member of the council said what they think; what, the log does not know."""

    given: int


@event()
class AwardGranted(Event):
    kind: Code
    level: Level
    whom: Whom


@event()
class AwardEnded(Event):
    """A proposal ended without an award: refused, withdrawn, or lapsed. `how`: the outcome of the case."""

    kind: Code
    how: Code
