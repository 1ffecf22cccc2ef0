"""Noting what the portal is to learn."""

from datetime import datetime
from uuid import UUID

from tinhso.government.procedures.domain.portal import Status
from tinhso.government.procedures.models import Outgoing, OutgoingState


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


def send_anew(*, dossier: UUID, at: datetime) -> Outgoing | None:
    """Have the last change of a dossier said once more, after looking up what the portal has. None when something is
    on its way already, or nothing ever was."""
    rows = Outgoing.objects.filter(dossier=dossier).order_by("-order", "-id")
    last = rows.first()
    if last is None or rows.unfinished().exists():
        return None
    return Outgoing.objects.create(
        dossier=dossier,
        code=last.code,
        order=last.order,
        status=last.status,
        step=last.step,
        moment=last.moment,
        next_try=at,
        unsure=True,
        state=OutgoingState.WAITING,
    )
