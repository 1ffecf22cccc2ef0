"""Fill the database of the settings with petitions: `python -m bench.petition_fill 10000`. Demo life must be there.

Lives are played through the actions and kept; their rows are then printed many times, each copy with its own ids, code,
salts and search row. What the actions worked out (states, owners, due times, what the log says) it has of the life.
Prints one line of JSON: the village of the measuring citizen.
"""

import hashlib
import json
import secrets
import sys
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from itertools import count
from typing import Any
from uuid import uuid4

import django
from django.utils import timezone

BATCH, SALT = 500, 16
CITIZEN = "my"
ENDED, OPEN = 12, 1
"""Of thirteen copies twelve are of answered ones: two of them rated, one refused; one is open."""


def fill(total: int) -> None:
    """Print petitions until there are so many."""
    petitions = import_module("tinhso.government.petitions.models")
    wanted = total - petitions.Petition.objects.count()
    if wanted <= 0:
        return
    rows = _Rows()
    presses = [_Press(uuid, rows) for uuid in _samples(petitions)]
    made = ((number, presses[number % len(presses)]) for number in range(wanted))
    batch: dict[Any, list[Any]] = {}
    for number, press in made:
        press.print(number, batch)
        if number % BATCH == BATCH - 1:
            rows.write(batch)
            batch = {}
    rows.write(batch)
    rows.settle()


def _samples(petitions: Any) -> list[Any]:
    """Lives of the demo: many ended, one open."""
    base = petitions.Petition.objects.filter(case__applicant__isnull=False, joined=None, joined_to=None)
    ended = list(base.exclude(case__ended_at=None).order_by("pk").values_list("uuid", flat=True)[:ENDED])
    still = list(base.filter(case__ended_at=None).order_by("pk").values_list("uuid", flat=True)[:OPEN])
    return ended + still


class _Rows:
    """The tables that are printed into, and the next id of each."""

    def __init__(self) -> None:
        cases = import_module("tinhso.core.cases.models")
        petitions = import_module("tinhso.government.petitions.models")
        events = import_module("tinhso.events.models")
        search = import_module("tinhso.core.search.models")
        self.case, self.spell = cases.Case, cases.Spell
        self.petition, self.letter = petitions.Petition, petitions.Letter
        self.rating, self.shown = petitions.Rating, petitions.Publication
        self.entry, self.payload, self.outbox = events.Entry, events.Payload, events.Outbox
        self.row = search.Row
        self.printed = (
            self.case, self.petition, self.spell, self.letter, self.rating, self.shown, self.entry, self.row,
        )  # fmt: skip
        largest = import_module("django.db.models").Max("pk")
        last = {model: model._default_manager.aggregate(last=largest)["last"] or 0 for model in self.printed}
        self._ids = {model: count(pk + 1) for model, pk in last.items()}

    def id(self, model: Any) -> int:
        return next(self._ids[model])

    def write(self, batch: dict[Any, list[Any]]) -> None:
        transaction = import_module("django.db").transaction
        with transaction.atomic():
            for model in (*self.printed[:7], self.payload, self.outbox, self.row):
                model._base_manager.bulk_create(batch.get(model, []), batch_size=BATCH)

    def settle(self) -> None:
        """Let the next row go on from here, and let the database look at what it has."""
        db = import_module("django.db").connection
        style = import_module("django.core.management.color").no_style()
        with db.cursor() as cursor:
            for sql in db.ops.sequence_reset_sql(style, list(self.printed)):
                cursor.execute(sql)
            cursor.execute("ANALYZE")


class _Press:
    """Prints one life again and again."""

    def __init__(self, uuid: Any, rows: _Rows) -> None:
        self.rows = rows
        self.petition = rows.petition.objects.select_related("case").get(uuid=uuid)
        about = str(self.petition.case.uuid)
        self.entries = list(rows.entry.objects.filter(about=about).order_by("pk"))
        self.payloads = {one.entry_id: one for one in rows.payload.objects.filter(entry__in=self.entries)}
        self.spells = list(rows.spell.objects.filter(case=self.petition.case))
        own = {"petition": self.petition}
        self.beside = [one for model in (rows.letter, rows.rating, rows.shown) for one in model.objects.filter(**own)]
        self.line = rows.row.objects.get(kind="petition", ref=str(uuid))

    def print(self, number: int, batch: dict[Any, list[Any]]) -> None:
        rows, before = self.rows, timedelta(minutes=number % 4000)
        case = _copy(self.petition.case, id=rows.id(rows.case), uuid=uuid4(), ref=f"PA-B{number:08}")
        one = _copy(
            self.petition, id=rows.id(rows.petition), uuid=uuid4(), case_id=case.pk,
            sent_at=self.petition.sent_at - before, book_id=self.petition.book_id,
        )  # fmt: skip
        batch.setdefault(rows.case, []).append(case)
        batch.setdefault(rows.petition, []).append(one)
        for spell in self.spells:
            batch.setdefault(rows.spell, []).append(_copy(spell, id=rows.id(rows.spell), uuid=uuid4(), case_id=case.pk))
        for other in self.beside:
            model = type(other)
            batch.setdefault(model, []).append(_copy(other, id=rows.id(model), uuid=uuid4(), petition_id=one.pk))
        for told in self._told(case):
            batch.setdefault(type(told), []).append(told)
        line = _copy(self.line, id=rows.id(rows.row), ref=str(one.uuid), title=case.ref)
        batch.setdefault(rows.row, []).append(line)

    def _told(self, case: Any) -> Iterator[Any]:
        """What the log says of it, and its place in the queue of numbers."""
        for entry in self.entries:
            salt, payload = secrets.token_bytes(SALT), self.payloads[entry.pk]
            commitment = hashlib.sha256(salt + str(payload.data).encode()).digest()
            key = self.rows.id(self.rows.entry)
            yield _copy(entry, id=key, about=str(case.uuid), commitment=commitment, seq=None)
            yield self.rows.payload(entry_id=key, salt=salt, data=payload.data)
            yield self.rows.outbox(entry_id=key)


def _copy(row: Any, **own: Any) -> Any:
    """The same row with some columns of its own; columns that it does not have are left out."""
    names = {field.attname for field in row._meta.concrete_fields}
    values = {name: getattr(row, name) for name in names}
    return type(row)(**{**values, **{name: value for name, value in own.items() if name in names}})


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
    import_module("tinhso.site.statistics").count_anew()
    home = import_module("tinhso.core.people.demo").named_people()[CITIZEN].home
    print(json.dumps({"place": home.code, "at": timezone.now().isoformat()}))
