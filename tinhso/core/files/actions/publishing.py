"""A picture that all may see: a copy of a kept one, drawn anew without the parts that somebody marked."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions.keeping import FileRefused, place_blob
from tinhso.core.files.clients import Finding
from tinhso.core.files.domain.hiding import Part
from tinhso.core.files.domain.kinds import PICTURES, Kind
from tinhso.core.files.domain.sandbox import hide_parts
from tinhso.core.files.domain.verdicts import Refused, Verdict
from tinhso.core.files.events import FileKept
from tinhso.core.files.models import File, State, store
from tinhso.events.definitions import Code
from tinhso.events.log import identity, record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class NotAPicture(Refusal):
    """Only a picture that was found harmless can be shown to all."""

    sentence = _("This file is not a picture that can be shown.")


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """A picture drawn without what was hidden, not kept yet: where it lies, and its preview."""

    verdict: Verdict
    clean: Path
    preview: Path

    def drop(self) -> None:
        """Take away what will not be kept; harmless after keeping."""
        for path in (self.clean, self.preview):
            with suppress(FileNotFoundError):
                path.unlink()


def draw_public_copy(file: File, *, hidden: Sequence[Part]) -> PublicCopy:
    """Draw the copy, before any transaction. Raises NotAPicture or FileRefused."""
    if file.blob is None or file.blob.state != State.CLEAN or Kind(file.blob.kind) not in PICTURES:
        raise NotAPicture
    copy = store().new_place(), store().new_place()
    try:
        verdict = hide_parts(store().path(file.blob.sha256), clean=copy[0], preview=copy[1], parts=hidden)
    except Refused as refused:
        for path in copy:
            path.unlink(missing_ok=True)
        raise FileRefused(refused.fault) from refused
    return PublicCopy(verdict, *copy)


def keep_public_copy(
    copy: PublicCopy, *, name: str, about: models.Model, place: int | None = None, by: Actor, at: datetime
) -> File:
    """Keep it as a file that all may see; it belongs to nobody. Part of the transaction that publishes.

    `name` is made by the caller: what a person called their picture may say who they are.
    """
    blob = place_blob(copy.clean, copy.verdict, Finding.CLEAN, at)
    file = File.objects.create(
        blob=blob,
        preview=place_blob(copy.preview, Verdict(kind=Kind.JPEG), Finding.CLEAN, at),
        name=name,
        about_kind=about._meta.label_lower,
        about=identity(about),
        place=place,
        public=True,
        kept_at=at,
        kept_by=by.account,
    )
    record(FileKept(kind=Code(blob.kind), size=blob.size, held=False), about=file, by=by, at=at, place=place)
    return file
