"""Many dossiers at once, row for row as the actions write them.

Some lives are played through the actions and taken back. Each is then printed many times: every copy has its own ids,
code, applicant, answers, sealed identity numbers, salts and search row; what the actions worked out (states, owners,
due times, what the log says) it has of the life. A test holds a printed dossier against a played one, field by field.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, cycle, islice
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Max, Model
from django.urls import reverse
from django.utils import timezone

from bench.dossier_lives import ENDED, OPEN, Desk, Life, desks, lives, play, rows_of, samples
from tinhso.core.cases.domain.facts import plain
from tinhso.core.cases.models import Case, Number, Spell
from tinhso.core.people.models import Person
from tinhso.core.search.actions import Line, index_many
from tinhso.core.search.models import Row
from tinhso.events.models import Entry, Outbox, Payload
from tinhso.government.procedures.actions.filing import KIND, SEEN_WITH
from tinhso.government.procedures.models import Dossier, Letter, Paper, Rating
from tinhso.government.procedures.models.laws import numbers_asked
from tinhso.government.procedures.models.sealing import put_away

PRINTED = (Case, Dossier, Paper, Spell, Letter, Rating, Entry, Payload, Outbox)
"""The tables of a dossier but for the index of search, which has a bulk path of its own."""
BATCH, GUESTS, SALT = 2000, 4, 16
ENDED_LIVES, OPEN_LIVES = 6, 4
OPEN_SHARE, NAMED_DESK_OPEN = 0.02, 300
"""Two of a hundred are open; the named officer has as many open ones however many there are in all."""

Rows = dict[type[Model], list[list[Any]]]


class Stencil:
    """A row of a played life, ready for the database but for what each copy has of its own."""

    def __init__(self, row: Model) -> None:
        self._database = connections[DEFAULT_DB_ALIAS]
        self._fields = {field.attname: field for field in row._meta.concrete_fields}
        self._place = {name: place for place, name in enumerate(self._fields)}
        self._values = [self._told(name, getattr(row, name)) for name in self._fields]

    def cut(self, **own: Any) -> list[Any]:
        """The row with these columns of its own."""
        values = list(self._values)
        for name, value in own.items():
            values[self._place[name]] = self._told(name, value)
        return values

    def _told(self, name: str, value: Any) -> Any:
        return self._fields[name].get_db_prep_save(value, self._database)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Someone for whom a life is printed: their answers, and those of its numbers that are sealed."""

    person: Person
    answers: dict[str, Any]
    values: dict[str, Any]


class Keys:
    """The next id of each table, and the next code of each day and office."""

    def __init__(self) -> None:
        last = {model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in PRINTED}
        self._ids: dict[type[Model], count[int]] = {model: count(pk + 1) for model, pk in last.items()}
        self._last: dict[tuple[str, int], int] = {}

    def id(self, model: type[Model]) -> int:
        return next(self._ids[model])

    def number(self, series: str, year: int) -> int:
        """The next number, as `next_number` gives it."""
        known = self._last.get((series, year))
        if known is None:
            known = Number.objects.filter(series=series, year=year).values_list("last", flat=True).first() or 0
        self._last[series, year] = known + 1
        return known + 1

    def keep(self) -> None:
        """Let the next filing go on from here."""
        for (series, year), last in self._last.items():
            Number.objects.update_or_create(series=series, year=year, defaults={"last": last})
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for sql in connection.ops.sequence_reset_sql(no_style(), [*PRINTED, Row]):
                    cursor.execute(sql)


class Press:
    """Prints one life again and again."""

    def __init__(self, life: Life, keys: Keys) -> None:
        """Play it, look at what the actions wrote, and take it back."""
        self._keys, self._version = keys, life.sample.version
        with transaction.atomic():
            played = rows_of(play(life, life.desk.people[0]))
            transaction.set_rollback(True)
        self._rows = {model: [Stencil(row) for row in played[model]] for model in PRINTED}
        self._data = [str(row.data).encode() for row in _of(Payload, played)]
        self._by_applicant = [row.person == life.desk.people[0].uuid for row in _of(Entry, played)]
        self._case = _of(Case, played)[0]
        self._guests = cycle([self._guest(life, person) for person in self._fitting(life)])
        self._office, day, _serial = self._case.ref.rsplit("-", 2)
        self._prefix = f"{self._office}-{day}"

    def print(self) -> tuple[Rows, Line]:
        """The rows of one more dossier, and its line for search."""
        guest, case, dossier = next(self._guests), self._keys.id(Case), self._keys.id(Dossier)
        name, row, ref = uuid4(), uuid4(), self._ref()
        _declared, sealed = put_away(guest.answers, numbers_asked(self._version), of=row)
        cut = self._rows
        rows: Rows = {
            Case: [cut[Case][0].cut(id=case, uuid=name, ref=ref, applicant_id=guest.person.uuid, values=guest.values)],
            Dossier: [cut[Dossier][0].cut(id=dossier, uuid=row, case_id=case, sealed=sealed)],
            Spell: [one.cut(id=self._keys.id(Spell), case_id=case) for one in cut[Spell]],
        }
        for model in (Paper, Letter, Rating):
            rows[model] = [one.cut(id=self._keys.id(model), uuid=uuid4(), dossier_id=dossier) for one in cut[model]]
        self._tell(rows, name, guest.person.uuid)
        return rows, self._line(ref, row, guest.person)

    def _tell(self, rows: Rows, case: UUID, applicant: UUID) -> None:
        """The entries of the log, what they say and their place in the queue of numbers."""
        about, cut = str(case), self._rows
        rows[Entry], rows[Payload], rows[Outbox] = [], [], []
        for entry, payload, waits, data, theirs in zip(
            cut[Entry], cut[Payload], cut[Outbox], self._data, self._by_applicant, strict=True
        ):
            key, salt = self._keys.id(Entry), secrets.token_bytes(SALT)
            own = {"person": applicant} if theirs else {}
            rows[Entry].append(entry.cut(id=key, about=about, commitment=hashlib.sha256(salt + data).digest(), **own))
            rows[Payload].append(payload.cut(entry_id=key, salt=salt))
            rows[Outbox].append(waits.cut(entry_id=key))

    def _ref(self) -> str:
        day = timezone.localdate(self._case.opened_at)
        return f"{self._prefix}-{self._keys.number(f'dossier:{self._office}:{day:%m%d}', day.year):04}"

    def _line(self, ref: str, row: UUID, person: Person) -> Line:
        return Line(
            kind=KIND,
            ref=row,
            title=ref,
            text=f"{person.full_name} {self._case.title}",
            place=self._case.place_id,
            permission=SEEN_WITH,
            url=reverse("dossier", args=[row]),
        )

    def _guest(self, life: Life, person: Person) -> Guest:
        answers, others = life.sample.answers_for(person), life.sample.answers_for(life.desk.people[0])
        declared, before = self._declared(answers), self._declared(others)
        later = {key: value for key, value in self._case.values.items() if before.get(key) != value}
        return Guest(person=person, answers=answers, values={**declared, **later})

    def _declared(self, answers: dict[str, Any]) -> dict[str, Any]:
        return plain(put_away(answers, numbers_asked(self._version), of=uuid4())[0])

    def _fitting(self, life: Life) -> list[Person]:
        fits = (person for person in life.desk.people[1:] if life.sample.fits(person, life.began))
        return list(islice(fits, GUESTS)) or [life.desk.people[0]]


def fill(total: int, *, now: datetime) -> int:
    """Print dossiers until there are so many; says how many entries the log has then."""
    keys, chance = Keys(), Random(2665)
    wanted = total - Dossier.objects.count()
    if wanted <= 0:
        return Entry.objects.count()
    with _without_indexes():
        for batch in _batches(_copies(wanted, keys, chance, now)):
            _write(batch)
        with transaction.atomic():
            keys.keep()
    _settle()
    return Entry.objects.count()


def _copies(wanted: int, keys: Keys, chance: Random, now: datetime) -> Iterator[tuple[Rows, Line]]:
    """First the open ones of the named officer, then the others' in turn over all communes, ended and open."""
    found, filed = desks(), samples()
    named, *others = found
    pressed = [Press(life, keys) for life in _lives(named, filed, chance, now, [*OPEN] * 3)]
    yield from (press.print() for press in islice(cycle(pressed), min(NAMED_DESK_OPEN, wanted)))
    wanted -= NAMED_DESK_OPEN
    still = [_presses(desk, filed, keys, chance, now, OPEN[:OPEN_LIVES]) for desk in others]
    over = [_presses(desk, filed, keys, chance, now, [*ENDED] * (ENDED_LIVES // len(ENDED))) for desk in found]
    opened, ended = (cycle(chain.from_iterable(zip(*some, strict=True))) for some in (still, over))
    for _copy in range(max(0, wanted)):
        yield next(opened if chance.random() < OPEN_SHARE else ended).print()


def _presses(
    desk: Desk, filed: Sequence[Any], keys: Keys, chance: Random, now: datetime, ways: Sequence[Sequence[str]]
) -> list[Press]:
    return [Press(life, keys) for life in _lives(desk, filed, chance, now, ways)]


def _lives(
    desk: Desk, filed: Sequence[Any], chance: Random, now: datetime, ways: Sequence[Sequence[str]]
) -> list[Life]:
    person = desk.people[0]
    fitting = [sample for sample in filed if sample.fits(person, now)]
    return lives(desk, fitting, chance=chance, now=now, ways=ways)


def _batches(copies: Iterator[tuple[Rows, Line]]) -> Iterator[list[tuple[Rows, Line]]]:
    while batch := list(islice(copies, BATCH)):
        yield batch


def _write(batch: Iterable[tuple[Rows, Line]]) -> None:
    tables: Rows = defaultdict(list)
    lines = []
    for rows, line in batch:
        lines.append(line)
        for model, some in rows.items():
            tables[model] += some
    with transaction.atomic():
        for model in PRINTED:
            _insert(model, tables[model])
        index_many(lines)


def _insert(model: type[Model], rows: list[list[Any]]) -> None:
    """Write finished rows: COPY on PostgreSQL, one prepared statement on SQLite."""
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(model._meta.concrete_fields))
            cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', rows)


@contextmanager
def _without_indexes() -> Iterator[None]:
    """While many rows come, indexes that no constraint needs are away; at the end they are made at once, sorted."""
    names = [model._meta.db_table for model in (*PRINTED, Row)]
    sqlite = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN {_marks(names)}"
    postgresql = f"""SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN {_marks(names)}
        AND indexname NOT IN (SELECT conname FROM pg_constraint)"""
    with connection.cursor() as cursor:
        cursor.execute(sqlite if connection.vendor == "sqlite" else postgresql, names)
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP INDEX "{name}"')
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
        for _name, sql in found:
            cursor.execute(sql)


def _marks(names: Sequence[str]) -> str:
    return f"({', '.join(['%s'] * len(names))})"


def _settle() -> None:
    """What a database does by itself in quieter times."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _of(model: type[Any], played: dict[type[Model], list[Model]]) -> list[Any]:
    return played[model]
