"""Lists that show names, and telling those who stood in them (see `docs/decisions`, who looked at lists)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tinhso.core.people.domain.words import LIST_WORDS, ListWay
from tinhso.core.people.events import PeopleListed
from tinhso.core.people.models import Listing, Person, Sighting
from tinhso.core.search.actions import witness
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.passport import Text
from tinhso.kit.writing import insert

KEPT = timedelta(days=365)
SHOWN = 100
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """One day on which someone's name stood in lists that another was shown, for that person to see."""

    day: date
    way: Text
    who: str
    by: UUID | None


def note_list(people: Iterable[UUID], *, way: ListWay, by: Actor, at: datetime) -> None:
    """Keep that a list with these people's names is shown. Oneself does not count.

    One row for the whole list; the worker tells it to the log and to the people within half a minute.
    """
    shown = [str(person) for person in people if person != by.person]
    if shown:
        insert(Listing(at=at, way=way, by=asdict(by), people=shown))


@witness("person")
def note_found(refs: Collection[str], *, by: Actor, at: datetime) -> None:
    """The search register shows people it found."""
    note_list(map(UUID, refs), way=ListWay.SEARCH, by=by, at=at)


def tell_lists(*, at: datetime) -> int:
    """Tell the log and the people about the lists that were shown since the last time. Says how many lists."""
    waiting = Listing.objects.filter(told_at=None).order_by("id").values_list("pk", flat=True)[:AT_ONCE]
    return sum(_tell(pk, at) for pk in waiting)


def forget_old_lists(*, at: datetime) -> None:
    """After a year nobody is told any more; the log keeps that a list was shown, to whom and how long it was."""
    Listing.objects.filter(at__lt=at - KEPT, told_at__isnull=False).delete()
    Sighting.objects.filter(day__lt=timezone.localdate(at - KEPT)).delete()


def lists_showing(person: Person) -> list[Listed]:
    """Who was shown a list in which a person stood, the latest day first; at most 100."""
    rows = list(Sighting.objects.filter(person__in=person.with_merged).order_by("-day", "-id")[:SHOWN])
    names = dict(Person.objects.filter(uuid__in={row.reader for row in rows}).values_list("uuid", "full_name"))
    return [
        Listed(row.day, LIST_WORDS[ListWay(row.way)], names.get(row.reader, "") if row.reader else "", row.reader)
        for row in rows
    ]


@transaction.atomic
def _tell(pk: int, at: datetime) -> bool:
    listing = Listing.objects.select_for_update().filter(pk=pk, told_at=None).first()
    if listing is None:
        return False
    by, day = _actor(listing.by), timezone.localdate(listing.at)
    Sighting.objects.bulk_create(
        [
            Sighting(person_id=UUID(one), day=day, way=listing.way, account=by.account or 0, reader=by.person)
            for one in dict.fromkeys(listing.people)
        ],
        ignore_conflicts=True,
    )
    listing.told_at = at
    listing.save(update_fields=["told_at"])
    record(PeopleListed(way=Code(listing.way), people=len(listing.people)), about=listing, by=by, at=listing.at)
    return True


def _actor(kept: Mapping[str, Any]) -> Actor:
    """The actor as the row keeps it."""
    ids = {name: UUID(kept[name]) if kept[name] else None for name in ("person", "for_person", "mandate")}
    return Actor(account=kept["account"], post=kept["post"], channel=Channel(kept["channel"]), **ids)
