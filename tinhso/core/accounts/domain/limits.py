"""How often someone may try, and how long a session lasts. Numbers and arithmetic, no clock of its own.

Trying is limited per account together with the device, so that nobody locks a neighbour out; two slow counters per
account and per address stop those who come from many places or try many names. An address is generous: a village may
sit behind one. A device the account has used before has its own budget, which strangers cannot spend.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinhso.core.accounts.domain.rights import Kind

ACCOUNT_WINDOW = timedelta(minutes=15)
PER_DEVICE = 5
PER_ACCOUNT = 10
ADDRESS_WINDOW = timedelta(minutes=10)
NAMES_PER_ADDRESS = 30
CODES_PER_SIGN_IN = 5
PENDING = timedelta(minutes=10)
FRESH = timedelta(minutes=5)
INVITATION = timedelta(hours=24)

IDLE = {Kind.STAFF: timedelta(minutes=15), Kind.CITIZEN: timedelta(minutes=30)}
LONGEST = {Kind.STAFF: timedelta(hours=12), Kind.CITIZEN: timedelta(days=7)}
VISIT = timedelta(hours=1)
"""How long the session of someone who has not signed in is kept (it only carries a sign-in under way)."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A failed try: when, with which device (keyed hashes), whether the account knew the device."""

    at: datetime
    device: str
    known: bool


def account_free_at(tries: Iterable[Tried], *, device: str, known: bool, at: datetime) -> datetime:
    """The moment from which this device may try this account again; `at` itself when it may now."""
    recent = [tried for tried in tries if tried.at > at - ACCOUNT_WINDOW]
    mine = [tried.at for tried in recent if tried.device == device]
    free = free_at(mine, limit=PER_DEVICE, window=ACCOUNT_WINDOW, at=at)
    if known:
        return free
    strangers = [tried.at for tried in recent if not tried.known]
    return max(free, free_at(strangers, limit=PER_ACCOUNT, window=ACCOUNT_WINDOW, at=at))


def free_at(times: Sequence[datetime], *, limit: int, window: timedelta, at: datetime) -> datetime:
    """When fewer than `limit` of the times lie within the window again."""
    counted = sorted(time for time in times if time > at - window)
    return counted[-limit] + window if len(counted) >= limit else at


def session_ends(kind: Kind | None, *, opened: datetime, at: datetime) -> datetime:
    """When a session dies if nothing more is done in it: idle time, within the longest time."""
    if kind is None:
        return at + VISIT
    return min(at + IDLE[kind], opened + LONGEST[kind])
