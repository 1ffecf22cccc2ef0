"""Pictures of a place, and people telling of it: examined like every upload, shown to all."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tinhso.core.accounts.actions import require
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PHOTOS, VOICE_NOTE
from tinhso.economy.destinations.events import MediumAdded
from tinhso.economy.destinations.models import PERMISSION, Destination, Medium
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


@transaction.atomic
def add_medium(
    one: Destination,
    upload: "UploadedFile",
    *,
    kind: str,
    language: str,
    shows: str,
    credit: str,
    by: Actor,
    at: datetime,
) -> Medium:
    """Keep a picture or a voice. `kind`: picture or voice. Raises NotYours, FileRefused, TooManyFiles."""
    require(by, PERMISSION, at=at, place=one.place_id)
    rules = PHOTOS if kind == "picture" else VOICE_NOTE
    file = keep_file(upload, rules=rules, about=one, place=one.place_id, public=True, by=by, at=at, field="file")
    made = Medium.objects.create(
        destination=one,
        file=file,
        kind=kind,
        language=language,
        shows=shows.strip(),
        credit=credit.strip(),
        added_at=at,
    )
    record(MediumAdded(kind=Code(kind)), about=one, by=by, at=at, place=one.place_id)
    return made
