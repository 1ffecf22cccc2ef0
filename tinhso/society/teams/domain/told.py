"""A row of a list as plain words, to be locked away and taken out again."""

from datetime import date
from typing import Any

from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.words import Sex
from tinhso.society.teams.domain.lists import Row
from tinhso.society.teams.domain.words import Position

_PLAIN = ("row", "village", "commune", "birth_year", "sex", "phone", "position")
_SEVERAL = ("languages", "skills", "trainings")


def told_of(row: Row) -> dict[str, Any]:
    """All that the row says."""
    told = {name: getattr(row, name) for name in (*_PLAIN, *_SEVERAL)}
    return told | {
        "name": [row.name.family, row.name.middle, row.name.given],
        "born": row.born.isoformat() if row.born else None,
        "number": row.number.digits if row.number else None,
    }


def row_of(told: dict[str, Any]) -> Row:
    """The row again."""
    return Row(
        row=told["row"],
        name=Name(*told["name"]),
        village=told["village"],
        commune=told["commune"],
        born=date.fromisoformat(told["born"]) if told["born"] else None,
        birth_year=told["birth_year"],
        sex=Sex(told["sex"]) if told["sex"] else None,
        number=IdentityNumber(told["number"]) if told["number"] else None,
        phone=told["phone"],
        position=Position(told["position"]),
        languages=tuple(told["languages"]),
        skills=tuple(told["skills"]),
        trainings=tuple(told["trainings"]),
    )
