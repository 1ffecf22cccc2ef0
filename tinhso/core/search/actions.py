"""Keeping the index: the registers call these inside their own actions, so that index and register never differ.

The index repeats what its owners recorded, so it writes nothing to the log itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from tinhso.core.search.domain import lexemes
from tinhso.core.search.models import Row
from tinhso.kit.actors import Actor
from tinhso.kit.folding import fold
from tinhso.kit.writing import put

Witness = Callable[..., None]
UNIQUE = ("kind", "ref")
BATCH = 500
MERGED_PAGES = 500
_NUL = "\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One findable thing; the fields are those of `Row`."""

    kind: str
    ref: UUID | str
    title: str
    text: str = ""
    place: int | None = None
    permission: str = ""
    url: str = ""


def index(
    kind: str,
    ref: UUID | str,
    title: str,
    text: str = "",
    place: int | None = None,
    permission: str = "",
    url: str = "",
) -> None:
    """Make a thing findable, or renew what is found of it."""
    line = Line(kind=kind, ref=ref, title=title, text=text, place=place, permission=permission, url=url)
    put(_row(line), UNIQUE)


@transaction.atomic
def index_many(lines: Iterable[Line]) -> int:
    """The same for many, in batches; says how many."""
    source, count = iter(lines), 0
    while batch := list(islice(source, BATCH)):
        Row.objects.bulk_create(
            _rows(batch),
            update_conflicts=True,
            unique_fields=UNIQUE,
            update_fields=["title", "text", "place", "permission", "url", "folded", "lexemes"],
        )
        count += len(batch)
    return count


def forget(kind: str, ref: UUID | str) -> None:
    """Take a thing out of the index."""
    Row.objects.filter(kind=kind, ref=str(ref)).delete()


def forget_many(kind: str, refs: Iterable[UUID | str]) -> None:
    """Take many things of one kind out of the index."""
    source = iter(refs)
    while batch := list(islice(source, BATCH)):
        Row.objects.filter(kind=kind, ref__in=[str(ref) for ref in batch]).delete()


_witnesses: dict[str, Witness] = {}


def witness(kind: str) -> Callable[[Witness], Witness]:
    """Register what is called with the refs of a kind, `by` whom and `at` what time, when a search shows them."""

    def register(called: Witness) -> Witness:
        _witnesses[kind] = called
        return called

    return register


def shown(rows: Iterable[Row], *, by: Actor, at: datetime) -> None:
    """Tell the register of each kind which of its things someone is shown."""
    refs: dict[str, list[str]] = {}
    for row in rows:
        if row.kind in _witnesses:
            refs.setdefault(row.kind, []).append(row.ref)
    for kind, found in refs.items():
        _witnesses[kind](found, by=by, at=at)


def drop_forgotten_words() -> None:
    """Words of rows that are gone leave the tables of the index too (promise P28), in steps between which others write.

    SQLite's FTS5 only notes that a row went until its parts are merged into one: begun by a negative number of pages,
    gone on with a positive one until nothing changes. PostgreSQL's own vacuum does the same unasked.
    """
    if connection.vendor == "sqlite":
        pages = -MERGED_PAGES
        while _merge_words(pages) > 1:
            pages = MERGED_PAGES


@transaction.atomic
def _merge_words(pages: int) -> int:
    """Merge so many pages of the index; says how many of its rows that changed, 1 when nothing was left to do."""
    with connection.cursor() as cursor:
        before = cursor.execute("SELECT total_changes()").fetchone()[0]
        cursor.execute("INSERT INTO search_words(search_words, rank) VALUES ('merge', %s)", [pages])
        changed: int = cursor.execute("SELECT total_changes()").fetchone()[0] - before
    return changed


def _rows(lines: Iterable[Line]) -> list[Row]:
    """The last line wins when one thing comes twice in a batch."""
    return list({(line.kind, str(line.ref)): _row(line) for line in lines}.values())


def _row(line: Line) -> Row:
    title, text = line.title.replace(_NUL, " ")[:300], line.text.replace(_NUL, " ")[:1000]
    return Row(
        kind=line.kind,
        ref=str(line.ref),
        title=title,
        text=text,
        place=line.place,
        permission=line.permission,
        url=line.url,
        folded=fold(title)[:300],
        lexemes=lexemes(title=title, text=text, kind=line.kind, permission=line.permission, place=line.place),
    )
