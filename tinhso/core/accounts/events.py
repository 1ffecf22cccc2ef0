"""What happens to accounts, posts, mandates and at the door."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from tinhso.events.definitions import Code, Event, event


class Way(StrEnum):
    """What someone proved themselves by: name and password, an app's code, a passkey, the national identity."""

    NAME = "name"
    CODE = "code"
    PASSKEY = "passkey"
    IDENTITY = "identity"
    DEMO = "demo"


@event()
class AccountOpened(Event):
    kind: Code
    level: int


@event()
class AccountClosed(Event):
    """Shut for good."""


@event()
class ClosingAsked(Event):
    """Its holder wants it closed; on that day it is, unless they think better of it."""

    on: datetime


@event()
class ClosingTakenBack(Event):
    """Its holder keeps it."""


@event()
class AccountDisabled(Event):
    """Shut until someone lets it in again; every session and token died with it."""

    sessions: int
    tokens: int


@event()
class AccountEnabled(Event):
    """Let in again."""


@event()
class PostGiven(Event):
    account: UUID
    organisation: UUID
    role: Code
    starts_at: datetime
    ends_at: datetime | None


@event()
class PostConfirmed(Event):
    """A second person agreed to a post that looks over all agencies."""

    account: UUID
    role: Code


@event()
class PostEnded(Event):
    account: UUID
    role: Code
    ends_at: datetime


@event()
class PostMoved(Event):
    """The place or the office of a post was handed to its successor."""

    account: UUID


@event()
class PostDelegated(Event):
    to: UUID
    starts_at: datetime
    ends_at: datetime


@event()
class DelegationEnded(Event):
    to: UUID


@event()
class AbsenceRecorded(Event):
    first_day: date
    last_day: date


@event()
class MandateGiven(Event):
    helper: UUID
    evidence: Code
    starts_at: datetime
    ends_at: datetime


@event()
class MandateWithdrawn(Event):
    helper: UUID


@event()
class ConsentGiven(Event):
    """Someone agreed that a helper does one thing for them.

    task, wording   the system that does it, and which version of its words they agreed to
    """

    helper: UUID
    task: Code
    wording: int
    evidence: Code
    said_at: datetime
    ends_at: datetime


@event()
class ConsentUsed(Event):
    """The one thing was done; nothing more may be done by it."""

    task: Code


@event()
class ConsentHeard(Event):
    """What was typed for someone was read to them."""

    task: Code
    right: bool


@event()
class ActingChosen(Event):
    """Someone began to act for another person in this session, or (no mandate) for themselves again."""

    chosen: UUID | None


@event()
class SignedIn(Event):
    way: Way
    known_device: bool


@event()
class SignInFailed(Event):
    """A wrong try; about the try, never about an account, so that the log does not tell which names exist."""

    way: Way


@event()
class SignInSlowed(Event):
    """Too many tries: told when to come back."""

    until: datetime


@event()
class SignedOut(Event):
    everywhere: bool


@event()
class PasswordChanged(Event):
    """The account has a new password; its other sessions died."""


@event()
class FactorAdded(Event):
    way: Way


@event()
class FactorRemoved(Event):
    way: Way


@event()
class TokenMade(Event):
    token: UUID
    ends_at: datetime


@event()
class TokenWithdrawn(Event):
    token: UUID


@event()
class RecoveryAsked(Event):
    """One officer saw the person and their card."""

    checked: Code


@event()
class RecoveryAgreed(Event):
    """A second officer agreed: the old factors are gone, an invitation was handed over."""


@event()
class RecoveryUsed(Event):
    """The account began anew with a new password."""


@event()
class AccountFollowed(Event):
    """The account's (or the mandate's) person was merged into another, or parted again, and it followed."""

    merge: UUID
