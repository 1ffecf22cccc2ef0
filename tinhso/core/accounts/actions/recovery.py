"""Letting someone begin anew who lost the password or the second factor: two officers and an identity check."""

from datetime import datetime
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.accounts import NotYourOwn
from tinhso.core.accounts.actions.allowed import end_sessions, end_tokens, require
from tinhso.core.accounts.actions.proofs import set_password
from tinhso.core.accounts.domain.limits import INVITATION
from tinhso.core.accounts.events import RecoveryAgreed, RecoveryAsked, RecoveryUsed
from tinhso.core.accounts.models import Account, Post, Recovery
from tinhso.core.accounts.models.tokens import digest_of, new_token
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class Check(StrEnum):
    """How the first officer made sure who stands before them."""

    CARD = "card"
    VNEID = "vneid"
    KNOWN = "colleague"


class SecondPerson(Refusal):
    sentence = _("A second officer must agree, not the one who asked.")


class InvitationEnded(Refusal):
    sentence = _("This invitation was used already, or is older than a day. Ask for a new one.")


@transaction.atomic
def ask_recovery(account: Account, *, checked: Check, by: Actor, at: datetime) -> Recovery:
    """Say that one has seen the person and their card, and ask a colleague to agree. Raises NotYours, NotYourOwn."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    _require_over(account, by, at)
    Recovery.objects.filter(account=account, used_at__isnull=True).delete()

    asked = Recovery.objects.create(account=account, checked=checked, asked_by_id=by.account, asked_at=at)

    record(RecoveryAsked(checked=Code(checked.value)), about=account, by=by, at=at)
    return asked


@transaction.atomic
def agree_recovery(recovery: Recovery, *, by: Actor, at: datetime) -> str:
    """Agree as the second officer. The old password, factors, sessions and tokens are gone; returns the invitation,
    to be handed to the person, good for one use within a day.

    Raises NotYours, NotYourOwn, SecondPerson, InvitationEnded.
    """
    recovery = Recovery.objects.select_for_update(of=("self",)).select_related("account").get(pk=recovery.pk)
    _require_over(recovery.account, by, at)
    if by.account == recovery.asked_by_id:
        raise SecondPerson
    if recovery.agreed_at or at - recovery.asked_at > INVITATION:
        raise InvitationEnded

    text = new_token()
    recovery.agreed_by_id, recovery.agreed_at, recovery.digest = by.account, at, digest_of(text)
    recovery.save(update_fields=["agreed_by", "agreed_at", "digest"])
    _forget_proofs(recovery.account, at)

    record(RecoveryAgreed(), about=recovery.account, by=by, at=at)
    return text


@transaction.atomic
def use_recovery(text: str, *, new: str, by: Actor, at: datetime) -> Account:
    """Begin anew with an invitation and a new password. A second factor is still asked for at the sign-in.

    Raises InvitationEnded, WeakPassword.
    """
    found = Recovery.objects.select_for_update(of=("self",)).select_related("account")
    recovery = found.filter(digest=digest_of(text), used_at__isnull=True).first()
    if recovery is None or recovery.agreed_at is None or at - recovery.agreed_at > INVITATION:
        raise InvitationEnded

    set_password(recovery.account, new)
    recovery.used_at = at
    recovery.save(update_fields=["used_at"])
    end_sessions(recovery.account)

    record(RecoveryUsed(), about=recovery.account, by=by, at=at)
    return recovery.account


def _forget_proofs(account: Account, at: datetime) -> None:
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])
    end_sessions(account)
    end_tokens(account, at)


def _require_over(account: Account, by: Actor, at: datetime) -> None:
    require(by, "recover_account", at=at)
    for place, agency in Post.objects.not_ended(at).filter(account=account).values_list("place", "organisation"):
        require(by, "recover_account", at=at, place=place, agency=agency)
    if by.account == account.id:
        raise NotYourOwn
