"""By which ways someone is told, in which order, and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tinhso.core.notices.domain.channels import ON_REQUEST, ORDER, RINGING, Channel
from tinhso.core.notices.domain.hours import Quiet, may_ring_from, next_at


@dataclass(frozen=True, slots=True)
class Means:
    """How someone can be reached: `phone` any number, `mobile` one that text messages reach, `home` a place."""

    phone: bool = False
    mobile: bool = False
    push: bool = False
    email: bool = False
    home: bool = False

    def reach(self, channel: Channel) -> bool:
        reached = {
            Channel.PUSH: self.push,
            Channel.ZALO: self.mobile,
            Channel.SMS: self.mobile,
            Channel.EMAIL: self.email,
            Channel.VOICE: self.phone,
            Channel.PAPER: self.home,
        }
        return reached[channel]


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone chose; empty channels are the usual order."""

    channels: tuple[Channel, ...] = ()
    language: str = "vi"
    digest: bool = False
    refused: bool = False
    quiet: Quiet | None = None


def ways(means: Means, wish: Wish, *, is_open: Callable[[Channel], bool], must: bool) -> list[Channel]:
    """The channels to try, in order. What someone must learn (`must`) goes on paper when nothing else worked."""

    def fit(channels: Sequence[Channel]) -> list[Channel]:
        return [channel for channel in channels if means.reach(channel) and is_open(channel)]

    chosen = fit(wish.channels)
    usual = [channel for channel in ORDER if channel not in ON_REQUEST and channel is not Channel.PAPER]
    if means.phone and not means.mobile:
        usual.append(Channel.VOICE)
    found = chosen or fit(usual)
    last = [Channel.PAPER] if must and Channel.PAPER not in found else []
    return [*found, *fit(last)]


@dataclass(frozen=True, slots=True)
class Manners:
    """When this house lets telephones ring: `evening` is the hour of the digest."""

    quiet: Quiet
    evening: time
    is_holiday: Callable[[date], bool]
    a_day: int


def first_due(
    channel: Channel, wish: Wish, manners: Manners, *, urgent: bool, waits: bool, rung: int, at: datetime
) -> tuple[datetime, bool]:
    """When a way may be gone at the earliest, and whether it joins the others of that evening. `at` is local.

    waits   the person wants this kind in the evening
    rung    how often the person's telephone was already made to ring on this day
    """
    if urgent:
        return at, False
    together = waits or (channel in RINGING and rung >= manners.a_day)
    if together:
        day = at if waits and rung < manners.a_day else at.replace(hour=23, minute=59)
        at = next_at(day, manners.evening)
    if channel in RINGING:
        at = may_ring_from(at, wish.quiet or manners.quiet, manners.is_holiday)
    return at, together


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many answers that said nothing: 1, 4, 16 minutes, then an hour."""
    return timedelta(minutes=min(4 ** max(attempts - 1, 0), 60))


def pause_of_line(failures: int) -> timedelta:
    """How long nobody calls a line that failed so often: half a minute, 1, 2, then 4, so that it is soon found well."""
    return timedelta(seconds=min(30 * 2 ** min(max(failures - 1, 0), 3), 240))
