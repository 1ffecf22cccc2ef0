"""Keeping a file, opening it, forgetting it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions.tidying import drop_orphans
from tinhso.core.files.clients import Finding, findings
from tinhso.core.files.domain.kinds import TRAITS, Kind, Rules
from tinhso.core.files.domain.names import clean_name
from tinhso.core.files.domain.sandbox import examine
from tinhso.core.files.domain.store import sha256_of
from tinhso.core.files.domain.verdicts import Fault, Refused, Verdict
from tinhso.core.files.events import FileForgotten, FileKept, FileOpened
from tinhso.core.files.models import Blob, File, FileQuerySet, State, store
from tinhso.events.definitions import Code
from tinhso.events.log import identity, record
from tinhso.kit.actors import Actor
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

SENTENCES: Mapping[Fault, Text] = {
    Fault.UNKNOWN: _("We cannot read this kind of file. Send a photo, a PDF, a voice recording or an office document."),
    Fault.NOT_ALLOWED: _("This kind of file does not fit here. See which kinds are named beside the field."),
    Fault.MISNAMED: _("The name of this file says something else than what is in it. Save it anew and send that."),
    Fault.TOO_LARGE: _("This file is too large. Take the photo smaller, or send the paper in parts."),
    Fault.EMPTY: _("This file is empty. Choose it again."),
    Fault.BROKEN: _("This file is damaged. Open it on your device to check, then send it again."),
    Fault.TOO_LONG: _("This recording is too long. Say the most important things in two minutes."),
    Fault.TOO_MANY_PIXELS: _("This picture is too big. Take it smaller: 50 million points are the most."),
    Fault.MOVING: _("This picture moves. Send one that stands still."),
    Fault.HIDES_SOMETHING: _(
        "Something else is hidden in this file, so we do not take it. Take the photo or scan anew."
    ),
    Fault.ACTIVE: _("This file contains a program or attachments. Save it as a plain PDF and send that."),
    Fault.LOCKED: _("This file is locked with a password. Take the password off and send it again."),
    Fault.BOMB: _("This file grows too large when it is opened. Save it anew, or send it in parts."),
    Fault.TOO_SLOW: _("Checking this file took too long. Try again in a few minutes."),
    Fault.VIRUS: _(
        "The virus scanner found something harmful in this file. Do not open it; ask someone to clean your device."
    ),
}


class FileRefused(Refusal):
    """A file that must not be kept; its `fault` says why."""

    field = "file"

    def __init__(self, fault: Fault, *, field: str | None = None) -> None:
        super().__init__(SENTENCES[fault], field=field)
        self.fault = fault


class TooManyFiles(Refusal):
    """One account keeps more in a day than a person would."""

    sentence = _("You have sent very many files today. Send the others tomorrow, or bring them to the counter.")
    field = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An upload that was examined: where the bytes to keep lie now, and what the scanner said."""

    verdict: Verdict
    clean: Path
    preview: Path | None
    finding: Finding


def prepare(upload: "UploadedFile", *, rules: Rules, field: str | None = None) -> Prepared:
    """Examine an upload before any transaction. Raises FileRefused.

    `keep_file` calls it; a door calls it earlier when it opens a transaction itself, so that nobody waits for a parser.
    """
    known: Prepared | None = getattr(upload, "prepared", None)
    if known is None:
        try:
            known = _examined(upload, rules)
        except Refused as refused:
            raise FileRefused(refused.fault, field=field) from refused
        setattr(upload, "prepared", known)
    if (upload.size or 0) > rules.max_bytes:
        raise FileRefused(Fault.TOO_LARGE, field=field)
    if not _fits(known.verdict.kind, upload, rules):
        raise FileRefused(Fault.NOT_ALLOWED, field=field)
    return known


def _fits(kind: Kind, upload: "UploadedFile", rules: Rules) -> bool:
    """A picture that came as WebP or HEIC is kept as JPEG or PNG: what counts is how it came."""
    ending = (upload.name or "").rpartition(".")[2].lower()
    return kind in rules.kinds or any(ending in TRAITS[allowed].endings for allowed in rules.kinds)


def _examined(upload: "UploadedFile", rules: Rules) -> Prepared:
    if (upload.size or 0) > rules.max_bytes:
        raise Refused(Fault.TOO_LARGE)
    source, clean = _on_disk(upload), store().new_place()
    preview = store().new_place() if rules.preview else None
    try:
        verdict = examine(
            source,
            name=upload.name or "",
            declared=upload.content_type or "",
            rules=rules,
            clean=clean,
            preview=preview,
        )
        finding = _harmless([source, clean])
    except Refused:
        _discard(clean, preview)
        raise
    finally:
        if not isinstance(upload, TemporaryUploadedFile):
            source.unlink(missing_ok=True)
    return Prepared(verdict=verdict, clean=clean, preview=preview if verdict.has_preview else None, finding=finding)


def _harmless(paths: list[Path]) -> Finding:
    """What the scanner said, unless it found something. Raises Refused."""
    finding = findings(paths)
    if finding is Finding.INFECTED:
        raise Refused(Fault.VIRUS)
    return finding


def _on_disk(upload: "UploadedFile") -> Path:
    """Where the bytes that arrived lie; uploads that tests or imports hold in memory are written first."""
    if isinstance(upload, TemporaryUploadedFile):
        upload.flush()
        return Path(upload.temporary_file_path())
    path = store().new_place()
    with path.open("wb") as file:
        for piece in upload.chunks():
            file.write(piece)
    return path


def _discard(*paths: Path | None) -> None:
    for path in paths:
        if path:
            path.unlink(missing_ok=True)


def drop_prepared(upload: "UploadedFile") -> None:
    """Forget what a door prepared of an upload that will not be kept."""
    known: Prepared | None = getattr(upload, "prepared", None)
    if known is not None:
        _discard(known.clean, known.preview)
        setattr(upload, "prepared", None)


def keep_file(
    upload: "UploadedFile",
    *,
    rules: Rules,
    about: models.Model | None = None,
    person: UUID | None = None,
    place: int | None = None,
    permission: str = "",
    public: bool = False,
    by: Actor,
    at: datetime,
    field: str | None = None,
) -> File:
    """Examine a file and keep it. Raises FileRefused or TooManyFiles, both on the form's `field`.

    The bytes are on disk and fsynced before the row is committed (promise P04). Pictures are drawn anew without
    position data; a PDF stays byte for byte. With a virus scanner that does not answer, the file is kept but held.
    """
    _refuse_too_many(by, at)
    prepared = prepare(upload, rules=rules, field=field)
    try:
        with transaction.atomic():
            blob = place_blob(prepared.clean, prepared.verdict, prepared.finding, at)
            preview = (
                place_blob(prepared.preview, Verdict(kind=Kind.JPEG), Finding.CLEAN, at) if prepared.preview else None
            )
            file = File.objects.create(
                blob=blob,
                preview=preview,
                name=clean_name(upload.name or "", TRAITS[prepared.verdict.kind].endings[0]),
                about_kind=about._meta.label_lower if about else "",
                about=identity(about) if about else "",
                person=person,
                permission=permission,
                place=place,
                public=public,
                kept_at=at,
                kept_by=by.account,
            )
            kept = FileKept(kind=Code(blob.kind), size=blob.size, held=blob.state == State.HELD)
            record(kept, about=file, by=by, at=at, place=place)
            return file
    finally:
        _discard(prepared.clean, prepared.preview)
        setattr(upload, "prepared", None)


def keep_made(
    content: bytes,
    *,
    name: str,
    about: models.Model,
    person: UUID | None = None,
    place: int | None = None,
    by: Actor,
    at: datetime,
) -> File:
    """Keep a PDF that this house made itself; nothing in it is foreign, so nothing is examined.

    Part of the transaction that needs it. The bytes are on disk and fsynced before (promise P04).
    """
    blob = made_blob(content, at=at)
    file = File(blob=blob, name=clean_name(name, "pdf"), person=person, place=place, kept_at=at, kept_by=by.account)
    file.about_kind, file.about = about._meta.label_lower, identity(about)
    insert(file)
    record(FileKept(kind=Code(Kind.PDF), size=blob.size, held=False), about=file, by=by, at=at, place=place)
    return file


def made_blob(content: bytes, *, at: datetime) -> Blob:
    """The blob of a PDF that this house made."""
    place = store().new_place()
    place.write_bytes(content)
    try:
        return place_blob(place, Verdict(kind=Kind.PDF), Finding.CLEAN, at)
    finally:
        _discard(place)


def _refuse_too_many(by: Actor, at: datetime) -> None:
    if by.account is None:
        return
    today = File.objects.filter(kept_by=by.account, kept_at__gt=at - timedelta(days=1))
    if today.count() >= settings.FILES_A_DAY:
        raise TooManyFiles


def place_blob(source: Path, verdict: Verdict, finding: Finding, at: datetime) -> Blob:
    """The blob of these bytes, its row locked, its bytes placed. The same content is found, not kept twice."""
    sha256, size = sha256_of(source), source.stat().st_size
    blob, _new = Blob.objects.select_for_update().get_or_create(
        sha256=sha256,
        defaults={
            "size": size,
            "kind": verdict.kind,
            "width": verdict.width,
            "height": verdict.height,
            "kept_at": at,
            "state": State.CLEAN if finding is Finding.CLEAN else State.HELD,
            "scanned_at": at if settings.CLAMD and finding is Finding.CLEAN else None,
        },
    )
    if blob.state == State.INFECTED:
        raise FileRefused(Fault.VIRUS)
    if blob.orphaned_at:
        blob.orphaned_at = None
        blob.save(update_fields=["orphaned_at"])
    store().place(source, sha256)
    return blob


def files_of(about: models.Model) -> FileQuerySet:
    """The files that were handed in with a row and are not forgotten, oldest first."""
    files = File.objects.filter(about_kind=about._meta.label_lower, about=identity(about), forgotten_at=None)
    return files.select_related("blob", "preview").order_by("id")


Opened = Callable[..., None]
_witnesses: list[Opened] = []


def when_opened(called: Opened) -> Opened:
    """Register what is called with the owner, `by` whom and `at` what time, when another opens a person's file."""
    _witnesses.append(called)
    return called


def move_files(files: Collection[UUID], *, place: int) -> int:
    """Let those of another place see some files from now on, because what they belong to went there; says how many.

    Whoever moves that writes it to the log.
    """
    return File.objects.filter(uuid__in=files, forgotten_at=None).update(place=place)


@transaction.atomic
def open_file(file: File, *, by: Actor, at: datetime) -> File:
    """Remember that someone other than its owner opened a person's file, so that the owner can see who did."""
    if file.person and file.person not in (by.person, by.for_person):
        for called in _witnesses:
            called(file.person, by=by, at=at)
        record(FileOpened(owner=file.person), about=file, by=by, at=at, place=file.place)
    return file


@transaction.atomic
def forget_file(file: File, *, by: Actor, at: datetime) -> None:
    """Take a file away. Its name goes at once, its bytes when no other file has the same content."""
    file = File.objects.select_for_update().get(pk=file.pk)
    if file.forgotten_at:
        return

    kind = file.blob.kind if file.blob else ""
    blobs = [blob for blob in (file.blob, file.preview) if blob]
    file.forgotten_at, file.name, file.blob, file.preview = at, "", None, None
    file.save(update_fields=["forgotten_at", "name", "blob", "preview"])
    Blob.objects.filter(pk__in=[blob.pk for blob in blobs if not blob.is_used()]).update(orphaned_at=at)
    transaction.on_commit(lambda: drop_orphans(at=at))

    record(FileForgotten(kind=Code(kind)), about=file, by=by, at=at, place=file.place)


def forget_files_of(person: UUID, *, by: Actor, at: datetime) -> int:
    """Forget every file of a person and say how many they were."""
    files = list(File.objects.filter(person=person, forgotten_at=None))
    for file in files:
        forget_file(file, by=by, at=at)
    return len(files)
