"""Accounts follow their people: merged, parted again, gone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.core.accounts.actions.accounts import close_account
from tinhso.core.accounts.actions.allowed import end_sessions, rights_changed
from tinhso.core.accounts.actions.mandates import withdraw_mandate
from tinhso.core.accounts.events import AccountFollowed
from tinhso.core.accounts.models import Account, Mandate
from tinhso.events.log import history, record
from tinhso.kit.actors import Actor


@transaction.atomic
def follow_merge(gone: UUID, *, kept: UUID, merge: UUID, by: Actor, at: datetime) -> None:
    """Point the accounts and mandates of a merged person to the one that stayed."""
    for account in Account.objects.select_for_update().filter(person__uuid=gone):
        _point(account, kept, merge, by, at)
    for mandate in Mandate.objects.select_for_update().filter(person__uuid=gone):
        _point(mandate, kept, merge, by, at)


@transaction.atomic
def undo_merge(merge: UUID, *, back: UUID, by: Actor, at: datetime) -> None:
    """Point back what followed by this merge, told by its history."""
    kept = Account.objects.select_for_update().filter(person__merges__uuid=merge)
    given = Mandate.objects.select_for_update().filter(person__merges__uuid=merge)
    for thing in (*kept, *given):
        moves = [one.event for one in history(thing) if isinstance(one.event, AccountFollowed)]
        if any(move.merge == merge for move in moves):
            _point(thing, back, merge, by, at)


@transaction.atomic
def retire_person(person: UUID, *, by: Actor, at: datetime) -> None:
    """Close the accounts of someone who is gone, and end the mandates to act for them."""
    for account in Account.objects.filter(person__uuid=person, closed_at__isnull=True):
        close_account(account, by=by, at=at)
    for mandate in Mandate.objects.filter(person__uuid=person, withdrawn_at=None, used_at=None, ends_at__gt=at):
        withdraw_mandate(mandate, by=by, at=at)


def _point(thing: Account | Mandate, person: UUID, merge: UUID, by: Actor, at: datetime) -> None:
    thing.person_id = person
    thing.save(update_fields=["person"])
    if isinstance(thing, Account):
        rights_changed(thing.id)
        end_sessions(thing)
    record(AccountFollowed(merge=merge), about=thing, by=by, at=at)
