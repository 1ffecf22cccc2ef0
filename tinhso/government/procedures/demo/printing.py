"""Many dossiers at once, row for row as the actions write them.

A life is played through the actions and taken back, then printed many times: every copy has its own ids, code,
applicant, answers, sealed identity numbers, salts and search row; what the actions worked out (states, owners, due
times, what the log says) it has of the life. A test holds a printed dossier against a played one, field by field.
"""

from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tinhso.core.cases.domain.facts import plain
from tinhso.core.cases.models import Case, Number, Spell
from tinhso.core.people.models import Person
from tinhso.core.search.actions import Line, index_many
from tinhso.core.search.models import Row
from tinhso.events.printing import LINES, Lines
from tinhso.government.procedures.actions.filing import KIND, SEEN_WITH
from tinhso.government.procedures.demo.lives import Life, play, rows_of
from tinhso.government.procedures.models import Dossier, Letter, Paper, Rating
from tinhso.government.procedures.models.laws import numbers_asked
from tinhso.government.procedures.models.sealing import put_away
from tinhso.kit.printing import Keys, Kind, Rows, Stencil, joined, without_indexes, write_rows

PRINTED: tuple[Kind, ...] = (Case, Dossier, Paper, Spell, Letter, Rating, *LINES)
"""The tables of a dossier but for the index of search, which has a bulk path of its own."""
BATCH, GUESTS = 2000, 4
Sheet = tuple[Rows, Line]
"""The rows of one dossier, and its line for search."""


class Codes:
    """The next code of each day and office."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, int], int] = {}

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


class Guest:
    """Someone for whom a life is printed: their answers, and the values of the case that they make."""

    def __init__(self, person: Person, life: Life, case: Case, player: Person) -> None:
        version = life.sample.version
        self.person, self.answers = person, life.sample.answers_for(person)
        mine, before = (
            plain(put_away(answers, numbers_asked(version), of=uuid4())[0])
            for answers in (self.answers, life.sample.answers_for(player))
        )
        self.values = {**mine, **{key: value for key, value in case.values.items() if before.get(key) != value}}


class Press:
    """Prints one life again and again."""

    def __init__(self, life: Life, keys: Keys, codes: Codes) -> None:
        """Play it, look at what the actions wrote, and take it back."""
        self._keys, self._codes, self._version = keys, codes, life.sample.version
        able = life.fitting() or [*life.desk.people]
        with transaction.atomic():
            dossier = play(life, able[0])
            played = rows_of(dossier)
            self._lines = Lines("cases.case", dossier.case.uuid, person=able[0].uuid)
            transaction.set_rollback(True)
        self._cut = {model: [Stencil(row) for row in played[model]] for model in PRINTED}
        self._case = next(row for row in played[Case] if isinstance(row, Case))
        guests = islice(able[1:] or able, GUESTS)
        self._guests = cycle([Guest(person, life, self._case, able[0]) for person in guests])
        self._office, day, _serial = self._case.ref.rsplit("-", 2)
        self._prefix = f"{self._office}-{day}"

    def print(self) -> Sheet:
        """The rows of one more dossier, and its line for search."""
        guest, cut, keys = next(self._guests), self._cut, self._keys
        case, dossier, name, row, ref = keys.of(Case), keys.of(Dossier), uuid4(), uuid4(), self._ref()
        sealed = put_away(guest.answers, numbers_asked(self._version), of=row)[1]
        own: dict[str, Any] = {"applicant_id": guest.person.uuid, "values": guest.values}
        rows: Rows = {
            Case: [cut[Case][0].cut(id=case, uuid=name, ref=ref, **own)],
            Dossier: [cut[Dossier][0].cut(id=dossier, uuid=row, case_id=case, sealed=sealed)],
            Spell: [one.cut(id=keys.of(Spell), case_id=case) for one in cut[Spell]],
        }
        for model in (Paper, Letter, Rating):
            rows[model] = [one.cut(id=keys.of(model), uuid=uuid4(), dossier_id=dossier) for one in cut[model]]
        line = Line(
            kind=KIND,
            ref=row,
            title=ref,
            text=f"{guest.person.full_name} {self._case.title}",
            place=self._case.place_id,
            permission=SEEN_WITH,
            url=reverse("dossier", args=[row]),
        )
        return rows | self._lines.print(name, person=guest.person.uuid, keys=keys), line

    def _ref(self) -> str:
        day = timezone.localdate(self._case.opened_at)
        return f"{self._prefix}-{self._codes.number(f'dossier:{self._office}:{day:%m%d}', day.year):04}"


def print_all(presses: Iterable[tuple[Press, int]], keys: Keys, codes: Codes) -> Iterator[int]:
    """Print from each press so many times. Yields how many dossiers are written, as it goes on."""
    written = 0
    with without_indexes([*PRINTED, Row]):
        for sheets in batches(press.print() for press, times in presses for _copy in range(times)):
            write_sheets(sheets)
            written += len(sheets)
            yield written
    with transaction.atomic():
        codes.keep()
        keys.keep()


def keys_of_dossiers() -> Keys:
    return Keys([*PRINTED, Row])


def write_sheets(sheets: Iterable[Sheet]) -> None:
    """Write printed dossiers and let them be found."""
    rows, lines = zip(*sheets, strict=True)
    with transaction.atomic():
        write_rows(joined(rows), order=PRINTED)
        index_many(lines)


def batches(sheets: Iterator[Sheet]) -> Iterator[list[Sheet]]:
    while batch := list(islice(sheets, BATCH)):
        yield batch
