"""Sending what waits: in order, each once, through hours without an answer.

Before a call is made the row says so (`unsure`) and that is committed; it is taken back only by an answer that was
read. Whoever comes after a lost answer, a killed worker or a power cut looks the dossier up first and says only what
the portal does not have.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.db import transaction

from tinhso.events.failures import Attempt
from tinhso.government.procedures.actions.exchange import lines
from tinhso.government.procedures.actions.exchange.book import Book
from tinhso.government.procedures.clients.portal import Portal, PortalRefused
from tinhso.government.procedures.domain.portal import Held, Message, Progress, pause_of_row
from tinhso.government.procedures.models import Incoming, Outgoing, OutgoingState
from tinhso.government.procedures.models.exchange import OutgoingQuerySet
from tinhso.kit.lines import LineDown

SECONDS = 40.0
"""How long one run goes on before it leaves the rest to the next."""
LEASE = timedelta(minutes=2)
UNSAYABLE_TRIES = 5
_logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Claimed:
    row: Outgoing
    unsure: bool


def send_due(*, portal: Portal, book: Book, at: datetime) -> int:
    """Send what is due. Returns how many changes the portal took."""
    if not lines.is_open(portal, at=at):
        return 0
    until, silent, sent = monotonic() + SECONDS, 0, 0
    while monotonic() < until and (claimed := _claim(at)):
        try:
            done = _send(claimed, portal, book, at)
        except LineDown as down:
            _rest(claimed.row, at)
            silent += 1
            if silent >= lines.AT_ONCE or not _others_wait(at):
                lines.failed(down.why, at=at)
                break
        else:
            silent = 0
            sent += done
            lines.answered(at=at)
    return sent


def _others_wait(at: datetime) -> bool:
    return Outgoing.objects.due(at).exists()


@transaction.atomic
def _claim(at: datetime) -> _Claimed | None:
    """Take the change that waits longest. From here on it is not known whether the portal heard of it."""
    row = Outgoing.objects.due(at).select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return None
    unsure = row.unsure
    row.attempts += 1
    row.unsure, row.claimed_until, row.tried_at = True, at + LEASE, at
    row.save(update_fields=["attempts", "unsure", "claimed_until", "tried_at"])
    return _Claimed(row, unsure)


def _send(claimed: _Claimed, portal: Portal, book: Book, at: datetime) -> bool:
    """Whether the portal has the change now. Raises LineDown."""
    attempt = Attempt()
    with attempt:
        message, step = book.say(claimed.row)
    if attempt.failed:
        _unsayable(claimed, attempt, at)
        return False
    try:
        _say(claimed, message, step, portal)
    except PortalRefused as refused:
        _refused(claimed.row, f"{refused.code}: {refused.told}")
        return False
    _answered(claimed.row, at)
    return True


def _say(claimed: _Claimed, message: Message, step: Progress, portal: Portal) -> None:
    """Say what the portal does not have yet. Raises LineDown, PortalRefused."""
    row = claimed.row
    held = portal.look_up(row.code) if claimed.unsure else None
    told = held is not None and held.tells(step, _twins(row))
    if not _is_outdated(row):
        _put(message, _is_known(row, held, claimed.unsure), portal)
    if not told:
        portal.add(step)


def _twins(row: Outgoing) -> int:
    """How many other changes of the same status and second the portal was told: a moment there has no fractions."""
    if row.entry is None:
        return 0
    second = row.moment.replace(microsecond=0)
    same = Outgoing.objects.filter(dossier=row.dossier, status=row.status, state=OutgoingState.ANSWERED)
    return same.filter(moment__gte=second, moment__lt=second + timedelta(seconds=1), entry__isnull=False).count()


def _put(message: Message, known: bool, portal: Portal) -> None:
    """Say how the dossier stands; where the portal knows better whether it has it, believe the portal."""
    try:
        portal.put(message, known=known)
    except PortalRefused as refused:
        corrected = portal.means_known(refused)
        if corrected is None or corrected is known:
            raise
        portal.put(message, known=corrected)


def _is_known(row: Outgoing, held: Held | None, looked: bool) -> bool:
    if looked:
        return held is not None
    answered = Outgoing.objects.filter(dossier=row.dossier, state=OutgoingState.ANSWERED)
    return answered.exists() or Incoming.objects.filter(code=row.code).exists()


def _is_outdated(row: Outgoing) -> bool:
    """Whether the portal has learnt of a later change already: then only the step is told."""
    later = Outgoing.objects.filter(dossier=row.dossier, order__gt=row.order, state=OutgoingState.ANSWERED)
    return later.exists()


def _still(row: Outgoing) -> OutgoingQuerySet:
    """The row, unless someone else took it while we stood still."""
    return Outgoing.objects.filter(pk=row.pk, attempts=row.attempts, state=OutgoingState.WAITING)


def _answered(row: Outgoing, at: datetime) -> None:
    _still(row).update(state=OutgoingState.ANSWERED, answered_at=at, unsure=False, claimed_until=None, reason="")


def _refused(row: Outgoing, reason: str) -> None:
    _still(row).update(state=OutgoingState.REFUSED, claimed_until=None, reason=reason[:300])


def _rest(row: Outgoing, at: datetime) -> None:
    _still(row).update(claimed_until=None, next_try=at + pause_of_row(row.attempts))


def _unsayable(claimed: _Claimed, attempt: Attempt, at: datetime) -> None:
    """Our own fault: nothing was sent. It is tried again a few times, then a person sees it."""
    row = claimed.row
    _logger.error("portal_message_unsayable", error=attempt.error, where=attempt.where)
    if row.attempts >= UNSAYABLE_TRIES:
        _refused(row, attempt.error)
    else:
        _still(row).update(claimed_until=None, unsure=claimed.unsure, next_try=at + pause_of_row(row.attempts))
