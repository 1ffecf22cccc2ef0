"""Backups: one folder per copy, made while the system runs, that proves itself before it counts.

2026-11-21T080000Z/
├── manifest.json       what is in it: a hash for every file, rows per table, the size and root of the sealed log
├── manifest.sha256
├── database.sqlite3    all rows, whatever the database is: a backup opens anywhere
├── files/ab/cdef…      blobs by their hash; the same blob in an older backup is not stored twice
├── forgotten.jsonl     who and what was forgotten, so that restoring an older copy can forget it again
└── keys.sealed         only with a passphrase
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from tinhso import __version__
from tinhso.core.files.domain.store import Store, sha256_of
from tinhso.core.files.models import Blob
from tinhso.events.checkpoints import latest_checkpoint
from tinhso.kit.secrets import kept_secret
from tinhso.site.copying import copy_all, opened
from tinhso.site.databases import sqlite_url
from tinhso.site.sealing import seal

FORMAT = 1
DATABASE, FORGOTTEN, KEYS, MANIFEST = "database.sqlite3", "forgotten.jsonl", "keys.sealed", "manifest.json"
_STAMP = "%Y-%m-%dT%H%M%SZ"


class Damaged(Exception):
    """A copy is not what its manifest says, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A finished backup on disk."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def made_at(self) -> datetime:
        return datetime.strptime(self.folder.name[: len("2026-11-21T080000Z")], _STAMP).replace(tzinfo=UTC)


def make(into: Path, *, at: datetime, passphrase: str = "") -> Copy:
    """Make a copy in `into`, verify it, and only then give it its name. Raises Damaged, OSError or DatabaseError."""
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = at.astimezone(UTC).strftime(_STAMP)
    draft = into / f".{name}-{secrets.token_hex(3)}"
    draft.mkdir(mode=0o700)
    try:
        _copy_database(draft / DATABASE)
        _copy_files(draft, _newest(into))
        _copy_forgotten(draft)
        if passphrase:
            (draft / KEYS).write_bytes(seal(settings.VAR / "keys", passphrase))
        _write_manifest(draft, at)
        check(draft)
        _fsync_all(draft)
        draft.rename(into / name)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Copy(into / name, read_manifest(into / name))


def check(folder: Path) -> Copy:
    """Read every byte of a copy and hold it against its manifest. Raises Damaged."""
    manifest = read_manifest(folder)
    for name, sha256 in manifest["files"].items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != sha256:
            raise Damaged(f"{name} is missing or changed")
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    extra = there - manifest["files"].keys() - {MANIFEST, "manifest.sha256"}
    if extra:
        raise Damaged(f"{min(extra)} is not in the manifest")
    if counted(folder / DATABASE) != manifest["rows"]:
        raise Damaged("the database has other rows than the manifest says")
    return Copy(folder, manifest)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a copy. Raises Damaged when it is absent, changed or of another kind."""
    try:
        text = (folder / MANIFEST).read_bytes()
        said = (folder / "manifest.sha256").read_text().strip()
        manifest: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as error:
        raise Damaged("there is no manifest that can be read") from error
    if hashlib.sha256(text).hexdigest() != said:
        raise Damaged("the manifest was changed")
    if manifest.get("product") != "tinhso" or manifest.get("format") != FORMAT:
        raise Damaged("this is not a backup of this product, or of a later format")
    return manifest


def counted(database: Path) -> dict[str, int]:
    """Rows per table of an SQLite file that is whole. Raises Damaged."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)) as read:
        try:
            if read.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise Damaged("the database is not whole")
            if read.execute("PRAGMA foreign_key_check").fetchone():
                raise Damaged("the database has rows that point to nothing")
            names = read.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
            return {name: _count(read, name) for (name,) in names.fetchall()}
        except sqlite3.DatabaseError as error:
            raise Damaged("the database cannot be read") from error


def _count(read: sqlite3.Connection, table: str) -> int:
    counting = Template('SELECT count(*) FROM "$table"').substitute(table=table.replace('"', '""'))
    return int(read.execute(counting).fetchone()[0])


def copies(folder: Path) -> list[Copy]:
    """The finished copies in a folder, oldest first. What cannot be read is left out."""
    found = []
    for path in sorted(folder.glob("[0-9]*Z")):
        with contextlib.suppress(Damaged):
            found.append(Copy(path, read_manifest(path)))
    return found


def rotate(folder: Path, *, daily: int, weekly: int, monthly: int) -> list[Path]:
    """Keep the newest copy of each of the last days, weeks and months; returns what was taken away."""
    kept: set[Path] = set()
    newest_first = list(reversed(copies(folder)))
    for pattern, many in (("%Y-%m-%d", daily), ("%G-%V", weekly), ("%Y-%m", monthly)):
        newest: dict[str, Path] = {}
        for copy in newest_first:
            newest.setdefault(copy.made_at.strftime(pattern), copy.folder)
        kept.update(list(newest.values())[:many])
    gone = [copy.folder for copy in newest_first if copy.folder not in kept]
    for path in gone:
        shutil.rmtree(path)
    return gone


def installation() -> str:
    """The name this installation gave itself at its first start; its copies carry it."""
    return kept_secret(Path(settings.VAR) / "installation", 8)


def _copy_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        return
    with opened(sqlite_url(target), "copy") as copy:
        copy_all("default", copy, told=lambda _table: None)
        with connections[copy].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA journal_mode=DELETE")
    for ending in ("-wal", "-shm", "-queue", "-queue-door"):
        target.with_name(target.name + ending).unlink(missing_ok=True)


def _copy_files(draft: Path, before: Path | None) -> None:
    """The blobs that the copied rows say: files come after the database, so none of its rows lacks its bytes."""
    ours, theirs = Store(settings.MEDIA_ROOT), Store(draft / "files")
    for sha256 in _said_blobs(draft / DATABASE):
        target = theirs.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        older = Store(before / "files").path(sha256) if before else None
        if older and older.is_file():
            os.link(older, target)
        else:
            shutil.copyfile(ours.path(sha256), target)


def _said_blobs(database: Path) -> Iterator[str]:
    """Hashes of the copied rows whose bytes are there. Raises Damaged when one is lost and not just being forgotten."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)) as read:
        said = [sha256 for (sha256,) in read.execute("SELECT sha256 FROM files_blob WHERE state <> 'infected'")]
    for sha256 in said:
        if Store(settings.MEDIA_ROOT).has(sha256):
            yield sha256
        elif Blob.objects.filter(sha256=sha256, orphaned_at=None).exists():
            raise Damaged(f"the bytes of blob {sha256} are lost")


def _copy_forgotten(draft: Path) -> None:
    ours = Path(settings.VAR) / FORGOTTEN
    (draft / FORGOTTEN).write_bytes(ours.read_bytes() if ours.exists() else b"")


def _write_manifest(draft: Path, at: datetime) -> None:
    checkpoint = latest_checkpoint()
    manifest = {
        "product": "tinhso",
        "format": FORMAT,
        "version": __version__,
        "installation": installation(),
        "province": settings.PROVINCE,
        "made_at": at.astimezone(UTC).isoformat(),
        "came_from": connection.vendor,
        "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
        "log": {"size": checkpoint.size, "note": checkpoint.note} if checkpoint else None,
        "rows": counted(draft / DATABASE),
        "files": {str(path.relative_to(draft)): sha256_of(path) for path in sorted(draft.rglob("*")) if path.is_file()},
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    (draft / MANIFEST).write_bytes(text)
    (draft / "manifest.sha256").write_text(hashlib.sha256(text).hexdigest() + "\n")


def _newest(into: Path) -> Path | None:
    found = copies(into)
    return found[-1].folder if found else None


def _fsync_all(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
