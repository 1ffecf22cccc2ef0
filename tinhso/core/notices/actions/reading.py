"""Reading one's own messages."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.core.accounts.actions import left_to_read
from tinhso.core.notices.events import NoticesRead
from tinhso.core.notices.models import Notice
from tinhso.core.people.models import Person
from tinhso.events.log import record
from tinhso.kit.actors import Actor


def own_rows(person: UUID) -> list[UUID]:
    """The rows that someone is: theirs, and those that were merged into it."""
    row = Person.objects.filter(uuid=person).first()
    return [one.uuid for one in row.now.with_merged] if row else []


@transaction.atomic
def read_all(person: UUID, *, by: Actor, at: datetime) -> int:
    """The person has seen everything that is new. Says how many that were."""
    mine = own_rows(person)
    return _read(Notice.objects.filter(person__in=mine).unread().values_list("pk", flat=True), mine, by, at)


@transaction.atomic
def open_notice(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """The person has seen one."""
    if notice.read_at is None:
        _read([notice.pk], own_rows(notice.person), by, at)
    return notice


def _read(keys: Collection[int], people: list[UUID], by: Actor, at: datetime) -> int:
    unread = list(Notice.objects.select_for_update().filter(pk__in=list(keys), read_at=None).order_by("pk"))
    Notice.objects.filter(pk__in=[one.pk for one in unread]).update(read_at=at)
    left_to_read(people, Notice.objects.filter(person__in=people).unread().count())
    if unread:
        record(NoticesRead(number=len(unread)), about=unread[-1], by=by, at=at)
    return len(unread)
