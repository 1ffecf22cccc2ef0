"""How many messages wait for the holders of accounts: counted by whoever keeps the messages, shown with every page."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from tinhso.core.accounts.models import Account


def more_to_read(people: Collection[UUID]) -> None:
    """One message more waits for each of these people."""
    Account.objects.filter(person__uuid__in=people).update(unread=F("unread") + 1)


def left_to_read(people: Collection[UUID], number: int) -> None:
    """So many messages wait for a person, under any of the rows that they are."""
    Account.objects.filter(person__uuid__in=people).exclude(unread=number).update(unread=number)
