"""Writing to the provincial log and reading it back."""

import dataclasses
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import models

from tinhso.events.definitions import Event, known
from tinhso.events.models import Entry, Outbox, Payload
from tinhso.kit.actors import Actor, Channel


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry read back: the event, when, by whom."""

    event: Event
    at: datetime
    by: Actor


def record(event: Event, *, about: models.Model, by: Actor, at: datetime, place: int | None = None) -> None:
    """Write one entry. Call it last in an action, inside the action's transaction: both commit or neither.

    about   the row it happened to; kept as its label and its uuid, or its id where it has none
    place   id of the place it counts for, when the system counts by place
    """
    data = orjson.dumps(dataclasses.asdict(event), option=orjson.OPT_SORT_KEYS, default=str)
    salt = secrets.token_bytes(16)
    entry = Entry.objects.create(
        at=at,
        name=event.name,
        version=event.version,
        about_kind=about._meta.label_lower,
        about=identity(about),
        place=place,
        account=by.account,
        person=by.person,
        for_person=by.for_person,
        mandate=by.mandate,
        post=by.post,
        channel=by.channel,
        commitment=hashlib.sha256(salt + data).digest(),
    )
    Payload.objects.create(entry=entry, salt=salt, data=data.decode())
    Outbox.objects.create(entry=entry)


def history(about: models.Model) -> Iterator[Happening]:
    """What happened to a row, oldest first. An entry whose payload was erased is left out."""
    entries = Entry.objects.filter(about_kind=about._meta.label_lower, about=identity(about)).select_related("payload")
    for entry in entries.order_by("id"):
        yield Happening(_event(entry), entry.at, _actor(entry))


def identity(thing: models.Model) -> str:
    """How the log names a row: its uuid, or its id where it has none."""
    return str(getattr(thing, "uuid", thing.pk))


def _event(entry: Entry) -> Event:
    kind = known()[entry.name]
    return kind(**orjson.loads(entry.payload.data))


def _actor(entry: Entry) -> Actor:
    return Actor(
        account=entry.account,
        person=entry.person,
        for_person=entry.for_person,
        mandate=entry.mandate,
        post=entry.post,
        channel=Channel(entry.channel),
    )
