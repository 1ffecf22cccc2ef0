"""Handing out a day's work, and what a member changes at the door of a house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tinhso.core.field.domain import Work
from tinhso.core.people.actions import correct_person, join_household, note_list, register_once
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.words import ListWay, Relation
from tinhso.core.people.models import Household, Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor, Rights
from tinhso.kit.packing import Ask, parts_for


def fetch_work(
    village: Place, *, known: Mapping[str, str], pages: Sequence[str], rights: Rights, by: Actor, at: datetime
) -> Work:
    """The work of a village, with the parts that differ from those that the phone has. One entry for the whole list."""
    parts = parts_for(Ask(village=village.pk, rights=rights, at=at))
    new = [part for part in parts if known.get(part.name) != part.hash]
    note_list({person for part in new for person in part.people}, way=ListWay.FIELD, by=by, at=at)
    return Work(village.uuid, village.full_name, at, parts, new, pages)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a household: what somebody is to its head."""

    household: Household
    relation: Relation


@transaction.atomic
def put_right(person: Person, told: Particulars, seat: Seat | None, *, by: Actor, at: datetime) -> Person:
    """What was said at the door, and the household where they live: both or none. Raises what the register refuses."""
    person = correct_person(person, told, by=by, at=at)
    _seat(person, seat, by=by, at=at)
    return person


@transaction.atomic
def take_up(told: Particulars, seat: Seat | None, *, village: Place, seen: str, by: Actor, at: datetime) -> Person:
    """A neighbour whom the register does not know comes into it. Raises LooksKnown, or what the register refuses."""
    person = register_once(told, village=village, seen=seen, by=by, at=at)
    _seat(person, seat, by=by, at=at)
    return person


def _seat(person: Person, seat: Seat | None, *, by: Actor, at: datetime) -> None:
    if seat and person.household_id != seat.household.pk:
        join_household(seat.household, person, relation=seat.relation, by=by, at=at)
