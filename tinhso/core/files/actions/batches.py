"""Signing many things with one PIN: each once, each in a transaction of its own, and on again after a crash.

The open key lives in the memory of the process that works on the batch and nowhere else; when that process dies, the
lines that are left wait for the PIN to be typed again.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Thread
from typing import Protocol
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions.keys import OpenKey
from tinhso.core.files.events import BatchSigned
from tinhso.core.files.models import Batch, BatchLine, Line
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

MOST = 500
SILENT = timedelta(seconds=20)
"""A batch on which nobody has worked for so long has lost its process."""
_logger = structlog.get_logger(__name__)


class NothingChosen(Refusal):
    sentence = _("Choose at least one.")


class TooManyChosen(Refusal):
    sentence = _("Choose at most 500 at once.")


class Task(Protocol):
    """What is done with one line of a batch, in the transaction of the line. It raises a Refusal or does it."""

    def __call__(self, about: UUID, opened: OpenKey, *, by: Actor, at: datetime) -> None: ...


_tasks: dict[str, Task] = {}


def signs(name: str) -> Callable[[Task], Task]:
    """Register what a batch of this name does with each of its lines."""

    def register(task: Task) -> Task:
        _tasks[str(name)] = task
        return task

    return register


@transaction.atomic
def make_batch(task: str, things: Sequence[tuple[UUID, str]], *, opened: OpenKey, by: Actor, at: datetime) -> Batch:
    """A batch of things, each by its uuid with what it is called. Raises NothingChosen, TooManyChosen."""
    if not things:
        raise NothingChosen
    if len(things) > MOST:
        raise TooManyChosen

    batch = Batch.objects.create(task=task, account=by.account or 0, key=opened.row, made_at=at, beat_at=at)
    lines = [
        BatchLine(batch=batch, position=position, about=about, title=title[:200])
        for position, (about, title) in enumerate(dict(things).items(), start=1)
    ]
    BatchLine.objects.bulk_create(lines)
    return batch


def start_batch(batch: Batch, opened: OpenKey, *, by: Actor) -> None:
    """Work on a batch behind the page, once what was written is there for all."""
    language = translation.get_language()

    def work() -> None:
        try:
            with translation.override(language):
                run_batch(batch, opened, by=by)
        finally:
            connection.close()

    transaction.on_commit(lambda: Thread(target=work, name=f"batch {batch.pk}", daemon=True).start())


def run_batch(batch: Batch, opened: OpenKey, *, by: Actor, clock: Callable[[], datetime] = timezone.now) -> Batch:
    """Do every line that waits. What is refused is told beside the line; any other failure stops the batch, and its
    line waits on."""
    for number in batch.lines.filter(state=Line.WAITING).order_by("position").values_list("pk", flat=True):
        Batch.objects.filter(pk=batch.pk).update(beat_at=clock())
        try:
            _do(number, batch.task, opened, by=by, at=clock())
        except Refusal as refusal:
            _refuse(number, str(refusal.told), at=clock())
        except Exception:
            _logger.exception("batch_stopped", batch=str(batch.uuid))
            Batch.objects.filter(pk=batch.pk).update(beat_at=None)
            raise
    return _end(batch, by=by, at=clock())


def is_resting(batch: Batch, *, at: datetime) -> bool:
    """Whether lines wait and no process holds the key: the PIN must be typed again."""
    return batch.done_at is None and (batch.beat_at is None or batch.beat_at < at - SILENT)


@transaction.atomic
def _do(number: int, task: str, opened: OpenKey, *, by: Actor, at: datetime) -> None:
    line = BatchLine.objects.select_for_update().get(pk=number)
    if line.state != Line.WAITING:
        return
    _tasks[task](line.about, opened, by=by, at=at)
    line.state, line.done_at = Line.DONE, at
    line.save(update_fields=["state", "done_at"])


def _refuse(number: int, why: str, *, at: datetime) -> None:
    BatchLine.objects.filter(pk=number, state=Line.WAITING).update(state=Line.FAILED, why=why[:300], done_at=at)


@transaction.atomic
def _end(batch: Batch, *, by: Actor, at: datetime) -> Batch:
    row = Batch.objects.select_for_update().get(pk=batch.pk)
    states = list(row.lines.values_list("state", flat=True))
    if row.done_at or Line.WAITING in states:
        return row

    row.done_at = at
    row.save(update_fields=["done_at"])

    record(BatchSigned(signed=states.count(Line.DONE), failed=states.count(Line.FAILED)), about=row, by=by, at=at)
    return row
