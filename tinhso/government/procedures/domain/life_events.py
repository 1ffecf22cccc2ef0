"""What happens in a life, and which procedures belong to it: a shipped table, read once."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tinhso.government.procedures.domain.catalogue import Key, Line, Part, Said, Slug

TABLE = Path(__file__).resolve().parent.parent / "tables" / "life_events.json"


class Belonging(Part):
    """A procedure that belongs to an event, and when one needs it."""

    slug: Slug
    why: Said


class LifeEvent(Part):
    """Something that happens in a life.

    steps    in the order in which one does them; those that the catalogue does not have are not shown
    advice   what no procedure of ours does, told honestly
    report   whether one may report it as it happens, where a system takes reports
    """

    key: Key
    icon: Line
    title: Said
    lead: Said
    steps: tuple[Belonging, ...]
    advice: tuple[Said, ...] = ()
    report: bool = False


@cache
def life_events() -> Mapping[str, LifeEvent]:
    """All of them by key, in the order of the table."""
    read = (LifeEvent.model_validate(one) for one in json.loads(TABLE.read_text(encoding="utf-8")))
    return {one.key: one for one in read}
