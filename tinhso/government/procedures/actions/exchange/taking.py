"""Taking in what people filed on the national portal: each of its codes becomes one dossier here, once.

The row of the code and the dossier are written in one transaction; whoever dies before it leaves nothing, whoever dies
after it leaves it done. Files are fetched before, so that no transaction waits for a line.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic

import structlog
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tinhso.core.files.actions import FileRefused, prepare
from tinhso.core.files.domain.kinds import PAPERS
from tinhso.events.failures import Attempt
from tinhso.government.procedures.actions.exchange import lines
from tinhso.government.procedures.actions.exchange.book import Book, Fetched
from tinhso.government.procedures.clients.portal import Portal, PortalRefused, Unreadable
from tinhso.government.procedures.domain.portal import OVERLAP, Attachment, Held, Message, Status, cut_off, pause_of_row
from tinhso.government.procedures.models import Incoming, IncomingState, Line
from tinhso.kit.lines import LineDown, WrongAddress
from tinhso.kit.refusals import Refusal

SECONDS = 40.0
LEASE = timedelta(minutes=10)
FIRST_SEARCH = timedelta(days=30)
MOST_FILES, MOST_BYTES = 40, 100_000_000
TRIES = 5
UNREADABLE, WITHDRAWN, VANISHED = "unreadable", "withdrawn", "vanished"
TOO_MANY = "too_many"
NOT_TO_BE_HAD = ("too_large", "elsewhere", "status_403", "status_404", "status_410")
_AT_ONCE = 200
_logger = structlog.get_logger(__name__)


class _Unfit(Exception):
    """It cannot be taken in as it is; `why` is told to a person."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def find_new(*, portal: Portal, book: Book, at: datetime) -> int:
    """Ask for newly filed dossiers and note their codes. Returns how many are new here."""
    if not lines.is_open(portal, at=at):
        return 0
    line = Line.national()
    since = cut_off(line.searched_until) if line.searched_until else at - FIRST_SEARCH
    found = portal.search(since=since, until=at + OVERLAP, status=Status.FILED)
    new = 0
    try:
        for some in _some_at_once(found):
            new += _note(some, book, at)
    except (LineDown, PortalRefused) as down:
        lines.failed(down.why if isinstance(down, LineDown) else "refused", at=at)
        return new
    lines.answered(at=at)
    lines.searched(until=at)
    return new


def take_waiting(*, portal: Portal, book: Book, at: datetime) -> int:
    """Take in what waits. Returns how many became dossiers."""
    if not lines.is_open(portal, at=at):
        return 0
    until, taken, silent = monotonic() + SECONDS, 0, 0
    while monotonic() < until and silent < lines.AT_ONCE and (row := _claim(at)):
        try:
            taken += _take(row, portal, book, at)
        except LineDown as down:
            _rest(row, at)
            silent += 1
            if silent >= lines.AT_ONCE or not Incoming.objects.due(at).exists():
                lines.failed(down.why, at=at)
        else:
            silent = 0
            lines.answered(at=at)
    return taken


def _some_at_once(found: Iterable[Held | Unreadable]) -> Iterator[list[Held | Unreadable]]:
    left = iter(found)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def _note(found: list[Held | Unreadable], book: Book, at: datetime) -> int:
    codes = {one.code if isinstance(one, Unreadable) else one.dossier.code for one in found}
    there = set(Incoming.objects.filter(code__in=codes).values_list("code", flat=True)) | book.known(codes)
    rows = [_row(one, book, at) for one in found]
    new = [row for row in rows if row.code and row.code not in there]
    Incoming.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _row(found: Held | Unreadable, book: Book, at: datetime) -> Incoming:
    if isinstance(found, Unreadable):
        return Incoming(code=found.code, seen_at=at, next_try=at, state=IncomingState.REFUSED, reason=UNREADABLE)
    told = found.dossier
    return Incoming(
        code=told.code,
        procedure=told.procedure[:60],
        agency=book.office(told.agency),
        filed_at=told.filed_at,
        seen_at=at,
        next_try=at,
    )


@transaction.atomic
def _claim(at: datetime) -> Incoming | None:
    row = Incoming.objects.due(at).select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return None
    row.attempts += 1
    row.claimed_until = at + LEASE
    row.save(update_fields=["attempts", "claimed_until"])
    return row


def _take(row: Incoming, portal: Portal, book: Book, at: datetime) -> bool:
    """Whether it is a dossier here now. Raises LineDown."""
    try:
        message = _still_there(row, portal)
        papers = list(_papers(message, portal))
    except _Unfit as unfit:
        _end(row, IncomingState.LEFT if unfit.why == WITHDRAWN else IncomingState.REFUSED, unfit.why)
        return False
    attempt = Attempt()
    with attempt:
        try:
            return _file(row, message, papers, book, at)
        except Refusal as refusal:
            _end(row, IncomingState.REFUSED, str(refusal.told))
    if attempt.failed:
        _logger.error("portal_dossier_not_filed", error=attempt.error, where=attempt.where)
        if row.attempts >= TRIES:
            _end(row, IncomingState.REFUSED, attempt.error)
        else:
            _rest(row, at)
    return False


def _still_there(row: Incoming, portal: Portal) -> Message:
    """The dossier as the portal holds it now. Raises LineDown, _Unfit."""
    try:
        held = portal.look_up(row.code)
    except PortalRefused as refused:
        raise _Unfit(f"{refused.code}: {refused.told}") from refused
    if held is None:
        raise _Unfit(VANISHED)
    if held.dossier.status is Status.WITHDRAWN:
        raise _Unfit(WITHDRAWN)
    return held.dossier


def _papers(message: Message, portal: Portal) -> Iterator[Fetched]:
    """The files of a dossier. Raises LineDown."""
    left = MOST_BYTES
    listed = [paper for paper in message.papers if paper.address and not paper.deleted]
    for number, paper in enumerate(listed):
        fetched = _paper(paper, portal, left) if number < MOST_FILES else Fetched(paper, None, TOO_MANY)
        left -= fetched.upload.size or 0 if fetched.upload else 0
        yield fetched


def _paper(paper: Attachment, portal: Portal, left: int) -> Fetched:
    """One file, examined. One that is not to be had, or must not be kept, says why. Raises LineDown."""
    try:
        body = portal.file(paper.address, most=min(left, PAPERS.max_bytes))
        upload = SimpleUploadedFile(paper.name or "paper", body, content_type="")
        prepare(upload, rules=PAPERS)
    except WrongAddress:
        return Fetched(paper, None, "wrong_address")
    except FileRefused as refused:
        return Fetched(paper, None, refused.fault.value)
    except LineDown as down:
        if down.why in NOT_TO_BE_HAD:
            return Fetched(paper, None, down.why)
        raise
    return Fetched(paper, upload)


@transaction.atomic
def _file(row: Incoming, message: Message, papers: list[Fetched], book: Book, at: datetime) -> bool:
    """Both or neither: the dossier, and that this code became it."""
    still = Incoming.objects.select_for_update().get(pk=row.pk)
    if still.state != IncomingState.WAITING or still.attempts != row.attempts:
        return False
    still.dossier = book.take(message, papers, at=at)
    still.state, still.taken_at, still.claimed_until, still.reason = IncomingState.TAKEN, at, None, ""
    still.save(update_fields=["dossier", "state", "taken_at", "claimed_until", "reason"])
    return True


def _end(row: Incoming, state: IncomingState, reason: str) -> None:
    mine = Incoming.objects.filter(pk=row.pk, attempts=row.attempts, state=IncomingState.WAITING)
    mine.update(state=state, reason=reason[:600], claimed_until=None)


def _rest(row: Incoming, at: datetime) -> None:
    mine = Incoming.objects.filter(pk=row.pk, attempts=row.attempts, state=IncomingState.WAITING)
    mine.update(claimed_until=None, next_try=at + pause_of_row(row.attempts))
