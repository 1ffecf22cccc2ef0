"""A job runs once for each due time, is tried again when it fails, and never overlaps itself."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tinhso.events import jobs
from tinhso.events.clock import (
    KEPT,
    KEPT_SHORT,
    keep_claims,
    last_due,
    next_due,
    prune_runs,
    run_one,
    write_due_runs,
)
from tinhso.events.health import health
from tinhso.events.jobs import Schedule, daily, every
from tinhso.events.models import Run
from tinhso.events.tests.happenings import NOW

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
ME = uuid4()


@pytest.fixture
def done(monkeypatch):
    """A job every 10 minutes and one at 03:30, and what they did."""
    monkeypatch.setattr(jobs, "_jobs", {})
    done = []

    @every(minutes=10)
    def often(at):
        done.append(("often", at))

    @daily(3, 30)
    def nightly(at):
        done.append(("nightly", at))

    return done


def tick(at, worker=ME):
    write_due_runs(at=at, known={})
    while run_one(at=at, worker=worker):
        pass


def test_a_job_runs_once_for_each_due_time_however_many_workers_look(db, done):
    start = datetime(2026, 11, 21, 0, 0, 1, tzinfo=UTC)
    for second in range(0, 3600, 50):
        tick(start + timedelta(seconds=second), uuid4())

    assert [name for name, _ in done].count("often") == 6
    assert [name for name, _ in done].count("nightly") == 1


def test_a_long_night_is_caught_up_once(db, done):
    tick(NOW)
    tick(NOW + timedelta(days=3))

    assert [name for name, _ in done].count("often") == 2
    assert [name for name, _ in done].count("nightly") == 2


@given(
    some.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=some.just(UTC)),
    some.builds(lambda minutes: Schedule(every=timedelta(minutes=minutes)), some.integers(1, 3000))
    | some.builds(lambda hour, minute: Schedule(daily=(hour, minute)), some.integers(0, 23), some.integers(0, 59)),
)
def test_due_times_are_the_latest_past_and_the_first_to_come(at, schedule):
    last, following = last_due(schedule, at), next_due(schedule, at)

    assert last <= at < following
    assert following - last == (schedule.every or timedelta(days=1))
    assert last_due(schedule, following) == following
    if schedule.daily:
        local = last.astimezone(HANOI)
        assert (local.hour, local.minute, local.second) == (*schedule.daily, 0)


def test_a_daily_job_keeps_the_provinces_midnight():
    before = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)

    assert last_due(Schedule(daily=(0, 0)), before) == datetime(2026, 12, 31, tzinfo=HANOI)
    assert last_due(Schedule(daily=(0, 0)), before + timedelta(seconds=1)) == datetime(2027, 1, 1, tzinfo=HANOI)


def test_a_failing_job_is_tried_again_then_shown(db, done, monkeypatch):
    tries = []

    @every(days=1)
    def broken(at):
        tries.append(at)
        raise ValueError("Lò Văn Tòng")

    write_due_runs(at=NOW, known={})
    for _ in range(40):
        Run.objects.filter(done_at=None).update(next_try=NOW)
        if not run_one(at=NOW, worker=ME):
            break

    run = Run.objects.get(job__endswith="broken")
    assert len(tries) == run.attempts == 5
    assert run.gave_up_at
    assert run.error == "ValueError"
    assert health(NOW)["jobs_failed"] == 1
    assert {name for name, _ in done} == {"often", "nightly"}


def test_a_job_whose_worker_died_is_taken_over_and_one_that_lives_is_not(db, monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    seen = []

    @every(hours=1)
    def slow(at):
        seen.append(at)
        if len(seen) == 1:
            keep_claims(ME, at=NOW + timedelta(seconds=50))
            assert not run_one(at=NOW + timedelta(seconds=100), worker=uuid4())
            assert run_one(at=NOW + timedelta(seconds=111), worker=uuid4())

    write_due_runs(at=NOW, known={})
    run_one(at=NOW, worker=ME)

    assert seen == [NOW, NOW + timedelta(seconds=111)]
    assert Run.objects.get().attempts == 2
    assert Run.objects.get().done_at


def test_a_job_never_overlaps_itself(db, monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    inside = []

    @every(seconds=10)
    def slow(at):
        inside.append(at)
        later = NOW + timedelta(seconds=20)
        write_due_runs(at=later, known={})
        assert not run_one(at=later, worker=uuid4())

    write_due_runs(at=NOW, known={})
    run_one(at=NOW, worker=ME)

    assert inside == [NOW]


def test_a_clock_that_goes_back_makes_no_negative_duration(db, done):
    tick(NOW)
    tick(NOW - timedelta(days=700))
    tick(NOW)

    assert all(run.done_at >= run.started_at >= run.due for run in Run.objects.all())


def test_a_job_that_no_longer_exists_is_given_up(db, done, monkeypatch):
    write_due_runs(at=NOW, known={})
    monkeypatch.setattr(jobs, "_jobs", {})
    run_one(at=NOW, worker=ME)

    assert Run.objects.filter(error="LookupError").count() == 1


def test_old_runs_are_forgotten(db, done):
    tick(NOW)

    assert prune_runs(at=NOW + KEPT_SHORT - timedelta(days=1)) == 0
    assert prune_runs(at=NOW + KEPT - timedelta(days=1)) == 1, "what comes every ten minutes"
    assert prune_runs(at=NOW + KEPT + timedelta(days=1)) == 1


def test_a_frequent_run_that_failed_is_kept_as_long_as_the_others(db, done):
    write_due_runs(at=NOW, known={})
    Run.objects.update(gave_up_at=NOW)

    assert prune_runs(at=NOW + KEPT_SHORT + timedelta(days=1)) == 0
