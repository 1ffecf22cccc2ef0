"""Where a case is worked on: the page of its own system, or the engine's when the system has none.

A system shows its cases at a door named `<system>_case` that takes the uuid of the case.
"""

from functools import lru_cache
from uuid import UUID

from django.urls import NoReverseMatch

from tinhso.kit.addresses import url
from tinhso.kit.passport import systems
from tinhso.kit.rendering import prefix

_SAMPLE = UUID("00000000-0000-4000-8000-000000000000")


def address_of(system: str, uuid: UUID) -> str:
    """The address at which a case of a system is worked on."""
    return _pattern(prefix(), system).replace(str(_SAMPLE), str(uuid))


@lru_cache(1000)
def _pattern(_prefix: str, system: str) -> str:
    try:
        return url(f"{system}_case", _SAMPLE)
    except NoReverseMatch:
        return url("case", _SAMPLE)


@lru_cache(1000)
def look_of(system: str) -> tuple[str, str, int | None]:
    """The icon, the title and the thread (number of the door) by which a system is known; the engine's for others."""
    for one in systems():
        if one.label == system:
            return one.icon, str(one.title), one.door
    return "tray", system, None
