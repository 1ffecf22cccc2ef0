"""Coming in and going out: tries, limits, the two steps of an officer, the citizen from the national identity."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.accounts import Identity, open_account
from tinhso.core.accounts.actions.allowed import end_sessions, rights_changed
from tinhso.core.accounts.domain import Kind
from tinhso.core.accounts.domain.limits import CODES_PER_SIGN_IN, PENDING
from tinhso.core.accounts.events import SignedIn, SignedOut, SignInFailed, SignInSlowed, Way
from tinhso.core.accounts.models import Account, KnownDevice, Try
from tinhso.core.accounts.models.rights import forget
from tinhso.core.accounts.models.tries import keyed
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class WrongNameOrPassword(Refusal):
    """One answer for an unknown name, a wrong password and a shut account (trust P22)."""

    sentence = _("User name or password is not right. Check both; capitals count in the password.")


class TooManyTries(Refusal):
    """Names the time of return, so that nobody stands and waits for nothing."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        clock = timezone.localtime(until).strftime("%H:%M")
        super().__init__(
            _("Too many tries. Come back at %(clock)s, or ask the person in charge of accounts.") % {"clock": clock}
        )


class SignInExpired(Refusal):
    sentence = _("This took too long. Begin again with your user name.")


class CannotEnter(Refusal):
    sentence = _("This account cannot be used here. The commune office can tell you why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whence:
    """Where a try comes from: the network address, and the secret of the device's cookie (empty on a new device)."""

    address: str
    device: str = ""

    def keyed_device(self) -> str:
        """What counts as one device: its cookie, or the address while it has none."""
        return keyed("device", self.device or f"address {self.address}")


def begin_sign_in(
    *, username: str, password: str, session: SessionBase, whence: Whence, by: Actor, at: datetime
) -> Account:
    """The first step of an officer. The session then only knows who wants to come in; nothing is open yet.

    Raises TooManyTries, WrongNameOrPassword. An empty name or password is refused without counting.
    """
    if not username.strip() or not password:
        raise WrongNameOrPassword
    tried = spend_try(username, whence, at=at)
    account = Account.objects.named(username)
    decoy, encoded = _decoy(), ""
    if account and account.is_active and account.is_staff_member and account.has_usable_password():
        encoded = account.password
    if not check_password(password, encoded or decoy) or account is None or not encoded:
        note_failure(tried, Way.NAME, by=by, at=at)
        raise WrongNameOrPassword
    tried.delete()
    session.cycle_key()
    session["pending"] = {"account": account.id, "at": at.isoformat(), "wrong": 0}
    return account


def pending_account(session: SessionBase, *, at: datetime) -> Account:
    """Who has passed the first step in this session. Raises SignInExpired."""
    pending = session.get("pending")
    if not pending or at - datetime.fromisoformat(pending["at"]) > PENDING:
        session.pop("pending", None)
        raise SignInExpired
    account = Account.objects.filter(pk=pending["account"], is_active=True).first()
    if account is None:
        raise SignInExpired
    return account


def note_wrong_code(session: SessionBase, tried: Try, way: Way, *, by: Actor, at: datetime) -> None:
    """Count a wrong second factor; after some of them the first step is asked again."""
    note_failure(tried, way, by=by, at=at)
    pending = session.get("pending")
    if pending:
        pending["wrong"] += 1
        session["pending"] = pending
        if pending["wrong"] >= CODES_PER_SIGN_IN:
            session.pop("pending")


@transaction.atomic
def finish_sign_in(
    account: Account, *, way: Way, session: SessionBase, whence: Whence, device_name: str, by: Actor, at: datetime
) -> Actor:
    """Open the session: its id changes, it belongs to the account, the device is known from now on.

    Raises CannotEnter.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not account.is_active:
        raise CannotEnter

    name = keyed("name", account.username)
    device = whence.keyed_device()
    knew = KnownDevice.objects.knows(name=name, device=device, at=at)
    here = Q(device=device) | Q(address=keyed("address", whence.address), known=False)
    Try.objects.filter(here, name=name).delete()
    if whence.device:
        KnownDevice.objects.update_or_create(name=name, device=device, defaults={"seen_at": at})
    open_session(session, account, device_name=device_name, at=at)
    Account.objects.filter(pk=account.pk).update(last_login=at)

    actor = Actor(account=account.id, person=account.person_id, channel=by.channel)
    record(SignedIn(way=way, known_device=knew), about=account, by=actor, at=at)
    return actor


def open_session(session: SessionBase, account: Account, *, device_name: str, at: datetime) -> None:
    """Give a session to an account, with a new id and nothing left of what it held before."""
    session.flush()
    session["account"] = account.id
    session["kind"] = account.kind
    session["opened_at"] = session["proven_at"] = at.isoformat()
    session["device"] = device_name[:80]
    if account.closes_at:
        session["closing"] = True
    session.save()


def prove_again(session: SessionBase, *, at: datetime) -> None:
    """Note a fresh proof in an open session; its id changes."""
    session["proven_at"] = at.isoformat()
    session.cycle_key()


@transaction.atomic
def know_citizen(identity: Identity, *, person: UUID | None, at: datetime) -> Account:
    """The account of someone whom the national identity vouches for, opened at the first visit.

    person   the person found by the identity number, which only level 2 proves; None links to nobody
    Raises CannotEnter when the account is shut.
    """
    rows = Account.objects.select_for_update().filter(issuer=identity.issuer, subject=identity.subject)
    account = rows.first()
    if account is None:
        name = "id-" + keyed("identity", f"{identity.issuer} {identity.subject}")[:24]
        account = open_account(
            username=name, kind=Kind.CITIZEN, person=person, by=Actor.system(), at=at, identity=identity
        )
    if not account.is_active:
        raise CannotEnter
    if identity.level > account.level or (person and account.person_id is None):
        account.level, account.person_id = max(identity.level, account.level), account.person_id or person
        account.save(update_fields=["level", "person"])
        rights_changed(account.id)
        account.refresh_from_db()
    return account


@transaction.atomic
def sign_out(session: SessionBase, *, by: Actor, at: datetime) -> None:
    """Close this session; the one who goes is a visitor again."""
    account = Account.objects.filter(pk=by.account or 0).first()
    if account:
        record(SignedOut(everywhere=False), about=account, by=by, at=at)
        forget(account.id)
    session.flush()


@transaction.atomic
def sign_out_elsewhere(account: Account, *, keep: str | None, by: Actor, at: datetime) -> int:
    """Close every other session of the account; `keep` is the key of the one that stays. Returns how many closed."""
    closed = end_sessions(account, but=keep)
    record(SignedOut(everywhere=True), about=account, by=by, at=at)
    return closed


@transaction.atomic
def spend_try(username: str, whence: Whence, *, at: datetime) -> Try:
    """Take one from the budget of tries before looking whether the try is right, so that tries at once count too.

    Raises TooManyTries when this name may not be tried from there now.
    """
    name, device = keyed("name", username.strip().casefold()), whence.keyed_device()
    address = keyed("address", whence.address)
    known = KnownDevice.objects.knows(name=name, device=device, at=at)
    until = Try.objects.free_at(name=name, device=device, address=address, known=known, at=at)
    if until > at:
        raise TooManyTries(until)
    return Try.objects.create(name=name, device=device, address=address, known=known, at=at)


@transaction.atomic
def note_failure(tried: Try, way: Way, *, by: Actor, at: datetime) -> None:
    """The try was wrong: it stays spent. The one that reaches a limit is also noted as such."""
    record(SignInFailed(way=way), about=tried, by=by, at=at)
    until = Try.objects.free_at(name=tried.name, device=tried.device, address=tried.address, known=tried.known, at=at)
    if until > at:
        record(SignInSlowed(until=until), about=tried, by=by, at=at)


@cache
def _decoy() -> str:
    """A hash of nothing, so that an unknown name costs as much work as a known one."""
    return make_password("no one has this password")
