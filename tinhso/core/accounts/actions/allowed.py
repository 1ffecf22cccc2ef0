"""Whether the one who acts may: asked by actions, which anyone may call without passing a door."""

import secrets
from datetime import datetime

from django.db.models import F

from tinhso.core.accounts.models import AccessToken, Account, Session
from tinhso.core.accounts.models.rights import forget
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import NotYours

FARTHEST_STEP = 10_000


def require(
    actor: Actor, permission: str, *, at: datetime, place: int | None = None, agency: int | None = None
) -> None:
    """Raise NotYours unless the actor holds the permission there. The product itself may do everything."""
    if actor.account is None and actor.channel is Channel.SYSTEM:
        return
    if not Account.objects.rights_of(actor, at=at).may(permission, place=place, agency=agency):
        raise NotYours


def require_self(actor: Actor, account: Account) -> None:
    """Raise NotYours unless the actor is the holder of the account (or the product itself)."""
    system = actor.account is None and actor.channel is Channel.SYSTEM
    if not system and actor.account != account.id:
        raise NotYours


def rights_changed(*accounts: int) -> None:
    """Make every process gather the rights of these accounts anew at their next request.

    By a step of chance: rights gathered within a change that is taken back do not fit the version of the next change.
    """
    step = 1 + secrets.randbelow(FARTHEST_STEP)
    Account.objects.filter(id__in=accounts).update(version=F("version") + step)
    for account in accounts:
        forget(account)


def end_sessions(account: Account, *, but: str | None = None) -> int:
    """Let every session of the account die, except the one with this key; how many died."""
    count, _ = Session.objects.filter(account=account).exclude(session_key=but or "").delete()
    return count


def end_tokens(account: Account, at: datetime) -> int:
    """Withdraw every token of the account; how many."""
    return AccessToken.objects.filter(account=account, withdrawn_at__isnull=True).update(withdrawn_at=at)
