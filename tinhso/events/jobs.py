"""Jobs: what a system does by the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Job = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a job is due: `every` so long, or `daily` at an hour and minute of the province's own time."""

    every: timedelta | None = None
    daily: tuple[int, int] | None = None


_jobs: dict[str, tuple[Job, Schedule]] = {}


def every(**period: float) -> Callable[[Job], Job]:
    """Register a job that runs every so long: `@every(minutes=10)`. It is given the time and calls an action."""
    return _register(Schedule(every=timedelta(**period)))


def daily(hour: int, minute: int = 0) -> Callable[[Job], Job]:
    """Register a job that runs once a day at a time of the province's clock."""
    return _register(Schedule(daily=(hour, minute)))


def _register(schedule: Schedule) -> Callable[[Job], Job]:
    def register(job: Job) -> Job:
        setattr(job, "schedule", schedule)
        _jobs[f"{job.__module__}.{job.__qualname__}"] = (job, schedule)
        return job

    return register


def jobs() -> dict[str, tuple[Job, Schedule]]:
    """Every registered job with its schedule, by its dotted name."""
    return dict(_jobs)
