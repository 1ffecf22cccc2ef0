"""Writing to the provincial log and reading it back."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models, transaction
from structlog.contextvars import get_contextvars

from tinhso.events.definitions import Event
from tinhso.events.encoding import event_of, payload_of
from tinhso.events.models import Entry, Outbox, Payload
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.prepared import Listing
from tinhso.kit.writing import insert_rows


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry read back: the event, when, by whom; its id in the log and the place it counts for."""

    event: Event
    at: datetime
    by: Actor
    entry: int = 0
    place: int | None = None


def record(event: Event, *, about: models.Model, by: Actor, at: datetime, place: int | None = None) -> None:
    """Write one entry. Call it last in an action, inside the action's transaction: both commit or neither.

    about   the row it happened to; kept as its label and its uuid, or its id where it has none
    place   id of the place it counts for, when the system counts by place
    """
    data, salt = payload_of(event), secrets.token_bytes(16)
    line = _line(Fact(event, about, place), data, salt, by=by, at=at)
    Entry.objects.write(Entry(**line._asdict()), salt=salt, data=data)


class Fact(NamedTuple):
    """An event, the row it happened to, and the place it counts for."""

    event: Event
    about: models.Model
    place: int | None = None


def record_all(facts: Iterable[Fact], *, by: Actor, at: datetime) -> None:
    """Write an entry for each of many facts, as `record` writes one; for actions that do thousands at once."""
    said = [(payload_of(fact.event), secrets.token_bytes(16), fact) for fact in facts]
    lines = [_line(fact, data, salt, by=by, at=at) for data, salt, fact in said]
    keys = insert_rows(Entry, _Line._fields, lines)
    payloads = [(key, salt, data) for key, (data, salt, _fact) in zip(keys, said, strict=True)]
    insert_rows(Payload, ("entry_id", "salt", "data"), payloads)
    insert_rows(Outbox, ("entry_id",), [(key,) for key in keys])


class _Line(NamedTuple):
    """The columns of an entry that is written, in the order of the table."""

    at: datetime
    name: str
    version: int
    about_kind: str
    about: str
    place: int | None
    account: int | None
    person: UUID | None
    for_person: UUID | None
    mandate: UUID | None
    post: int | None
    channel: str
    request_id: str
    commitment: bytes


def _line(fact: Fact, data: str, salt: bytes, *, by: Actor, at: datetime) -> _Line:
    return _Line(
        at=at,
        name=fact.event.name,
        version=fact.event.version,
        about_kind=fact.about._meta.label_lower,
        about=identity(fact.about),
        place=fact.place,
        account=by.account,
        person=by.person,
        for_person=by.for_person,
        mandate=by.mandate,
        post=by.post,
        channel=by.channel.value,
        request_id=str(get_contextvars().get("request_id", ""))[:40],
        commitment=hashlib.sha256(salt + data.encode()).digest(),
    )


class _Told(NamedTuple):
    """The columns of an entry, and of its payload, that are read back."""

    id: int
    at: datetime
    name: str
    account: int | None
    person: UUID | None
    for_person: UUID | None
    mandate: UUID | None
    post: int | None
    channel: str
    place: int | None
    payload__data: str


def _told(kind: str, identity: str) -> "models.QuerySet[Entry, tuple[Any, ...]]":
    return Entry.objects.about(kind, identity).filter(payload__isnull=False).values_list(*_Told._fields)


TOLD = Listing(_Told, _told)


def history(about: models.Model) -> Iterator[Happening]:
    """What happened to a row, oldest first. An entry whose payload was erased is left out.

    Raises UnknownEventError when the log holds an event that no installed system defines.
    """
    for told in TOLD(about._meta.label_lower, identity(about)):
        yield Happening(event_of(told.name, told.payload__data), told.at, _actor(told), told.id, told.place)


@transaction.atomic
def erase(*, about: models.Model | None = None, person: UUID | None = None) -> int:
    """Erase what entries say (payload and salt) about a row, or of everything a person did, had done or had happen.

    The entries stay, with ids only, and the log verifies as before: a commitment without its salt says nothing.
    Returns how many payloads were erased.
    """
    erased = 0
    if about is not None:
        erased += _erase(Entry.objects.about(about._meta.label_lower, identity(about)))
    if person is not None:
        erased += _erase(Entry.objects.of_person(person))
    return erased


def identity(thing: models.Model) -> str:
    """How the log names a row: its uuid, or its id where it has none."""
    return str(getattr(thing, "uuid", thing.pk))


def _erase(entries: models.QuerySet[Entry]) -> int:
    ids = entries.order_by().values("pk")
    return Payload.objects.filter(entry__in=ids).delete()[0]


def _actor(told: _Told) -> Actor:
    return Actor(
        account=told.account,
        person=told.person,
        for_person=told.for_person,
        mandate=told.mandate,
        post=told.post,
        channel=Channel(told.channel),
    )
