"""Keeping rows and disk in agreement, and scanning what is held."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tinhso.core.files.clients import Finding, scanner
from tinhso.core.files.domain.kinds import Kind
from tinhso.core.files.events import FileFoundInfected, FileReleased
from tinhso.core.files.models import Blob, State, store
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor

GRACE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What tidying found: blobs without a file (now gone), bytes without a row (now gone), rows without their bytes."""

    dropped: int
    strays: int
    missing: tuple[str, ...]


def tidy(*, at: datetime) -> Tidied:
    """Make rows and disk agree: what no row says goes after an hour's grace. Rows without bytes are only told."""
    dropped = drop_orphans(at=at)
    return Tidied(dropped=dropped, strays=_drop_strays(at), missing=missing_bytes())


def drop_orphans(*, at: datetime) -> int:
    """Destroy the bytes of every blob that no living file says any more. Returns how many."""
    waiting = list(Blob.objects.filter(orphaned_at__lte=at).values_list("pk", flat=True))
    return sum(_drop(pk) for pk in waiting)


@transaction.atomic
def _drop(pk: int) -> bool:
    """Under the row's lock, so that a file of the same content cannot come in between."""
    blob = Blob.objects.select_for_update().filter(pk=pk, orphaned_at__isnull=False).first()
    if blob is None or blob.is_used():
        return False
    store().remove(blob.sha256)
    blob.delete()
    return True


def _drop_strays(at: datetime) -> int:
    """Bytes whose row never came: a process was killed between placing and committing."""
    young = time.time() - GRACE.total_seconds()
    count = 0
    for sha256, placed in list(store().blobs()):
        if placed < young and _drop_stray(sha256, at):
            count += 1
    for path, placed in list(store().left_behind()):
        if placed < young:
            path.unlink(missing_ok=True)
            count += 1
    return count


@transaction.atomic
def _drop_stray(sha256: str, at: datetime) -> bool:
    """Holding a row of that hash for a moment keeps `keep_file` from placing the same bytes while they are removed."""
    claim, new = Blob.objects.get_or_create(sha256=sha256, defaults={"size": 1, "kind": Kind.PDF, "kept_at": at})
    if not new:
        return False
    store().remove(sha256)
    claim.delete()
    return True


def missing_bytes() -> tuple[str, ...]:
    """Hashes that a living file says and the disk does not have. There should never be one."""
    said = Blob.objects.filter(Q(files__isnull=False) | Q(previewed__isnull=False)).exclude(state=State.INFECTED)
    return tuple(sha for sha in said.values_list("sha256", flat=True).distinct().iterator() if not store().has(sha))


def scan_held(*, at: datetime) -> int:
    """Ask the scanner again for every held blob; returns how many were settled. Without a scanner none is released."""
    asked = scanner()
    if asked is None:
        return 0
    held = list(Blob.objects.filter(state=State.HELD).order_by("id"))
    return sum(_settle(blob, asked.scan(store().path(blob.sha256)), at) for blob in held)


@transaction.atomic
def _settle(blob: Blob, finding: Finding, at: datetime) -> bool:
    blob = Blob.objects.select_for_update().get(pk=blob.pk)
    if finding is Finding.UNKNOWN or blob.state != State.HELD:
        return False
    clean = finding is Finding.CLEAN
    blob.state, blob.scanned_at = State.CLEAN if clean else State.INFECTED, at
    blob.save(update_fields=["state", "scanned_at"])
    if not clean:
        store().remove(blob.sha256)
    happened = FileReleased(kind=Code(blob.kind)) if clean else FileFoundInfected(kind=Code(blob.kind))
    for file in blob.files.all():
        record(happened, about=file, by=Actor.system(), at=at, place=file.place)
    return True
