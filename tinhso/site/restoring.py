"""Bringing a copy back: onto an empty machine, or, when someone types which machine it is, over what is there."""

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, connections

from tinhso.core.files.actions import forget_file, forget_files_of
from tinhso.core.files.models import File
from tinhso.core.people.actions import forget_person
from tinhso.core.people.domain.words import ForgetReason
from tinhso.core.people.models import Person
from tinhso.events.health import last_write
from tinhso.kit.actors import Actor
from tinhso.site.backups import DATABASE, FORGOTTEN, KEYS, Copy, copies
from tinhso.site.copying import copy_all, opened
from tinhso.site.databases import sqlite_url
from tinhso.site.sealing import unseal


class Foreign(Exception):
    """A copy of another installation or province, and this one has data of its own."""


def refuse_foreign(copy: Copy) -> None:
    """Data of one installation may not be overwritten with that of another. Raises Foreign."""
    name = Path(settings.VAR) / "installation"
    if name.exists() and name.read_text().strip() != copy.manifest["installation"] and last_write() is not None:
        raise Foreign("this copy is of another installation")


def put_back(copy: Copy, *, passphrase: str = "") -> None:
    """Database, files and keys as they were in a copy that was checked. What was there before is set aside."""
    aside = Path(settings.VAR) / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    ledger = _read(Path(settings.VAR) / FORGOTTEN)
    if connection.vendor == "sqlite":
        _put_sqlite_back(copy, aside)
    else:
        _put_postgresql_back(copy)
    _put_files_back(copy)
    if passphrase and (copy.folder / KEYS).exists():
        unseal((copy.folder / KEYS).read_bytes(), passphrase, Path(settings.VAR) / "keys")
    (Path(settings.VAR) / "installation").write_text(copy.manifest["installation"] + "\n")
    _write_ledger([*ledger, *_read(copy.folder / FORGOTTEN)])


def forget_again(folders: list[Path], *, at: datetime) -> int:
    """Forget once more whoever and whatever was forgotten after the copy was made (promise P28). Returns how many.

    What was forgotten is known from the ledger of this machine and those of newer copies in the same folder.
    """
    lines = _read(Path(settings.VAR) / FORGOTTEN)
    for folder in folders:
        for copy in copies(folder):
            lines += _read(copy.folder / FORGOTTEN)
    _write_ledger(lines)
    return sum(_forget(line, at) for line in _unique(lines))


def remember_forgotten(kind: str, uuid: str, *, at: datetime) -> None:
    """Write into the ledger, which no restore overwrites, that something was forgotten: its kind and uuid only."""
    path = Path(settings.VAR) / FORGOTTEN
    with path.open("a") as file:
        file.write(json.dumps({"kind": kind, "uuid": uuid, "at": at.isoformat()}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _forget(line: dict[str, Any], at: datetime) -> bool:
    by, uuid = Actor.system(), UUID(line["uuid"])
    if line["kind"] == "file":
        file = File.objects.filter(uuid=uuid, forgotten_at=None).first()
        if file:
            forget_file(file, by=by, at=at)
        return file is not None
    files = forget_files_of(uuid, by=by, at=at)
    person = Person.objects.filter(uuid=uuid, forgotten_at=None).first()
    if person:
        forget_person(person, reason=ForgetReason.ASKED, by=by, at=at)
    return bool(person or files)


def _put_sqlite_back(copy: Copy, aside: Path) -> None:
    target = Path(str(connection.settings_dict["NAME"]))
    connections.close_all()
    draft = target.with_name(f".{target.name}-restoring")
    shutil.copyfile(copy.folder / DATABASE, draft)
    with contextlib.closing(sqlite3.connect(draft)) as made:
        made.execute("PRAGMA journal_mode=WAL")
    _fsync(draft)
    for ending in ("", "-wal", "-shm"):
        old = target.with_name(target.name + ending)
        if old.exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            old.rename(aside / old.name)
    draft.rename(target)
    _fsync(target.parent)


def _put_postgresql_back(copy: Copy) -> None:
    """Into an empty database: rows are copied from the file and compared."""
    writable = Path(settings.VAR) / ".restoring.sqlite3"
    shutil.copyfile(copy.folder / DATABASE, writable)
    try:
        with opened(sqlite_url(writable), "copy") as source:
            copy_all(source, "default", told=lambda _table: None)
    finally:
        for path in writable.parent.glob(f"{writable.name}*"):
            path.unlink()


def _put_files_back(copy: Copy) -> None:
    source, target = copy.folder / "files", Path(settings.MEDIA_ROOT)
    for path in sorted(source.rglob("*")) if source.exists() else []:
        if path.is_file():
            to = target / path.relative_to(source)
            to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = to.with_name(f".{to.name}")
            shutil.copyfile(path, draft)
            _fsync(draft)
            draft.rename(to)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _unique(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield from {(line["kind"], line["uuid"]): line for line in lines}.values()


def _write_ledger(lines: list[dict[str, Any]]) -> None:
    path = Path(settings.VAR) / FORGOTTEN
    draft = path.with_name(f".{path.name}")
    draft.write_text("".join(json.dumps(line) + "\n" for line in _unique(lines)))
    _fsync(draft)
    draft.rename(path)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
