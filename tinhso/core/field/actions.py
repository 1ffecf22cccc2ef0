"""Handing out a day's work: who was named in it can see that it was carried along."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tinhso.core.field.domain import Work
from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
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
