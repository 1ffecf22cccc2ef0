"""Where a case is worked on: the page of its own system, or the engine's when the system has none.

A system shows its cases at a door named `<system>_case` that takes the uuid of the case.
"""

from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.urls import NoReverseMatch

from tinhso.kit.addresses import url
from tinhso.kit.passport import Text, systems
from tinhso.kit.rendering import prefix

_SAMPLE = UUID("00000000-0000-4000-8000-000000000000")


class Look(NamedTuple):
    """What a system's cases look like in a list: its icon, its title, its thread (number of the door), and `{}` in
    the place of the uuid in the address of one.
    """

    icon: str
    title: Text
    thread: int | None
    address: str


def address_of(system: str, uuid: UUID) -> str:
    """The address at which a case of a system is worked on."""
    return look_of(system).address.format(uuid)


def look_of(system: str) -> Look:
    """How a system's cases are known; those of a system that is not installed look as the engine's."""
    return _look(prefix(), system)


@lru_cache(1000)
def _look(_prefix: str, system: str) -> Look:
    address = _address(system).replace(str(_SAMPLE), "{}")
    for one in systems():
        if one.label == system:
            return Look(one.icon, one.title, one.door, address)
    return Look("tray", system, None, address)


def _address(system: str) -> str:
    try:
        return url(f"{system}_case", _SAMPLE)
    except NoReverseMatch:
        return url("case", _SAMPLE)
