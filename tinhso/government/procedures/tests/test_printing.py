"""What is printed in bulk is what the actions write: every table, every row, every column, every figure."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from conftest import World
from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.models import Case, Number
from tinhso.core.search.models import Row
from tinhso.events.log import history
from tinhso.events.models import Entry, Outbox, Payload
from tinhso.government.procedures.demo.desks import Desk
from tinhso.government.procedures.demo.lives import ENDED, OPEN, Life, Sample, desks, play, rows_of, samples
from tinhso.government.procedures.demo.printing import (
    PRINTED,
    Codes,
    Press,
    keys_of_dossiers,
    print_all,
    write_sheets,
)
from tinhso.government.procedures.demo.quarter import live_quarter, plan, play_all
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.models import Dossier, Letter, Paper, Rating
from tinhso.government.procedures.models.laws import numbers_asked
from tinhso.government.procedures.models.sealing import taken_out
from tinhso.kit.demo import Quarter
from tinhso.warehouse.actions import tally
from tinhso.warehouse.models import Fact

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


NOW = timezone.now()


def _quarter(**wanted: int) -> Quarter:
    """A month that is just over: what began in it may still be open."""
    today = timezone.localdate(NOW)
    return Quarter(
        first=today - timedelta(days=30), last=today, now=NOW, wanted=wanted, shares={"in_time": 0.8, "rated": 0.5},
        played=8, random=Random(7), step=lambda part: None,
    )  # fmt: skip


@cache
def _ground() -> tuple[list[Desk], list[Sample]]:
    """They are gathered once: the world stays while this file runs."""
    return desks(NOW), [one for one in samples() if one.papers and numbers_asked(one.version)]


@pytest.fixture
def life(world: World, request: pytest.FixtureRequest) -> Life:
    door, way = request.param
    found, told = _ground()
    for desk in found:
        calendar = working_calendar((*desk.commune.ancestors, desk.commune.pk))
        began = calendar.add_working_hours(NOW - timedelta(days=25), 0)
        moments = [calendar.add_working_hours(began, number) for number in range(len(way) + 1)]
        for sample in told:
            one = Life(desk=desk, sample=sample, door=door, way=way, moments=moments)
            if len(one.fitting()) > 1:
                return one
    pytest.fail("In no commune two people may file the same.")


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


LIVES = [(Door.COUNTER, way) for way in [*ENDED, *OPEN]] + [(Door.OWN, ENDED[0]), (Door.OWN, OPEN[1])]


@pytest.mark.parametrize("life", LIVES, indirect=True, ids=str)
def test_a_printed_dossier_is_a_played_one(life: Life) -> None:
    press = Press(life, keys_of_dossiers(), Codes())
    with transaction.atomic():
        write_sheets([press.print()])
        dossier = Dossier.objects.select_related("case__applicant").latest("pk")
        applicant, printed = dossier.case.applicant, _seen(dossier)
        transaction.set_rollback(True)

    dossier = play(life, applicant)
    dossier.refresh_from_db()
    played = _seen(dossier)

    for one, other in zip(printed, played, strict=True):
        assert one == other
    assert applicant != life.fitting()[0]
    assert len(printed[2]) == len(life.way) + 1


def _counts() -> Iterator[tuple[type[Model], int]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model, model._default_manager.count()


@pytest.mark.parametrize("life", [(Door.COUNTER, ENDED[2]), (Door.OWN, ENDED[2])], indirect=True)
def test_the_press_knows_every_table_that_the_actions_write_to(life: Life) -> None:
    before = dict(_counts())
    play(life, life.fitting()[0])
    changed = {model for model, count in _counts() if count != before[model]}
    assert changed - {Number} == {*PRINTED, Row}


@pytest.mark.parametrize("life", [(Door.COUNTER, ENDED[0])], indirect=True)
def test_filing_goes_on_from_the_last_printed_code(life: Life) -> None:
    keys, codes = keys_of_dossiers(), Codes()
    assert [*print_all([(Press(life, keys, codes), 3)], keys, codes)] == [3]
    last = Dossier.objects.latest("pk")
    next_one = play(life, life.fitting()[0])
    assert int(next_one.ref.rsplit("-", 1)[1]) == int(last.ref.rsplit("-", 1)[1]) + 1
    assert next_one.pk > last.pk


def _facts(quarter: Quarter) -> set[tuple[object, ...]]:
    tally(first=quarter.first, last=quarter.last, at=NOW)
    found = Fact.objects.filter(indicator__startswith="procedures.", sketch__isnull=True)
    return {(*fact.cell, *fact.says) for fact in found}


def _gained(quarter: Quarter, live: Callable[[Quarter], object]) -> tuple[set[tuple[object, ...]], dict[Any, int]]:
    """The facts after living a quarter, and how many rows it wrote of each table; then it never was."""
    before = dict(_counts())
    with transaction.atomic():
        live(quarter)
        rows = {model: number - before[model] for model, number in _counts() if number != before[model]}
        facts = _facts(quarter)
        transaction.set_rollback(True)
    return facts, rows


def test_a_quarter_printed_is_the_quarter_played(world: World) -> None:
    wanted = {"dossiers": 20, "on_line": 17}
    by_hand = _gained(_quarter(**wanted), lambda quarter: [*play_all(plan(quarter))])
    assert by_hand[1][Dossier] == 20
    assert _gained(_quarter(**wanted), live_quarter) == by_hand
    assert _gained(_quarter(**wanted), lambda quarter: None)[0] != by_hand[0]
