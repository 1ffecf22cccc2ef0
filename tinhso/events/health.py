"""What the log says about its own health, for `/readyz` and the engineer's page."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max, Min

from tinhso.events.append_only import is_guarded
from tinhso.events.models import Checkpoint, Delivery, Entry, Epoch, Outbox, Run, Worker

SEALED_WITHIN = timedelta(seconds=60)
ALARM_AFTER = timedelta(minutes=5)
CHECKPOINT_WITHIN = timedelta(hours=2)
BEAT_WITHIN = timedelta(seconds=45)

Facts = dict[str, bool | int | str]


def health(at: datetime) -> Facts:
    """Facts about the log: `ready` is the verdict, the others say why.

    ready               nothing below raises an alarm
    sealing             no entry has waited over 5 minutes for its number
    unsealed, oldest_unsealed_s    entries without a number; seconds the oldest has waited
    checkpoint          the last signed checkpoint is under 2 hours old, or there is nothing to sign
    checkpoint_age_s, signer       seconds since; what the signer last complained of ("ok" when nothing)
    workers, parked, jobs_failed   workers alive; deliveries and job runs that wait for an engineer
    append_only         the triggers are on
    """
    facts = _sealing(at) | _signing(at) | _working(at)
    facts["append_only"] = is_guarded(connection)
    facts["ready"] = all(facts[name] for name in ("sealing", "checkpoint", "append_only")) and facts["signer"] in (
        "ok",
        Epoch.Trouble.SILENT.value,
    )
    return facts


def last_write() -> datetime | None:
    """When something last happened here; None on a machine without data."""
    if Entry._meta.db_table not in connection.introspection.table_names():
        return None
    last: datetime | None = Entry.objects.aggregate(last=Max("at"))["last"]
    return last


def _sealing(at: datetime) -> Facts:
    oldest = Outbox.objects.aggregate(oldest=Min("written_at"))["oldest"]
    waited = max(int((at - oldest).total_seconds()), 0) if oldest else 0
    return {
        "sealing": waited <= ALARM_AFTER.total_seconds(),
        "unsealed": Outbox.objects.count(),
        "oldest_unsealed_s": waited,
    }


def _signing(at: datetime) -> Facts:
    epoch = Epoch.objects.order_by("number").last()
    if epoch is None:
        return {"checkpoint": True, "checkpoint_age_s": 0, "signer": "ok"}
    last = Checkpoint.objects.filter(epoch=epoch).order_by("-size").first()
    since = last.signed_at if last else epoch.opened_at
    grown = epoch.size > (last.size if last else 0)
    return {
        "checkpoint": not grown or at - since <= CHECKPOINT_WITHIN,
        "checkpoint_age_s": max(int((at - since).total_seconds()), 0),
        "signer": epoch.trouble or "ok",
    }


def _working(at: datetime) -> Facts:
    return {
        "workers": Worker.objects.filter(beat_at__gte=at - BEAT_WITHIN).count(),
        "parked": Delivery.objects.parked().count(),
        "jobs_failed": Run.objects.filter(done_at=None, gave_up_at__isnull=False).count(),
    }
