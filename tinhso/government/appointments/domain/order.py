"""In which order numbers are called: by one moment each, from which a number counts.

A walk-in counts from when they took it. Who booked an hour and came in time counts from a while before that hour,
though they need not have stood there; who comes too late for it counts as a walk-in. Who belongs to a group that the
law wants to go first counts from still earlier. So all stand in one line, nobody waits for ever behind others, and
anyone can be told why somebody went before them.
"""

from datetime import datetime, timedelta

PUT_BACK_BEHIND = 3
"""Who did not come when called is called again after so many others."""


def counts_from(
    taken: datetime,
    *,
    booked: datetime | None = None,
    booked_first: timedelta = timedelta(),
    grace: timedelta = timedelta(),
    group_first: timedelta = timedelta(),
) -> datetime:
    """From when a number counts.

    booked        the hour that was booked, if any
    booked_first  how much earlier than that hour it counts
    grace         how late one may come for it
    group_first   how much earlier it counts by law
    """
    in_time = booked is not None and taken <= booked + grace
    begins = booked - booked_first if booked and in_time else taken
    return begins - group_first


def behind(waiting: list[datetime], *, at: datetime) -> datetime:
    """From when a number counts that is put back: just behind the next few who wait, else from now."""
    ahead = sorted(waiting)[:PUT_BACK_BEHIND]
    return ahead[-1] + timedelta(microseconds=1) if ahead else at
