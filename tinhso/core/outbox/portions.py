"""What the outbox keeps of one person: the phones they lock with a PIN, and what came from them and is not taken in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Sum
from django.utils.translation import gettext as _

from tinhso.core.outbox.models import Held, Locker, Piece
from tinhso.kit.portions import Plain, Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """Lockers, closed outboxes that wait or waited for a decision, and items of which only a part has come."""
    return [_lockers(person), _held(person), _arriving(person)]


def _lockers(person: UUID) -> Sheet:
    rows = [
        [one.phone, *map(_when, (one.opened_at, one.revoked_at, one.wiped_at))]
        for one in Locker.objects.filter(account__person__uuid=person).order_by("pk")
    ]
    heads = {"phone": _("Device"), "since": _("Since when"), "revoked": _("Out of use"), "emptied": _("Emptied")}
    return Sheet("phones", _("My phones"), heads, rows)


def _held(person: UUID) -> Sheet:
    rows = Held.objects.filter(locker__account__person__uuid=person).order_by("pk")
    told = [
        [one.locker.phone, _when(one.came_at), _when(one.decided_at), one.taken]
        for one in rows.select_related("locker")
    ]
    heads = {"phone": _("Device"), "at": _("When"), "decided": _("Decided"), "taken": _("Taken in")}
    return Sheet("phones-held", _("What a phone out of use still had"), heads, told)


def _arriving(person: UUID) -> Sheet:
    found = Piece.objects.filter(account__person__uuid=person).values("item").order_by("item")
    counted = found.annotate(files=Count("sha256", distinct=True), size=Sum("size"), since=Min("came_at"))
    rows: list[list[Plain]] = [[_when(one["since"]), one["files"], one["size"]] for one in counted]
    return Sheet("on-the-way", _("On the way here"), {"at": _("When"), "files": _("Files"), "bytes": _("Bytes")}, rows)


def _when(moment: datetime | None) -> str | None:
    return local(moment).isoformat() if moment else None
