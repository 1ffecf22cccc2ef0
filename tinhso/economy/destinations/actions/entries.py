"""What officers do with the entries: load what is shipped, write, publish, withdraw."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.search.actions import forget, index
from tinhso.economy.destinations.domain.words import Status
from tinhso.economy.destinations.events import DestinationPublished, DestinationWithdrawn, DestinationWritten
from tinhso.economy.destinations.models import PERMISSION, Destination
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.addresses import url
from tinhso.kit.refusals import Refusal

OTHER_DOORS = frozenset({"calendar", "pack", "plan", "kept", "trips"})


class NotReady(Refusal):
    """An entry without words in Vietnamese is of no use to anyone."""

    sentence = _("Write first what it is, in Vietnamese and in English.")
    field = "about_vi"


class CodeTaken(Refusal):
    sentence = _("Another place has this address. Choose another word.")
    field = "code"


@transaction.atomic
def begin_entry(code: str, told: Mapping[str, Any], *, by: Actor, at: datetime) -> Destination:
    """A new entry, which nobody sees yet. Raises NotYours, CodeTaken."""
    require(by, PERMISSION, at=at, place=told["place"].pk)
    if code in OTHER_DOORS or Destination.objects.filter(code=code).exists():
        raise CodeTaken
    return _write(Destination(code=code), told, by=by, at=at)


@transaction.atomic
def change_entry(one: Destination, told: Mapping[str, Any], *, by: Actor, at: datetime) -> Destination:
    """Put an entry right; what is published shows it at once. Raises NotYours."""
    one = Destination.objects.select_for_update().get(pk=one.pk)
    require(by, PERMISSION, at=at, place=one.place_id)
    require(by, PERMISSION, at=at, place=told["place"].pk if "place" in told else one.place_id)
    return _write(one, told, by=by, at=at)


def _write(one: Destination, told: Mapping[str, Any], *, by: Actor, at: datetime) -> Destination:
    for name, value in told.items():
        setattr(one, name, value)
    one.written_by_id, one.written_at = by.account, at
    one.fill()
    one.save()
    if one.status == Status.PUBLISHED:
        _make_findable(one)
    record(DestinationWritten(kind=Code(one.kind)), about=one, by=by, at=at, place=one.place_id)
    return one


@transaction.atomic
def publish_entry(one: Destination, *, by: Actor, at: datetime) -> Destination:
    """Show it to all. Raises NotYours, NotReady."""
    one = Destination.objects.select_for_update(of=("self",)).select_related("place").get(pk=one.pk)
    require(by, PERMISSION, at=at, place=one.place_id)
    if not (one.about_vi.strip() and one.about_en.strip()):
        raise NotReady
    if one.status == Status.PUBLISHED:
        return one
    one.status, one.published_at = Status.PUBLISHED, at
    one.save(update_fields=["status", "published_at"])
    _make_findable(one)
    record(DestinationPublished(kind=Code(one.kind)), about=one, by=by, at=at, place=one.place_id)
    return one


@transaction.atomic
def withdraw_entry(one: Destination, *, by: Actor, at: datetime) -> Destination:
    """Show it no more. Raises NotYours."""
    one = Destination.objects.select_for_update().get(pk=one.pk)
    require(by, PERMISSION, at=at, place=one.place_id)
    if one.status == Status.WITHDRAWN:
        return one
    one.status = Status.WITHDRAWN
    one.save(update_fields=["status"])
    forget("destination", one.uuid)
    record(DestinationWithdrawn(kind=Code(one.kind)), about=one, by=by, at=at, place=one.place_id)
    return one


def _make_findable(one: Destination) -> None:
    text = " ".join([one.name_en, one.about_vi, one.place.full_name])
    index("destination", one.uuid, one.name_vi, text, place=one.place_id, url=url("destination", one.code))
