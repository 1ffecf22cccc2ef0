"""An outbox that was brought as a file: opened, and each item taken in by its own door, as if its phone had sent it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tinhso.core.outbox.actions.knocking import Bringer, Outcome, deliver
from tinhso.core.outbox.actions.lockers import key_name, province_key
from tinhso.core.outbox.domain.sealed import OutboxChanged, OutboxOfAnother, SealedOutbox
from tinhso.core.outbox.events import HeldOutboxDecided, OutboxBrought, OutboxHeld
from tinhso.core.outbox.models import Held, Locker
from tinhso.events.log import record
from tinhso.kit.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What became of a file; `held` when its phone is out of use and a person decides first."""

    outcomes: Sequence[Outcome] = ()
    held: bool = False


def bring_outbox(content: bytes, *, sender: str, by: Actor, at: datetime, signed: bool = False) -> Brought:
    """Take in what a phone wrote into a file. Bringing it twice does nothing twice.

    `sender` is the address from which it was brought; `signed` wants the signature of a locker that we know.
    Raises NotAnOutbox, OutboxOfAnother, OutboxChanged.
    """
    brought = SealedOutbox(content)
    locker = _locker(brought)
    if signed and locker is None:
        raise OutboxChanged
    if locker and locker.revoked_at:
        _hold(content, locker, by=by, at=at)
        return Brought(held=True)
    return _taken(brought, Bringer(sender, by, at), locker)


@transaction.atomic
def decide_held(held: Held, *, taken: bool, sender: str, by: Actor, at: datetime) -> Brought:
    """Have it taken in as its member, or thrown away unread. Whoever decides second changes nothing."""
    held = Held.objects.select_for_update().select_related("locker").get(pk=held.pk)
    if held.decided_at:
        return Brought()
    brought = SealedOutbox(bytes(held.content))
    done = _taken(brought, Bringer(sender, by, at, believed=True), held.locker) if taken else Brought()
    _decide(held, taken=taken, by=by, at=at)
    return done


def throw_away_old(*, at: datetime) -> int:
    """What nobody decided over within `HELD_KEPT_DAYS` goes unread, noted in the log; says how much it was."""
    old = Held.objects.filter(decided_at=None, came_at__lt=at - timedelta(days=held_days())).order_by("id")
    return sum(_thrown_away(one, at=at) for one in old.values_list("pk", flat=True))


def held_days() -> int:
    """Days for which a closed outbox waits for a person; a week is the least."""
    return max(7, settings.HELD_KEPT_DAYS)


@transaction.atomic
def _thrown_away(pk: int, *, at: datetime) -> bool:
    held = Held.objects.select_for_update().filter(pk=pk, decided_at=None).first()
    if held:
        _decide(held, taken=False, by=Actor.system(), at=at)
    return held is not None


def _decide(held: Held, *, taken: bool, by: Actor, at: datetime) -> None:
    held.decided_at, held.taken, held.content = at, taken, b""
    held.save(update_fields=["decided_at", "taken", "content"])
    record(HeldOutboxDecided(taken=taken), about=held, by=by, at=at)


def _taken(brought: SealedOutbox, bringer: Bringer, locker: Locker | None) -> Brought:
    key = province_key()
    if brought.key != key_name(key):
        raise OutboxOfAnother
    outcomes = [deliver(item, locker, bringer) for item in brought.open(key)]
    accepted = sum(outcome.state == "accepted" for outcome in outcomes)
    told = OutboxBrought(accepted=accepted, refused=len(outcomes) - accepted)
    if locker:
        record(told, about=locker, by=bringer.by, at=bringer.at)
    return Brought(outcomes=outcomes)


def _locker(brought: SealedOutbox) -> Locker | None:
    """The locker whose key signed the file. Raises OutboxChanged when it names one that did not."""
    if not brought.locker:
        return None
    try:
        locker = Locker.objects.select_related("account").filter(uuid=UUID(brought.locker)).first()
    except ValueError as wrong:
        raise OutboxChanged from wrong
    if locker is None or not brought.is_signed_by(bytes(locker.public_key)):
        raise OutboxChanged
    return locker


@transaction.atomic
def _hold(content: bytes, locker: Locker, *, by: Actor, at: datetime) -> None:
    held, new = Held.objects.get_or_create(
        sha256=sha256(content).hexdigest(), defaults={"locker": locker, "content": content, "came_at": at}
    )
    if new:
        record(OutboxHeld(), about=held, by=by, at=at)
