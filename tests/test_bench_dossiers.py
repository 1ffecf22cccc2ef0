"""What the bench prints in bulk is what the actions write: every table, every row, every column."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from bench.dossier_lives import ENDED, OPEN, Life, desks, lives, play, rows_of, samples
from bench.dossier_rows import PRINTED, Keys, Press, _write
from conftest import World
from tinhso.core.cases.models import Case, Number
from tinhso.core.search.models import Row
from tinhso.events.log import history
from tinhso.events.models import Entry, Outbox, Payload
from tinhso.government.procedures.models import Dossier, Letter, Paper, Rating
from tinhso.government.procedures.models.laws import numbers_asked
from tinhso.government.procedures.models.sealing import taken_out

OWN = {
    Case: {"id", "uuid"},
    Dossier: {"id", "uuid", "case_id", "sealed"},
    Paper: {"id", "uuid", "dossier_id"},
    Letter: {"id", "uuid", "dossier_id"},
    Rating: {"id", "uuid", "dossier_id"},
    Entry: {"id", "about", "commitment"},
    Payload: {"entry_id", "salt"},
    Outbox: {"entry_id", "written_at"},
    Row: {"id", "ref", "url"},
}
"""Columns that name a row or are drawn by lot; all others are compared, those of other tables too."""


@pytest.fixture
def life(world: World, request: pytest.FixtureRequest) -> Life:
    desk, now = desks()[0], timezone.now()
    fitting = [sample for sample in samples() if any(sample.fits(person, now) for person in desk.people[1:])]
    told = [sample for sample in fitting if sample.papers and numbers_asked(sample.version)]
    return lives(desk, told, chance=Random(7), now=now, ways=[request.param])[0]


def _told(rows: dict[type[Model], list[Any]]) -> dict[str, list[dict[str, Any]]]:
    return {
        model.__name__: [
            {
                field.attname: getattr(row, field.attname)
                for field in row._meta.concrete_fields
                if field.attname not in OWN.get(model, {"id", "case_id"})
            }
            for row in some
        ]
        for model, some in rows.items()
    }


def _opened(dossier: Dossier) -> dict[str, Any]:
    return taken_out(dossier.case.values, dossier.sealed, of=dossier.uuid)


def _seen(dossier: Dossier) -> tuple[Any, Any, Any]:
    return _told(rows_of(dossier)), _opened(dossier), [one.event for one in history(dossier.case)]


@pytest.mark.parametrize("life", [*ENDED, *OPEN], indirect=True, ids=str)
def test_a_printed_dossier_is_a_played_one(life: Life) -> None:
    press = Press(life, Keys())
    with transaction.atomic():
        _write([press.print()])
        dossier = Dossier.objects.select_related("case__applicant").latest("pk")
        applicant, printed = dossier.case.applicant, _seen(dossier)
        transaction.set_rollback(True)

    dossier = play(life, applicant)
    dossier.refresh_from_db()
    played = _seen(dossier)

    for one, other in zip(printed, played, strict=True):
        assert one == other
    assert applicant != life.desk.people[0]
    assert len(printed[2]) == len(life.way) + 1


def _counts() -> Iterator[tuple[type[Model], int]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model, model._default_manager.count()


@pytest.mark.parametrize("life", [ENDED[2]], indirect=True)
def test_the_press_knows_every_table_that_the_actions_write_to(life: Life) -> None:
    before = dict(_counts())
    play(life, life.desk.people[0])
    changed = {model for model, count in _counts() if count != before[model]}
    assert changed - {Number} == {*PRINTED, Row}


@pytest.mark.parametrize("life", [ENDED[0]], indirect=True)
def test_filing_goes_on_from_the_last_printed_code(life: Life) -> None:
    keys = Keys()
    press = Press(life, keys)
    _write([press.print() for _copy in range(3)])
    keys.keep()
    last = Dossier.objects.latest("pk")
    next_one = play(life, life.desk.people[0])
    assert int(next_one.ref.rsplit("-", 1)[1]) == int(last.ref.rsplit("-", 1)[1]) + 1
    assert next_one.pk > last.pk
