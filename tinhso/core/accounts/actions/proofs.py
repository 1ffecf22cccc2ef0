"""What proves who one is: passwords, codes, passkeys, and tokens for machines."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal import auth as passkeys
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import end_sessions, require_self
from tinhso.core.accounts.actions.entering import Whence, note_failure, spend_try
from tinhso.core.accounts.clients.codes import seal, unseal
from tinhso.core.accounts.domain.limits import FRESH
from tinhso.core.accounts.domain.passwords import weakness
from tinhso.core.accounts.events import FactorAdded, FactorRemoved, PasswordChanged, TokenMade, TokenWithdrawn, Way
from tinhso.core.accounts.models import AccessToken, Account
from tinhso.core.accounts.models.tokens import digest_of, new_token
from tinhso.core.places.models import Place
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal

STEP = 30
LONGEST_TOKEN = timedelta(days=366)
_WHY = {
    "short": _("At least 12 letters. A sentence of four words is easy to remember."),
    "long": _("At most 512 letters."),
    "common": _("Many people use this password, so it is guessed first. Choose another."),
    "local": _("It is made of words that a guesser here tries first: the province, the office. Choose another."),
    "name": _("It is nearly your user name. Choose another."),
}


class WeakPassword(Refusal):
    """Says which rule it breaks; there are no rules about kinds of letters."""

    sentence = _WHY["short"]
    field = "new_password"


class WrongPassword(Refusal):
    sentence = _("This is not your present password.")
    field = "password"


class WrongCode(Refusal):
    sentence = _("The code is not right, or was used already. Wait for the next one, it changes every 30 seconds.")
    field = "code"


class WrongPasskey(Refusal):
    sentence = _("The passkey was not accepted. Try again, or use the code.")


class ProveAgain(Refusal):
    sentence = _("Show first that it is you: it has been more than 5 minutes.")


class LastFactor(Refusal):
    sentence = _("This is your only second proof. Add another one first.")


class UnknownPermission(Refusal):
    sentence = _("Choose what the machine may do, from what you may do yourself.")
    field = "scope"


class EndsWrongly(Refusal):
    sentence = _("The end lies between now and one year.")
    field = "ends_at"


def is_fresh(session: SessionBase, *, at: datetime) -> bool:
    """Whether the person proved who they are within the last minutes."""
    proven = session.get("proven_at")
    return proven is not None and at - datetime.fromisoformat(proven) <= FRESH


def require_fresh(session: SessionBase, *, at: datetime) -> None:
    """Raise ProveAgain unless the proof of this session is fresh (ASVS 7.5.1)."""
    if not is_fresh(session, at=at):
        raise ProveAgain


@transaction.atomic
def change_password(account: Account, *, new: str, session: SessionBase, by: Actor, at: datetime) -> None:
    """Set a password; the account's other sessions die. Raises NotYours, ProveAgain, WeakPassword."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    require_self(by, account)
    require_fresh(session, at=at)

    set_password(account, new)
    end_sessions(account, but=session.session_key)

    record(PasswordChanged(), about=account, by=by, at=at)


def set_password(account: Account, new: str) -> None:
    """Refuse a weak password, keep a good one. Raises WeakPassword."""
    person = [account.person.full_name] if account.person else []
    names = [*person, *Place.objects.filter(posts__account=account).values_list("name", flat=True)]
    why = weakness(new, username=account.username, names=names)
    if why:
        raise WeakPassword(_WHY[why])
    account.set_password(new)
    account.save(update_fields=["password"])


def check_again(account: Account, *, password: str, whence: Whence, by: Actor, at: datetime) -> None:
    """The password once more, in an open session. Counts like a sign-in. Raises TooManyTries, WrongPassword."""
    tried = spend_try(account.username, whence, at=at)
    if not account.check_password(password):
        note_failure(tried, Way.NAME, by=by, at=at)
        raise WrongPassword
    tried.delete()


@transaction.atomic
def check_code(account: Account, *, code: str, at: datetime) -> bool:
    """Whether this is the code of now, or of the step before or after, and was not used before.

    The used step is kept with the factor under lock, so a code opens one door once, on any process.
    """
    factor = Authenticator.objects.select_for_update().filter(user=account, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return False
    step = matching_step(unseal(factor.data["secret"]), code, after=factor.data.get("used", 0), at=at)
    if step is None:
        return False
    factor.data["used"], factor.last_used_at = step, at
    factor.save(update_fields=["data", "last_used_at"])
    return True


def matching_step(secret: str, code: str, *, after: int, at: datetime) -> int | None:
    """The 30-second step whose code this is, later than `after`; None when there is none (RFC 6238)."""
    typed = "".join(code.split())
    now = int(at.timestamp()) // STEP
    right = [
        step
        for step in (now - 1, now, now + 1)
        if constant_time_compare(format_hotp_value(hotp_value(secret, step)), typed)
    ]
    return next((step for step in right if step > after), None)


@transaction.atomic
def set_up_codes(account: Account, *, secret: str, code: str, session: SessionBase, by: Actor, at: datetime) -> None:
    """Add an app that shows codes, once its first code is right; it replaces an older app.

    Raises NotYours, ProveAgain, WrongCode.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    _may_change(account, session, by, at)
    step = matching_step(secret, code, after=0, at=at)
    if step is None:
        raise WrongCode

    Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()
    data = {"secret": seal(secret), "used": step}
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data=data)

    record(FactorAdded(way=Way.CODE), about=account, by=by, at=at)


@transaction.atomic
def add_passkey(
    account: Account, *, name: str, answer: dict[str, Any], session: SessionBase, by: Actor, at: datetime
) -> None:
    """Add a passkey (WebAuthn) that the browser just made for the challenge of this session.

    Raises NotYours, ProveAgain, WrongPasskey.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    _may_change(account, session, by, at)
    try:
        passkeys.parse_registration_response(answer)
        passkeys.complete_registration(answer)
    except (ValidationError, ValueError, KeyError, TypeError) as wrong:
        raise WrongPasskey from wrong

    passkeys.WebAuthn.add(account, name.strip()[:80] or "passkey", answer)

    record(FactorAdded(way=Way.PASSKEY), about=account, by=by, at=at)


@transaction.atomic
def check_passkey(account: Account, *, answer: dict[str, Any], at: datetime) -> None:
    """Whether a passkey of this account answered the challenge of this session. Raises WrongPasskey."""
    try:
        passkeys.parse_authentication_response(answer)
        factor = passkeys.complete_authentication(account, answer)
    except (ValidationError, ValueError, KeyError, TypeError) as wrong:
        raise WrongPasskey from wrong
    factor.last_used_at = at
    factor.save(update_fields=["last_used_at"])


@transaction.atomic
def remove_factor(factor: Authenticator, *, session: SessionBase, by: Actor, at: datetime) -> None:
    """Take a second proof away; the last one stays. Raises NotYours, ProveAgain, LastFactor."""
    account = Account.objects.select_for_update().get(pk=factor.user_id)
    require_self(by, account)
    require_fresh(session, at=at)
    if Authenticator.objects.filter(user=account).count() < 2:
        raise LastFactor

    way = Way.CODE if factor.type == Authenticator.Type.TOTP else Way.PASSKEY
    factor.delete()

    record(FactorRemoved(way=way), about=account, by=by, at=at)


@transaction.atomic
def make_token(
    account: Account,
    *,
    name: str,
    scope: Sequence[str],
    ends_at: datetime,
    session: SessionBase,
    by: Actor,
    at: datetime,
) -> str:
    """Make a token for a machine and return its text, which is shown once and not kept.

    Raises NotYours, ProveAgain, UnknownPermission, EndsWrongly.
    """
    require_self(by, account)
    require_fresh(session, at=at)
    rights = Account.objects.rights_of(by, at=at)
    if not scope or not all(rights.may(permission) for permission in scope):
        raise UnknownPermission
    if not at < ends_at <= at + LONGEST_TOKEN:
        raise EndsWrongly

    text = new_token()
    token = AccessToken.objects.create(
        account=account,
        name=name.strip()[:80],
        digest=digest_of(text),
        scope=sorted(set(scope)),
        made_at=at,
        ends_at=ends_at,
    )

    record(TokenMade(token=token.uuid, ends_at=ends_at), about=account, by=by, at=at)
    return text


@transaction.atomic
def withdraw_token(token: AccessToken, *, by: Actor, at: datetime) -> None:
    """End a token now; ending it twice changes nothing. Raises NotYours."""
    if by.account != token.account_id:
        raise NotYours
    if AccessToken.objects.filter(pk=token.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
        record(TokenWithdrawn(token=token.uuid), about=token.account, by=by, at=at)


def _may_change(account: Account, session: SessionBase, by: Actor, at: datetime) -> None:
    """The holder may add a factor with a fresh proof; one without any may while signing in (enrolment)."""
    pending = session.get("pending")
    enrolling = pending and pending["account"] == account.id
    if enrolling and not Authenticator.objects.filter(user=account).exists():
        return
    require_self(by, account)
    require_fresh(session, at=at)
