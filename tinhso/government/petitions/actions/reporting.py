"""Sending from a page: what somebody tapped, said and photographed becomes a petition, at a pace for all."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.government.petitions.actions.sending import Said, send_petition
from tinhso.government.petitions.domain.pace import Knocked
from tinhso.government.petitions.models import Knock, Petition
from tinhso.government.petitions.models.reporting import hashed
from tinhso.kit.actors import Actor
from tinhso.kit.folding import fold
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_clock
from tinhso.kit.writing import insert

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


class TooQuick(Refusal):
    """The same came too often, or too much came from here. `until` is when it may be sent; the door answers 429."""

    sentence = _("What you sent has arrived. You can send this at %(clock)s.")

    def __init__(self, until: datetime) -> None:
        super().__init__(self.sentence % {"clock": say_clock(until + timedelta(minutes=1))})
        self.until = until


@dataclass(frozen=True, slots=True)
class Sender:
    """From where it comes: the address, and something that only this browser knows; empty when it knows nothing."""

    address: str
    browser: str = ""


@transaction.atomic
def report(said: Said, *, sender: Sender, by: Actor, at: datetime) -> Petition:
    """Send what somebody reported. Raises TooQuick, and what `send_petition` raises."""
    now = Knocked(content_of(said), hashed("address", sender.address), hashed("browser", sender.browser), at)
    until = Knock.objects.free_at(now)
    if until > at:
        raise TooQuick(until)

    petition = send_petition(said, by=by, at=at)
    insert(Knock(content=now.content, address=now.address, browser=now.browser, at=at))
    return petition


def content_of(said: Said) -> str:
    """What is the same when it is sent again: the topic, the place, the words without marks, the bytes of the files."""
    files = sorted(_digest(one.upload) for one in said.brought if one.upload)
    return hashed("content", "\n".join([said.topic.code, str(said.place.pk), fold(said.words), *files]))


def forget_knocks(*, at: datetime) -> int:
    """Delete what no limit counts any more; says how many."""
    return Knock.objects.counted_no_more(at).delete()[0]


def _digest(upload: "UploadedFile") -> str:
    counted = hashlib.sha256()
    for piece in upload.chunks():
        counted.update(piece)
    upload.seek(0)
    return counted.hexdigest()
