"""Handing entries to handlers: claimed by one worker, run in one transaction with its mark, retried, parked.

A claim is committed before the handler runs, so that one that kills its worker counts as tried and is parked too.
While a handler runs its row is locked; a claim whose worker died is free again after LEASE.
"""

from datetime import datetime, timedelta
from random import SystemRandom

import orjson
import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.events.events import DeliveryDismissed, DeliveryRetried
from tinhso.events.failures import Attempt
from tinhso.events.log import record
from tinhso.events.models import Delivery, Entry, Payload
from tinhso.events.reactions import Delivered, Handler, handlers
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

TRIES = 5
LEASE = timedelta(seconds=10)
DIED, NO_HANDLER, ERASED = "WorkerDied", "NoHandler", "PayloadErased"
_chance = SystemRandom()
_logger = structlog.get_logger(__name__)


class NotParked(Refusal):
    """The delivery is not waiting for an engineer."""

    sentence = _("This delivery is no longer parked. Look at the list again.")


class ReasonMissing(Refusal):
    sentence = _("Say in a few words why it will not be done.")
    field = "reason"


class UnknownHandlerError(LookupError):
    """No installed system has a handler of that name."""


def deliver_one(*, at: datetime) -> bool:
    """Hand over the delivery that waits longest. False when none is due."""
    claimed = _claim(at)
    if claimed is None:
        return False
    if claimed.parked_at is None:
        attempt = Attempt()
        with attempt:
            _hand_over(claimed, at)
        if attempt.failed:
            _failed(claimed, attempt, at)
    return True


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many tries: 10 s, 40 s, 160 s, 640 s, each up to a quarter more or less."""
    return timedelta(seconds=10 * 4 ** (attempts - 1) * _chance.uniform(0.75, 1.25))


def lease(attempts: int) -> timedelta:
    """How long a worker has for a delivery before another may take it.

    What two hands of a worker held when it died comes back apart, ever further: else an entry that kills its worker
    would take the same neighbour along at every try, and both would be parked.
    """
    return LEASE * attempts * _chance.uniform(1, 2)


@transaction.atomic
def retry_delivery(delivery: Delivery, *, by: Actor, at: datetime) -> None:
    """Let a parked delivery be tried again, from its first try. Raises NotParked."""
    delivery = _parked(delivery)

    delivery.parked_at, delivery.attempts, delivery.due = None, 0, at
    delivery.save(update_fields=["parked_at", "attempts", "due"])

    record(DeliveryRetried(), about=delivery, by=by, at=at)


@transaction.atomic
def dismiss_delivery(delivery: Delivery, *, reason: str, by: Actor, at: datetime) -> None:
    """Close a parked delivery undone. Raises NotParked, ReasonMissing."""
    delivery = _parked(delivery)
    if not reason.strip():
        raise ReasonMissing

    delivery.done_at, delivery.reason = at, reason.strip()[:300]
    delivery.save(update_fields=["done_at", "reason"])

    record(DeliveryDismissed(), about=delivery, by=by, at=at)


def replay(handler: str, *, since: datetime, at: datetime) -> int:
    """Hand a handler the sealed entries since a moment that it never got. Returns how many it will get.

    Raises UnknownHandlerError.
    """
    if handler not in handlers():
        raise UnknownHandlerError(handler)
    _, names = handlers()[handler]
    missed = Entry.objects.filter(name__in=names, at__gte=since, leaf__isnull=False).exclude(
        pk__in=Delivery.objects.filter(handler=handler).values("entry")
    )
    found = list(missed.order_by("leaf__seq").values_list("pk", flat=True))
    Delivery.objects.write(Delivery(handler=handler, entry_id=entry, due=at) for entry in found)
    return len(found)


@transaction.atomic
def _claim(at: datetime) -> Delivery | None:
    """Take the delivery that waits longest; park it here when it cannot or may not be tried."""
    delivery = Delivery.objects.due(at).select_for_update(skip_locked=True, of=("self",)).first()
    if delivery is None:
        return None
    if delivery.handler not in handlers():
        return _park(delivery, NO_HANDLER, "", at)
    if delivery.attempts >= TRIES:
        return _park(delivery, DIED, delivery.where, at)
    delivery.attempts += 1
    delivery.due = at + lease(delivery.attempts)
    delivery.save(update_fields=["attempts", "due"])
    return delivery


@transaction.atomic
def _hand_over(claimed: Delivery, at: datetime) -> None:
    """Run the handler and mark the delivery in one transaction, unless someone else has it by now."""
    still = Delivery.objects.waiting().filter(pk=claimed.pk, attempts=claimed.attempts)
    delivery = still.select_for_update(skip_locked=True, of=("self",)).first()
    if delivery is None:
        return
    delivered = _delivered(delivery)
    if delivered is None:
        delivery.error = ERASED
    else:
        _handler(delivery)(delivered)
    delivery.done_at = at
    delivery.save(update_fields=["done_at", "error"])


def _handler(delivery: Delivery) -> Handler:
    return handlers()[delivery.handler][0]


def _delivered(delivery: Delivery) -> Delivered | None:
    """What the handler is given, or None when the payload was erased meanwhile."""
    entry = Entry.objects.select_related("leaf").get(pk=delivery.entry_id)
    payload = Payload.objects.filter(pk=entry.pk).first()
    if payload is None:
        return None
    return Delivered(
        seq=entry.leaf.seq,
        name=entry.name,
        version=entry.version,
        data=orjson.loads(payload.data),
        about_kind=entry.about_kind,
        about=entry.about,
        place=entry.place,
        at=entry.at,
    )


@transaction.atomic
def _failed(claimed: Delivery, attempt: Attempt, at: datetime) -> None:
    delivery = Delivery.objects.select_for_update().get(pk=claimed.pk)
    if delivery.done_at or delivery.attempts != claimed.attempts:
        return
    if delivery.attempts >= TRIES:
        _park(delivery, attempt.error, attempt.where, at)
        return
    delivery.due = at + back_off(delivery.attempts)
    delivery.error, delivery.where = attempt.error, attempt.where
    delivery.save(update_fields=["due", "error", "where"])


def _park(delivery: Delivery, error: str, where: str, at: datetime) -> Delivery:
    delivery.parked_at, delivery.error, delivery.where = at, error, where
    delivery.save(update_fields=["parked_at", "error", "where"])
    _logger.error("delivery_parked", delivery=delivery.pk, handler=delivery.handler, error=error, where=where)
    return delivery


def _parked(delivery: Delivery) -> Delivery:
    found = Delivery.objects.parked().select_for_update().filter(pk=delivery.pk).first()
    if found is None:
        raise NotParked
    return found
