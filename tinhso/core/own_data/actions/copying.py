"""A copy of everything: asked for, made by the worker, sealed, taken, destroyed."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.core.accounts.actions.proofs import require_fresh
from tinhso.core.files.models import File, State, store
from tinhso.core.notices.actions import tell
from tinhso.core.own_data.domain.sealing import seal, unseal
from tinhso.core.own_data.events import CopyAsked, CopyDestroyed, CopyMade, CopyOpened
from tinhso.core.own_data.models import Copy
from tinhso.core.people.models import Person
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.portions import Sheet, sheets_of
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import local
from tinhso.kit.secrets import kept_secret

AT_ONCE = 5


class AskedAlready(Refusal):
    sentence = gettext_lazy("A copy is being made, or lies ready. Take that one first.")


class CopyGone(Refusal):
    sentence = gettext_lazy("This copy is no longer here. Ask for a new one.")


@transaction.atomic
def ask_copy(person: Person, *, language: str, session: SessionBase, by: Actor, at: datetime) -> Copy:
    """Ask for a copy of all that is known of oneself. Raises ProveAgain, AskedAlready."""
    require_fresh(session, at=at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if Copy.objects.of_person(person.uuid).filter(destroyed_at=None).exists():
        raise AskedAlready

    copy = Copy.objects.create(person=person, language=language, asked_at=at)

    record(CopyAsked(), about=copy, by=by, at=at)
    return copy


def make_copies(*, at: datetime) -> int:
    """Make what was asked for, a few at a time; says how many. A copy that was broken off is made anew."""
    return sum(_make(pk, at) for pk in Copy.objects.to_make().values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def open_copy(copy: Copy, *, session: SessionBase, by: Actor, at: datetime) -> Iterator[bytes]:
    """Take it: its bytes, unsealed piece by piece. Raises ProveAgain, CopyGone."""
    require_fresh(session, at=at)
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    if not copy.is_ready(at) or not copy.path.is_file():
        raise CopyGone

    copy.opened_at = at
    copy.save(update_fields=["opened_at"])

    record(CopyOpened(), about=copy, by=by, at=at)
    return _pieces(copy)


def destroy_old_copies(*, at: datetime) -> int:
    """Destroy copies whose days are over; says how many."""
    return sum(_destroy(pk, at) for pk in Copy.objects.to_destroy(at).values_list("pk", flat=True))


def _pieces(copy: Copy) -> Iterator[bytes]:
    with copy.path.open("rb") as sealed:
        yield from unseal(sealed, _key())


def _make(pk: int, at: datetime) -> bool:
    """The file is written before the row says so; one that nobody speaks of is written over."""
    copy = Copy.objects.filter(pk=pk, made_at=None, destroyed_at=None).first()
    if copy is None:
        return False
    with translation.override(copy.language), TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as plain:
        sheets = list(sheets_of(copy.person_id))
        papers = _write(plain, sheets, at)
        plain.seek(0)
        with copy.path.open("wb") as sealed:
            sealed.writelines(seal(plain, _key()))
    return _made(copy, len(sheets), papers, at)


@transaction.atomic
def _made(copy: Copy, sheets: int, papers: int, at: datetime) -> bool:
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    if copy.made_at:
        return False
    copy.made_at, copy.ends_at = at, at + timedelta(days=settings.COPY_DAYS)
    copy.save(update_fields=["made_at", "ends_at"])
    record(CopyMade(sheets=sheets, papers=papers), about=copy, by=Actor.system(), at=at)
    tell(
        "own_data.copy_ready", [copy.person_id], values={"day": copy.ends_at}, cause=f"copy-{copy.uuid}",
        link=reverse("own_data"), until=copy.ends_at, at=at,
    )  # fmt: skip
    return True


@transaction.atomic
def _destroy(pk: int, at: datetime) -> bool:
    copy = Copy.objects.select_for_update().filter(pk=pk, destroyed_at=None).first()
    if copy is None:
        return False
    copy.path.unlink(missing_ok=True)
    copy.destroyed_at = at
    copy.save(update_fields=["destroyed_at"])
    record(CopyDestroyed(), about=copy, by=Actor.system(), at=at)
    return True


def _write(into: IO[bytes], sheets: Sequence[Sheet], at: datetime) -> int:
    """The archive: a page to read, each table for machines, the papers; says how many papers."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", _page(sheets, at))
        for sheet in sheets:
            rows = [dict(zip(sheet.heads, row, strict=True)) for row in sheet.rows]
            archive.writestr(f"data/{sheet.name}.json", json.dumps(rows, ensure_ascii=False, indent=1))
        papers = File.objects.filter(
            uuid__in=[uuid for sheet in sheets for uuid in sheet.files], forgotten_at=None, blob__state=State.CLEAN
        ).select_related("blob")
        written = [_put(archive, file) for file in papers]
    return sum(written)


def _put(archive: zipfile.ZipFile, file: File) -> bool:
    """A paper under its own name; the uuid before it keeps two of one name apart."""
    if file.blob is None or not store().has(file.blob.sha256):
        return False
    archive.write(store().path(file.blob.sha256), f"papers/{file.uuid.hex[:8]}-{file.name}")
    return True


def _page(sheets: Sequence[Sheet], at: datetime) -> str:
    """Everything to read, on one page without anything from elsewhere."""
    head = format_html(
        '<!doctype html><html lang="{}"><meta charset="utf-8"><title>{}</title><h1>{}</h1><p>{}</p>',
        translation.get_language() or "vi", _("My data"), _("What the province knows about me"),
        local(at).strftime("%d/%m/%Y"),
    )  # fmt: skip
    page = io.StringIO()
    page.write(head)
    for sheet in sheets:
        titles = format_html_join("", "<th>{}</th>", ((title,) for title in sheet.heads.values()))
        page.write(format_html('<h2>{}</h2><table border="1"><tr>{}</tr>', sheet.title, titles))
        for row in sheet.rows:
            cells = format_html_join("", "<td>{}</td>", (("" if cell is None else cell,) for cell in row))
            page.write(format_html("<tr>{}</tr>", cells))
        page.write("</table>")
    return page.getvalue()


def _key() -> bytes:
    return bytes.fromhex(kept_secret(settings.VAR / "keys" / "own-data"))
