"""Me too: somebody else wants what was reported. Once a person, or once a device; who signed in is told the answer."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.petitions.events import ReportBacked
from tinhso.government.petitions.models import Backer, Publication
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert_new

IN_AN_HOUR = timedelta(hours=1)
DEVICES_AN_HOUR = 60
"""Devices without an account that are counted for one report in an hour: a village, not a machine."""


class TooManyAtOnce(Refusal):
    sentence = _("Very many say this right now. Sign in, and you are counted and told the answer.")


class ShownNoMore(Refusal):
    sentence = _("This is no longer shown.")


def device_hash(device: str) -> str:
    """What is kept of the random number in a device's cookie."""
    return salted_hmac("petitions.backing", device, algorithm="sha256").hexdigest()


@transaction.atomic
def back_report(shown: Publication, *, person: UUID | None, device: str, by: Actor, at: datetime) -> bool:
    """Count one more who wants this; says whether it was new. Raises ShownNoMore, TooManyAtOnce.

    A device counts only where nobody signed in. The log does not learn who it was.
    """
    shown = Publication.objects.select_for_update(of=("self",)).select_related("petition__topic").get(pk=shown.pk)
    if shown.taken_back_at is not None:
        raise ShownNoMore
    if person is None:
        _refuse_flood(shown, at)
    row = Backer(publication=shown, person=person, device="" if person else device_hash(device), at=at)
    if not insert_new(row):
        return False

    Publication.objects.filter(pk=shown.pk).update(backers=F("backers") + 1)

    nobody, told = Actor(channel=by.channel), Code(shown.petition.topic.code)
    backed = ReportBacked(topic=told, signed_in=person is not None)
    record(backed, about=shown.petition, by=nobody, at=at, place=shown.commune_id)
    return True


def has_backed(shown: Publication, *, person: UUID | None, device: str) -> bool:
    """Whether this person, or this device, is counted already."""
    rows = Backer.objects.filter(publication=shown)
    if person is not None:
        return rows.filter(person=person).exists()
    return bool(device) and rows.filter(device=device_hash(device)).exists()


def _refuse_flood(shown: Publication, at: datetime) -> None:
    recent = Backer.objects.filter(publication=shown, person=None, at__gt=at - IN_AN_HOUR)
    if recent.count() >= DEVICES_AN_HOUR:
        raise TooManyAtOnce
