"""Passwords of phones: made by a member, shown once, taken back by the member or an engineer."""

import hashlib
import secrets
from base64 import b32encode
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.accounts.actions.entering import Whence, WrongNameOrPassword, note_failure, spend_try
from tinhso.core.accounts.events import Way
from tinhso.core.openrosa.events import HandsetAdmitted, HandsetRevoked
from tinhso.core.openrosa.models import Handset
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal

MOST = 5
"""Phones of one member at a time."""
LASTS = timedelta(days=365)
MAY = "carry_work"
_QUIET = timedelta(hours=1)


class TooManyHandsets(Refusal):
    sentence = _("Five phones send for you already. Take one back first.")


@transaction.atomic
def admit_handset(title: str, *, by: Actor, at: datetime) -> tuple[Handset, str]:
    """Let a phone speak for who acts; the second value is its password, which nobody can read again.

    Raises NotYours, TooManyHandsets.
    """
    require(by, MAY, at=at)
    if by.account is None:
        raise NotYours
    if Handset.objects.in_force(at).of_account(by.account).count() >= MOST:
        raise TooManyHandsets
    password = _word(20)
    handset = Handset.objects.create(
        account_id=by.account,
        title=title[:80],
        username=f"odk-{_word(10)}",
        digest=_digest(password),
        made_at=at,
        ends_at=at + LASTS,
    )
    record(HandsetAdmitted(), about=handset, by=by, at=at)
    return handset, password


@transaction.atomic
def revoke_handset(handset: Handset, *, by: Actor, at: datetime) -> Handset:
    """Its password is worth nothing from now on; what it sent stays. Raises NotYours."""
    handset = Handset.objects.select_for_update().get(pk=handset.pk)
    if handset.account_id != by.account:
        require(by, "watch_handsets", at=at)
    if handset.revoked_at is None:
        handset.revoked_at = at
        handset.save(update_fields=["revoked_at"])
        record(HandsetRevoked(), about=handset, by=by, at=at)
    return handset


def let_in(username: str, password: str, *, address: str, at: datetime) -> Handset:
    """The phone that shows this name and password. Wrong tries are counted as at the sign-in page.

    Raises WrongNameOrPassword, TooManyTries.
    """
    handset = Handset.objects.in_force(at).select_related("account").filter(username=username).first()
    if handset is None or not secrets.compare_digest(handset.digest, _digest(password)):
        note_failure(spend_try(username, Whence(address=address), at=at), Way.NAME, by=Actor(), at=at)
        raise WrongNameOrPassword
    if handset.seen_at is None or at - handset.seen_at > _QUIET:
        Handset.objects.filter(pk=handset.pk).update(seen_at=at)
    return handset


def _word(letters: int) -> str:
    """Random letters and digits that are easily typed, five bits each."""
    return b32encode(secrets.token_bytes(letters)).decode().lower()[:letters]


def _digest(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()
