"""Running jobs by the clock: one row for each due time, so that several workers run it once; failures are retried.

A due time that passed while no worker ran is caught up once (the latest only). A job never overlaps itself.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest
from django.utils import timezone

from tinhso.events.deliveries import NO_HANDLER, TRIES, back_off
from tinhso.events.failures import Attempt
from tinhso.events.jobs import Schedule, jobs
from tinhso.events.models import Run

LEASE = timedelta(seconds=60)
KEPT = timedelta(days=90)
OFTEN, KEPT_SHORT = timedelta(hours=1), timedelta(days=7)
"""Runs of jobs that come more often than hourly are kept for a week, unless they failed."""
_logger = structlog.get_logger(__name__)


def last_due(schedule: Schedule, at: datetime) -> datetime:
    """The latest due time that is not after `at`: whole periods since 1970 in UTC, or the day's hour in local time."""
    if schedule.every:
        since = at.timestamp()
        return datetime.fromtimestamp(since - since % schedule.every.total_seconds(), UTC)
    hour, minute = schedule.daily or (0, 0)
    today = timezone.localtime(at).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today if today <= at else today - timedelta(days=1)


def next_due(schedule: Schedule, at: datetime) -> datetime:
    """The first due time after `at`."""
    return last_due(schedule, at) + (schedule.every or timedelta(days=1))


def write_due_runs(*, at: datetime, known: dict[str, datetime]) -> None:
    """Write a row for each due time that has come. `known` remembers what was written, to spare the question."""
    come = {name: last_due(schedule, at) for name, (_, schedule) in jobs().items()}
    new = {name: due for name, due in come.items() if known.get(name) != due}
    if new:
        Run.objects.bulk_create(
            [Run(job=name, due=due, next_try=at) for name, due in new.items()], ignore_conflicts=True
        )
        known.update(new)


def run_one(*, at: datetime, worker: UUID) -> bool:
    """Run the job that waits longest. False when none is due."""
    run = _claim(at, worker)
    if run is None:
        return False
    job, _ = jobs().get(run.job, (None, None))
    attempt = Attempt()
    with attempt:
        if job is None:
            raise LookupError(NO_HANDLER)
        job(at)
    _finish(run, attempt)
    return True


def keep_claims(worker: UUID, *, at: datetime) -> None:
    """A living worker's running jobs stay its own."""
    Run.objects.filter(worker=worker, done_at=None, gave_up_at=None).update(next_try=at + LEASE)


def prune_runs(*, at: datetime) -> int:
    """Forget runs that are long done. Returns how many."""
    often = [name for name, (_, schedule) in jobs().items() if schedule.every and schedule.every < OFTEN]
    soon = Run.objects.filter(job__in=often, done_at__isnull=False, due__lt=at - KEPT_SHORT)
    return Run.objects.filter(due__lt=at - KEPT).delete()[0] + soon.delete()[0]


@transaction.atomic
def _claim(at: datetime, worker: UUID) -> Run | None:
    running = Run.objects.filter(
        job=OuterRef("job"), done_at=None, gave_up_at=None, worker__isnull=False, next_try__gt=at
    )
    free = Run.objects.due(at).exclude(Exists(running)).order_by("next_try", "id")
    run = free.select_for_update(skip_locked=True, of=("self",)).first()
    if run is None:
        return None
    Run.objects.filter(job=run.job, due__lt=run.due, done_at=None, gave_up_at=None).update(gave_up_at=at, worker=None)
    run.attempts = F("attempts") + 1
    run.worker, run.started_at, run.next_try = worker, max(at, run.due), at + LEASE
    run.save(update_fields=["attempts", "worker", "started_at", "next_try"])
    run.refresh_from_db()
    return run


@transaction.atomic
def _finish(run: Run, attempt: Attempt) -> None:
    """Mark a run, unless it was taken from us while we stood still."""
    at = timezone.now()
    mine = Run.objects.filter(pk=run.pk, worker=run.worker, attempts=run.attempts)
    if not attempt.failed:
        mine.update(done_at=Greatest(at, "started_at"), worker=None, error="", where="")
        return
    _logger.error("job_failed", job=run.job, attempts=run.attempts, error=attempt.error, where=attempt.where)
    gave_up = at if run.attempts >= TRIES else None
    again = at + back_off(run.attempts)
    mine.update(worker=None, error=attempt.error, where=attempt.where, gave_up_at=gave_up, next_try=again)
