"""Photos, recordings and papers that lie with a petition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PAPERS, PHOTOS, VOICE_NOTE, Rules
from tinhso.core.files.models import File
from tinhso.government.petitions.domain.words import FileKind, Side
from tinhso.government.petitions.models import Petition, PetitionFile
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

RULES: Mapping[FileKind, Rules] = {FileKind.PHOTO: PHOTOS, FileKind.VOICE: VOICE_NOTE, FileKind.PAPER: PAPERS}
FIELDS: Mapping[FileKind, str] = {FileKind.PHOTO: "photos", FileKind.VOICE: "voice", FileKind.PAPER: "papers"}
HANDLE = "handle_cases"


class FileGone(Refusal):
    """A file that was named lies here no more, or is another's."""

    sentence = _("One of your files is no longer here. Choose it again.")
    field = "photos"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A photo, a recording or a paper: as it arrives (`upload`), or kept before (`file`)."""

    kind: FileKind
    upload: "UploadedFile | None" = None
    file: File | None = None


def keep_brought(
    petition: Petition, brought: Sequence[Brought], *, side: Side, by: Actor, at: datetime
) -> list[PetitionFile]:
    """Keep files with a petition, for who asks and for the officers there. Raises FileRefused, FileGone."""
    return [_keep(petition, one, side, by, at) for one in brought]


def _keep(petition: Petition, one: Brought, side: Side, by: Actor, at: datetime) -> PetitionFile:
    file = one.file or _kept_now(petition, one, by, at)
    if file.forgotten_at or (one.file and file.kept_by != by.account):
        raise FileGone(field=FIELDS[one.kind])
    row = PetitionFile(petition=petition, file=file.uuid, kind=one.kind, side=side, added_at=at)
    insert(row)
    return row


def _kept_now(petition: Petition, one: Brought, by: Actor, at: datetime) -> File:
    if one.upload is None:
        raise FileGone(field=FIELDS[one.kind])
    case = petition.case
    return keep_file(
        one.upload, rules=RULES[one.kind], about=petition, person=case.applicant_id, place=case.place_id,
        permission=HANDLE, by=by, at=at, field=FIELDS[one.kind],
    )  # fmt: skip
