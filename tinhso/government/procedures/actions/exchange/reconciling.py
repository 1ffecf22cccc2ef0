"""Comparing both sides, day by day of the last weeks, and keeping what does not agree for a person."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from tinhso.events.log import record
from tinhso.government.procedures.actions.exchange import lines
from tinhso.government.procedures.actions.exchange.book import Book
from tinhso.government.procedures.clients.lines import LineDown
from tinhso.government.procedures.clients.portal import Portal, PortalRefused, Unreadable
from tinhso.government.procedures.domain.portal import OVERLAP, Difference, Side, differences
from tinhso.government.procedures.events.portal import SidesCompared
from tinhso.government.procedures.models import Disagreement, Incoming, Reconciliation, Settled
from tinhso.kit.actors import Actor

DAYS = 30
HOUR = 3
_AT_ONCE = 200
_A_DAY = timedelta(days=1)


def compare_if_due(*, portal: Portal, book: Book, at: datetime) -> Reconciliation | None:
    """Compare once a night, after 3 in the morning; None when it was done."""
    night = timezone.localtime(at).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    last = night if night <= at else night - _A_DAY
    if Reconciliation.objects.filter(began_at__gte=last, ended_at__isnull=False).exists():
        return None
    return compare_sides(portal=portal, book=book, at=at)


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
                found += _compare(theirs, book)
                seen |= theirs.keys()
        for codes in _at_once(code for code in book.told_since(run.since) if code not in seen):
            theirs = _looked_up(portal, codes)
            found += differences(book.sides(codes), theirs, taken=frozenset(theirs))
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


def _compare(theirs: dict[str, Side], book: Book) -> list[Difference]:
    codes = theirs.keys()
    waiting = Incoming.objects.filter(code__in=codes).values_list("code", flat=True)
    here = book.sides(codes)
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
