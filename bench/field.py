"""A day's work: a village of 120 households and 600 people, as bytes over the air

Names are invented. The bytes are those of the compressed answer; CPU is that of the process that makes it.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from random import Random
from typing import Any

import brotli
import django
from django.core.management import call_command
from django.utils import timezone

from bench.teams import FAMILIES, GIVEN, MIDDLES

HOUSES, SIZE, ROUNDS = 120, 5, 10
VILLAGES = 3
LIMIT = "300 KB for all villages of a day"
Row = tuple[str, str, str]


def run() -> list[Row]:
    """With files of its own; nothing of it is kept."""
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        os.environ |= {"MODE": "test", "VAR": folder, "LOG_LEVEL": "ERROR"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        return list(_measured())


def _measured() -> Iterator[Row]:
    village, people = _village()
    fetch = _Fetch(village)
    first, cpu = _timed(lambda: fetch({}))
    yield "a village the first time", f"{_kilobytes(first)} KB in {len(first.parts)} parts", ""
    yield f"{VILLAGES} such villages, a day's work", f"{VILLAGES * _kilobytes(first):.0f} KB", LIMIT
    yield "CPU of it", f"{cpu * 1000:.0f} ms", ""
    known = {part.name: part.hash for part in first.parts}
    same, cpu = _timed(lambda: fetch(known))
    yield "the same village when nothing changed", f"{_kilobytes(same)} KB, {cpu * 1000:.0f} ms", ""
    _correct(people[0])
    changed = fetch(known)
    yield "the same when one person changed", f"{_kilobytes(changed)} KB in {len(changed.new)} part", ""


class _Fetch:
    """What the door does, without the door."""

    def __init__(self, village: Any) -> None:
        self.village = village

    def __call__(self, known: dict[str, str]) -> Any:
        work = import_module("tinhso.core.field.actions").fetch_work
        system = import_module("tinhso.kit.actors").Actor.system()
        nobody = import_module("tinhso.core.accounts.domain").Nobody()
        return work(self.village, known=known, pages=[], rights=nobody, by=system, at=timezone.now())


def _village() -> tuple[Any, list[Any]]:
    """A village of households of five, registered as any."""
    places = import_module("tinhso.core.places.models").Place.objects
    people_actions = import_module("tinhso.core.people.actions")
    relation = import_module("tinhso.core.people.domain.words").Relation
    actor, at = import_module("tinhso.kit.actors").Actor.system(), timezone.now()
    commune = places.current().communes().within(places.home()).by_name()[0]
    add = import_module("tinhso.core.places.actions").add_villages
    village = add(commune, [("bản", "Đo Đạc")], by=actor, at=at)[0]
    people = people_actions.register_people(list(_told(village)), by=actor, at=at)
    for number in range(HOUSES):
        head, *others = people[number * SIZE : (number + 1) * SIZE]
        members = [(head, relation.HEAD), *((one, relation.CHILD) for one in others)]
        people_actions.form_household(head, place=village, members=members, number=f"{number}", by=actor, at=at)
    return village, people


def _told(village: Any) -> Iterator[Any]:
    chance = Random(600)
    name = import_module("tinhso.core.people.domain.names").Name
    particulars = import_module("tinhso.core.people.domain.particulars").Particulars
    for number in range(HOUSES * SIZE):
        called = f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}"
        yield particulars(
            name=name.read(called),
            birth_year=1940 + chance.randrange(85),
            speaks=("mong", "vi") if number % 2 else ("mong",),
            can_read=bool(number % 3),
            phone=f"+8495{number:07}" if number % 2 else None,
            home=village.pk,
        )


def _correct(person: Any) -> None:
    actions = import_module("tinhso.core.people.actions")
    actor = import_module("tinhso.kit.actors").Actor.system()
    actions.correct_person(person, replace(actions.told_of(person), birth_year=1951), by=actor, at=timezone.now())


def _kilobytes(work: Any) -> float:
    return round(len(brotli.compress("".join(work.lines()).encode(), quality=4)) / 1000, 1)


def _timed(do: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and the middle of the CPU of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        done = do()
        spent.append(time.process_time() - begun)
    return done, sorted(spent)[ROUNDS // 2]
