"""What every system holds, read from its passport and its rooms. Rooms are known by their names, never by import."""

import dataclasses
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from tinhso.kit.passport import System, systems


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """One system as `manage.py systems` and the page of the house show it."""

    label: str
    name: str
    floor: str
    title: str
    icon: str
    owner: str
    door: int | None
    permissions: tuple[str, ...]
    events: tuple[str, ...]
    reactions: tuple[str, ...]
    jobs: tuple[str, ...]
    indicators: tuple[str, ...]
    models: int

    def as_dict(self) -> dict[str, object]:
        return dataclasses.asdict(self)


def inventory() -> list[Inventory]:
    """Every installed system, in the order of the floors."""
    return [_inventory(system) for system in systems()]


def _inventory(system: System) -> Inventory:
    return Inventory(
        label=system.label,
        name=system.name,
        floor=system.floor,
        title=str(system.title),
        icon=system.icon,
        owner=str(system.owner),
        door=system.door,
        permissions=tuple(sorted({permission for given in system.grants.values() for permission in given})),
        events=tuple(sorted(_events(system))),
        reactions=tuple(sorted(_marked(system, "reactions", "reacts_to"))),
        jobs=tuple(sorted(_marked(system, "jobs", "schedule"))),
        indicators=tuple(sorted(_indicators(system))),
        models=len(list(system.get_models())),
    )


def _room(system: System, room: str) -> Iterator[ModuleType]:
    """The module of that name, and those inside when the room became a package."""
    name = f"{system.name}.{room}"
    if find_spec(name) is None:
        return
    module = import_module(name)
    yield module
    for inner in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
        yield import_module(inner.name)


def _own(system: System, room: str) -> Iterator[object]:
    for module in _room(system, room):
        yield from (thing for thing in vars(module).values() if getattr(thing, "__module__", "") == module.__name__)


def _events(system: System) -> set[str]:
    """Names of the classes that `@event` made: they carry a name and a version."""
    found = (thing for thing in _own(system, "events") if isinstance(thing, type) and "name" in vars(thing))
    return {str(vars(thing)["name"]) for thing in found if "version" in vars(thing)}


def _marked(system: System, room: str, mark: str) -> set[str]:
    """Dotted names of the functions that a decorator marked."""
    found = (thing for thing in _own(system, room) if callable(thing) and hasattr(thing, mark))
    return {f"{system.name}.{room}.{getattr(thing, '__qualname__', '')}" for thing in found}


def _indicators(system: System) -> set[str]:
    """Codes of what stands in `indicators`: objects with a code."""
    things = (thing for module in _room(system, "indicators") for thing in vars(module).values())
    return {str(code) for thing in things if not isinstance(thing, type) and isinstance(code := _code(thing), str)}


def _code(thing: object) -> object:
    return getattr(thing, "code", None) if dataclasses.is_dataclass(thing) else None
