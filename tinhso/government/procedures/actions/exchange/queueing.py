"""Noting what the portal is to learn."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from tinhso.government.procedures.actions.exchange.book import Book
from tinhso.government.procedures.domain.portal import Status
from tinhso.government.procedures.models import Outgoing


def note_change(
    *, dossier: UUID, code: str, status: Status, step: str, moment: datetime, entry: int, at: datetime
) -> None:
    """Note that a dossier changed, once for each entry of the log however often it is told.

    code    what the portal calls the dossier
    step    the state that was reached
    """
    row = Outgoing(
        dossier=dossier,
        code=code,
        entry=entry,
        order=entry,
        status=int(status),
        step=step,
        moment=moment,
        next_try=at,
    )
    Outgoing.objects.bulk_create([row], ignore_conflicts=True)


def send_anew(*, dossier: UUID, book: Book, at: datetime) -> Outgoing | None:
    """Have a dossier said as it stands, after looking up what the portal has. None when something of it is on its way
    already, or when the portal does not count its state."""
    rows = Outgoing.objects.filter(dossier=dossier)
    now = book.standing(dossier)
    if now is None or rows.unfinished().exists():
        return None
    return Outgoing.objects.create(
        dossier=dossier,
        code=now.code,
        order=rows.aggregate(last=Max("order"))["last"] or 0,
        status=int(now.status),
        step=now.step,
        moment=now.since,
        next_try=at,
        unsure=True,
    )
