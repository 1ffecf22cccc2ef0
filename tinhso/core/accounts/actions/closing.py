"""Closing one's own account: asked for, time to think, then for good."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.accounts import shut_for_good
from tinhso.core.accounts.actions.allowed import end_sessions, end_tokens, require_self
from tinhso.core.accounts.actions.proofs import require_fresh
from tinhso.core.accounts.events import ClosingAsked, ClosingTakenBack
from tinhso.core.accounts.models import Account
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class StaffStays(Refusal):
    sentence = _("An account of an office is closed by the office. Ask your head.")


@transaction.atomic
def ask_closing(account: Account, *, session: SessionBase, by: Actor, at: datetime) -> Account:
    """Have one's own account closed after some days to think; every session and token ends now.

    Signing in is still possible until then, to take it back. Raises NotYours, ProveAgain, StaffStays.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    require_self(by, account)
    require_fresh(session, at=at)
    if account.is_staff_member:
        raise StaffStays
    if account.closes_at:
        return account

    account.closes_at = at + timedelta(days=settings.CLOSING_DAYS)
    account.save(update_fields=["closes_at"])
    end_sessions(account)
    end_tokens(account, at)

    record(ClosingAsked(on=account.closes_at), about=account, by=by, at=at)
    return account


@transaction.atomic
def take_closing_back(account: Account, *, by: Actor, at: datetime) -> Account:
    """Keep the account. Raises NotYours."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    require_self(by, account)
    if account.closes_at is None:
        return account

    account.closes_at = None
    account.save(update_fields=["closes_at"])

    record(ClosingTakenBack(), about=account, by=by, at=at)
    return account


def close_what_was_asked(*, at: datetime) -> int:
    """Close for good every account whose holder has not thought better of it in time; says how many."""
    due = Account.objects.filter(closes_at__lte=at, closed_at=None).order_by("closes_at").values_list("pk", flat=True)
    return sum(_close(pk, at) for pk in due)


@transaction.atomic
def _close(pk: int, at: datetime) -> bool:
    account = Account.objects.select_for_update().filter(pk=pk, closes_at__lte=at, closed_at=None).first()
    if account is None:
        return False
    shut_for_good(account, by=Actor.system(), at=at)
    return True
