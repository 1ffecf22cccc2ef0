"""Is the product alive, is it ready, and is it true: three questions, each with its own door."""

import logging
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from tinhso.events.health import health as log_health

log = logging.getLogger(__name__)

_AMBER_DISK, _VERY_AMBER_DISK, _RED_DISK = 0.80, 0.90, 0.97
_MOST_DRIFT = 5.0
_SLOW_WRITE = 2.0


class Light(StrEnum):
    """Green: good. Amber: look at it. Red: people are not served."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `detail` holds figures only."""

    name: str
    light: Light
    detail: dict[str, Any]


Check = Callable[[], Finding]


def ready(at: datetime) -> list[Finding]:
    """Everything that must hold for people to be served. A check that fails in itself is red."""
    checks: dict[str, Check] = {
        "database": lambda: database(at),
        "disk": disk,
        "files": files,
        "migrations": migrations,
        "clock": clock,
        "provincial_log": lambda: provincial_log(at),
    }
    return [_asked(name, check) for name, check in checks.items()]


def worst(findings: list[Finding]) -> Light:
    """The light of the whole."""
    lights = {finding.light for finding in findings}
    return next(light for light in (Light.RED, Light.AMBER, Light.GREEN) if light in lights or light is Light.GREEN)


def _asked(name: str, check: Check) -> Finding:
    try:
        return check()
    except (DatabaseError, OSError) as error:
        log.exception("a health check could not be made")
        connection.close()
        return Finding(name, Light.RED, {"error": type(error).__name__})


def database(at: datetime) -> Finding:
    """Something is really written and committed: a disk that no longer keeps anything shows here."""
    began = time.perf_counter()
    kept = _write_a_mark(int(at.timestamp()))
    seconds = time.perf_counter() - began
    light = Light.RED if not kept else Light.AMBER if seconds > _SLOW_WRITE else Light.GREEN
    return Finding("database", light, {"vendor": connection.vendor, "write_ms": round(seconds * 1000, 1)})


def _write_a_mark(mark: int) -> bool:
    """Commit a mark that no table holds, and say whether it is kept.

    PostgreSQL: a message in its journal; a commit that it could not keep raises. SQLite: a number in the file's head,
    read back; another process may have written a later one since.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                cursor.execute("SELECT pg_logical_emit_message(true, 'health', %s)", [str(mark)])
            return True
        with transaction.atomic():
            cursor.execute(f"PRAGMA user_version = {mark:d}")
        kept: int = cursor.execute("PRAGMA user_version").fetchone()[0]
        return kept >= mark


def disk() -> Finding:
    """Room where data lies. `warning` counts the thresholds of 80 % and 90 % that are passed; red from 97 %."""
    usage = shutil.disk_usage(settings.VAR)
    used = 1 - usage.free / usage.total
    light = Light.RED if used >= _RED_DISK else Light.AMBER if used >= _AMBER_DISK else Light.GREEN
    warning = sum(used >= mark for mark in (_AMBER_DISK, _VERY_AMBER_DISK))
    return Finding(
        "disk", light, {"used_percent": round(used * 100, 1), "free_mb": usage.free >> 20, "warning": warning}
    )


def files() -> Finding:
    """The folder of files can be written."""
    probe = Path(settings.MEDIA_ROOT) / f".health-{os.getpid()}"
    probe.write_bytes(b"1")
    probe.unlink()
    return Finding("files", Light.GREEN, {})


def migrations() -> Finding:
    """The tables fit the program."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding("migrations", Light.RED if waiting else Light.GREEN, {"waiting": len(waiting)})


def clock() -> Finding:
    """Our clock and the database server's agree within 5 seconds; SQLite has no clock of its own."""
    if connection.vendor != "postgresql":
        return Finding("clock", Light.GREEN, {"drift_s": 0.0})
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    drift = abs((datetime.now(theirs.tzinfo) - theirs).total_seconds())
    return Finding("clock", Light.AMBER if drift > _MOST_DRIFT else Light.GREEN, {"drift_s": round(drift, 3)})


def provincial_log(at: datetime) -> Finding:
    """The log is sealed in time, checkpoints are signed, deliveries are not stuck."""
    facts = log_health(at)
    return Finding("provincial_log", Light.GREEN if facts["ready"] else Light.AMBER, dict(facts))


@dataclass(frozen=True, slots=True)
class Truth:
    """One line of the page that a leader and the engineer see: how old the proof of a promise is."""

    name: str
    light: Light
    age: timedelta | None
    note: str


def truths(at: datetime) -> list[Truth]:
    """How old the last proofs are: backup, restore test, seal; and what is stuck."""
    facts = log_health(at)
    stuck = {"deliveries": facts["parked"], "jobs": facts["jobs_failed"]}
    return [
        _proof(_("Last backup"), "backup", at, timedelta(hours=26)),
        _proof(_("Last restore test"), "restore", at, timedelta(days=31)),
        Truth(
            _("Last seal signed"),
            Light.GREEN if facts["checkpoint"] else Light.RED,
            timedelta(seconds=int(facts["checkpoint_age_s"])),
            "" if facts["signer"] == "ok" else _("The signer does not answer well."),
        ),
        Truth(
            _("Oldest entry without a seal"),
            Light.GREEN if facts["sealing"] else Light.RED,
            timedelta(seconds=int(facts["oldest_unsealed_s"])),
            "",
        ),
        Truth(
            _("Work that got stuck"),
            Light.AMBER if any(stuck.values()) else Light.GREEN,
            None,
            _("%(deliveries)s deliveries, %(jobs)s jobs") % stuck,
        ),
    ]


def prove(what: str) -> None:
    """Note that a proof was just made: `backup` or `restore`."""
    folder = Path(settings.VAR) / "proofs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / what).touch()


def _proof(name: str, what: str, at: datetime, within: timedelta) -> Truth:
    mark = Path(settings.VAR) / "proofs" / what
    if not mark.exists():
        return Truth(name, Light.RED, None, _("never"))
    age = max(at - datetime.fromtimestamp(mark.stat().st_mtime, at.tzinfo), timedelta())
    return Truth(name, Light.GREEN if age <= within else Light.RED, age, "")
