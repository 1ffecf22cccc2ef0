"""Opening and shutting accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import end_sessions, end_tokens, require, rights_changed
from tinhso.core.accounts.domain import Kind
from tinhso.core.accounts.events import AccountClosed, AccountDisabled, AccountEnabled, AccountOpened
from tinhso.core.accounts.models import Account, Delegation, Mandate, Post
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class NameTaken(Refusal):
    sentence = _("Someone already has this user name. Choose another one, for example with the name of the office.")
    field = "username"


class NameUnfit(Refusal):
    sentence = _("A user name has 2 to 150 letters, digits, dots or dashes, without spaces.")
    field = "username"


class AlreadyShut(Refusal):
    sentence = _("This account is already shut.")


class NotYourOwn(Refusal):
    sentence = _("You cannot do this to your own account. Ask a colleague.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the national identity says someone is: issuer and subject together, and the level (1 or 2)."""

    issuer: str
    subject: str
    level: int


@transaction.atomic
def open_account(
    *,
    username: str,
    kind: Kind,
    person: UUID | None,
    by: Actor,
    at: datetime,
    identity: Identity | None = None,
    agency: int | None = None,
) -> Account:
    """Let someone sign in. A staff account begins without a password: an invitation gives the first one.

    agency   id of the office it is opened for; the opener must hold `open_account` there
    Raises NotYours, NameTaken, NameUnfit.
    """
    require(by, "open_account", at=at, agency=agency)
    name = username.strip().casefold()
    if not 2 <= len(name) <= 150 or not name.replace(".", "").replace("-", "").replace("_", "").isalnum():
        raise NameUnfit
    if Account.objects.filter(username=name).exists():
        raise NameTaken

    account = Account(username=name, kind=kind, person_id=person, opened_at=at)
    if identity:
        account.issuer, account.subject, account.level = identity.issuer, identity.subject, identity.level
    account.set_unusable_password()
    account.save()

    record(AccountOpened(kind=Code(kind.value), level=account.level), about=account, by=by, at=at)
    return account


@transaction.atomic
def disable_account(account: Account, *, by: Actor, at: datetime) -> Account:
    """Shut an account at once: its sessions and tokens die with it, wherever they are open.

    Raises NotYours, NotYourOwn, AlreadyShut.
    """
    account = _shuttable(account, "disable_account", by, at)

    account.is_active = False
    account.save(update_fields=["is_active"])
    sessions, tokens = _cut_off(account, at)

    record(AccountDisabled(sessions=sessions, tokens=tokens), about=account, by=by, at=at)
    return account


@transaction.atomic
def enable_account(account: Account, *, by: Actor, at: datetime) -> Account:
    """Let a disabled account in again; a closed one stays closed. Raises NotYours, AlreadyShut."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    _require_over(account, "disable_account", by, at)
    if account.closed_at:
        raise AlreadyShut

    account.is_active = True
    account.save(update_fields=["is_active"])
    rights_changed(account.id)

    record(AccountEnabled(), about=account, by=by, at=at)
    return account


@transaction.atomic
def close_account(account: Account, *, by: Actor, at: datetime) -> Account:
    """Shut an account for good: its posts, delegations and mandates end too. Raises NotYours, NotYourOwn."""
    return shut_for_good(_shuttable(account, "close_account", by, at), by=by, at=at)


def shut_for_good(account: Account, *, by: Actor, at: datetime) -> Account:
    """The change and the entry of closing; who calls it has locked the account and asked for the right."""
    account.is_active, account.closed_at = False, at
    account.save(update_fields=["is_active", "closed_at"])
    Delegation.objects.filter(post__account=account, ends_at__gt=at).update(ends_at=at)
    Delegation.objects.filter(to=account, starts_at__lt=at, ends_at__gt=at).update(ends_at=at)
    Post.objects.filter(account=account, starts_at__lt=at).not_ended(at).update(ends_at=at)
    Mandate.objects.filter(account=account, withdrawn_at__isnull=True).update(withdrawn_at=at)
    _cut_off(account, at)

    record(AccountClosed(), about=account, by=by, at=at)
    return account


def _shuttable(account: Account, permission: str, by: Actor, at: datetime) -> Account:
    account = Account.objects.select_for_update().get(pk=account.pk)
    _require_over(account, permission, by, at)
    if by.account == account.id:
        raise NotYourOwn
    if account.closed_at or (permission == "disable_account" and not account.is_active):
        raise AlreadyShut
    return account


def _require_over(account: Account, permission: str, by: Actor, at: datetime) -> None:
    """The right must hold over every post the account holds, or one could shut out another office's people."""
    posts = Post.objects.not_ended(at).filter(account=account)
    require(by, permission, at=at)
    for place, agency in posts.values_list("place", "organisation"):
        require(by, permission, at=at, place=place, agency=agency)


def _cut_off(account: Account, at: datetime) -> tuple[int, int]:
    lent_to = Delegation.objects.filter(post__account=account).values_list("to", flat=True)
    rights_changed(account.id, *lent_to)
    return end_sessions(account), end_tokens(account, at)
