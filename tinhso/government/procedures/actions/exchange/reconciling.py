"""Comparing both sides, day by day of the last weeks, and keeping what does not agree for a person."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from tinhso.events.log import record
from tinhso.government.procedures.actions.exchange import lines
from tinhso.government.procedures.actions.exchange.book import Book
from tinhso.government.procedures.clients.portal import Portal, PortalRefused, Unreadable
from tinhso.government.procedures.domain.portal import OVERLAP, Difference, Side, differences
from tinhso.government.procedures.events.portal import SidesCompared
from tinhso.government.procedures.models import Disagreement, Incoming, Line, Outgoing, Reconciliation, Settled
from tinhso.kit.actors import Actor
from tinhso.kit.lines import LineDown

DAYS = 30
HOUR = 3
_AT_ONCE = 200
_A_DAY = timedelta(days=1)


def compare_if_due(*, portal: Portal, book: Book, at: datetime) -> Reconciliation | None:
    """Compare once a night, after 3 in the morning, when nothing waits to be sent; otherwise look again at what did not
    agree. None when nothing was compared."""
    if not _is_due(at):
        look_again(portal=portal, book=book, at=at)
        return None
    return compare_sides(portal=portal, book=book, at=at)


def look_again(*, portal: Portal, book: Book, at: datetime) -> int:
    """Ask about the disagreements that are open, and let go those that went by themselves. Returns how many."""
    rows = list(Disagreement.objects.open()[:_AT_ONCE])
    if not rows or not lines.is_open(portal, at=at):
        return 0
    codes = {one.code for one in rows}
    try:
        theirs = _looked_up(portal, codes)
    except (LineDown, PortalRefused) as down:
        lines.failed(down.why if isinstance(down, LineDown) else "refused", at=at)
        return 0
    lines.answered(at=at)
    still = {(one.code, one.kind) for one in _differing(theirs, codes, book, at)}
    gone = [one.pk for one in rows if (one.code, one.kind) not in still]
    return Disagreement.objects.open().filter(pk__in=gone).update(settled_at=at, settled_how=Settled.GONE)


def _is_due(at: datetime) -> bool:
    if Outgoing.objects.due(at).exists() or Line.national().answered_at is None:
        return False
    night = timezone.localtime(at).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    last = night if night <= at else night - _A_DAY
    return not Reconciliation.objects.filter(began_at__gte=last, ended_at__isnull=False).exists()


def compare_sides(*, portal: Portal, book: Book, at: datetime, days: int = DAYS) -> Reconciliation | None:
    """Compare what reached the portal in these days, and what of ours should have. None while the line is down."""
    if not lines.is_open(portal, at=at):
        return None
    run = Reconciliation.objects.create(since=at - timedelta(days=days), began_at=at)
    seen: set[str] = set()
    found: list[Difference] = []
    try:
        for day in range(days):
            since = run.since + day * _A_DAY
            until = at + OVERLAP if day == days - 1 else since + _A_DAY
            for theirs in _some(portal, since, until):
                found += _differing(theirs, theirs.keys(), book, at)
                seen |= theirs.keys()
        for codes in _at_once(code for code in book.told_since(run.since) if code not in seen):
            found += _differing(_looked_up(portal, codes), codes, book, at)
            seen.update(codes)
    except (LineDown, PortalRefused) as down:
        run.why = down.why if isinstance(down, LineDown) else "refused"
        run.save(update_fields=["why"])
        lines.failed(run.why, at=at)
        return run
    lines.answered(at=at)
    return _conclude(run, found, seen, book, at)


def _some(portal: Portal, since: datetime, until: datetime) -> Iterator[dict[str, Side]]:
    """What reached the portal between two moments, some at a time."""
    readable = (held for held in portal.search(since=since, until=until) if not isinstance(held, Unreadable))
    while some := list(islice(readable, _AT_ONCE)):
        yield {held.dossier.code: Side.of(held) for held in some}


def _at_once(codes: Iterable[str]) -> Iterator[list[str]]:
    left = iter(codes)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def _looked_up(portal: Portal, codes: Collection[str]) -> dict[str, Side]:
    """What the portal holds of single dossiers, whenever they reached it."""
    held = (portal.look_up(code) for code in codes)
    return {one.dossier.code: Side.of(one) for one in held if one is not None}


def _differing(theirs: dict[str, Side], codes: Collection[str], book: Book, at: datetime) -> list[Difference]:
    """What does not agree about these codes. What is on its way, either way, is left out."""
    waiting = Incoming.objects.filter(code__in=codes).values_list("code", flat=True)
    here = book.sides(codes, at=at)
    on_their_way = book.known(codes) - here.keys()
    return list(differences(here, theirs, taken=frozenset(waiting) | on_their_way))


@transaction.atomic
def _conclude(
    run: Reconciliation, found: list[Difference], seen: Collection[str], book: Book, at: datetime
) -> Reconciliation:
    """Keep what is new, let go what is gone."""
    still = {(one.code, one.kind): one for one in Disagreement.objects.open().select_for_update()}
    for one in found:
        _keep(run, one, still.pop((one.code, one.kind), None), book, at)
    gone = [one.pk for one in still.values() if one.code in seen]
    Disagreement.objects.filter(pk__in=gone).update(settled_at=at, settled_how=Settled.GONE)

    run.ended_at, run.compared, run.found = at, len(seen), len(found)
    run.save(update_fields=["ended_at", "compared", "found"])

    record(SidesCompared(compared=run.compared, found=run.found), about=run, by=Actor.system(), at=at)
    return run


def _keep(run: Reconciliation, one: Difference, known: Disagreement | None, book: Book, at: datetime) -> None:
    if known:
        known.reconciliation, known.ours, known.theirs = run, one.ours, one.theirs
        known.save(update_fields=["reconciliation", "ours", "theirs"])
        return
    Disagreement.objects.create(
        reconciliation=run,
        code=one.code,
        kind=one.kind,
        dossier=one.dossier,
        agency=book.office(one.code.rsplit("-", 2)[0]),
        ours=one.ours,
        theirs=one.theirs,
        first_seen_at=at,
    )
