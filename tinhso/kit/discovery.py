"""Finding systems by their folder and rooms by their name, so that adding a system edits no other file."""

from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from tinhso.kit.passport import systems

HOUSE = Path(__file__).resolve().parent.parent
FLOORS = (
    "kit",
    "events",
    "core",
    "warehouse",
    "infrastructure",
    "society",
    "economy",
    "government",
    "operations",
    "site",
)


def installed() -> list[str]:
    """Dotted names of all folders that carry a passport, floor by floor. Reads the disk only: settings call it."""
    return [name for floor in FLOORS for name in _on_floor(floor)]


def _on_floor(floor: str) -> Iterator[str]:
    folder = HOUSE / floor
    if (folder / "apps.py").exists():
        yield f"tinhso.{floor}"
    for passport in sorted(folder.glob("*/apps.py")):
        yield f"tinhso.{floor}.{passport.parent.name}"


def rooms(name: str) -> Iterator[ModuleType]:
    """Every system's module of that name, imported: `rooms("urls")`, `rooms("events")`."""
    for system in systems():
        module = f"{system.name}.{name}"
        if find_spec(module):
            yield import_module(module)


def ordered_rooms(name: str) -> list[ModuleType]:
    """The same, each after the systems (labels) that it names in its `AFTER`. The kit's own modules are no rooms."""
    found = {module.__name__.split(".")[-2]: module for module in rooms(name)}
    found.pop("kit", None)
    order = TopologicalSorter(
        {label: set(getattr(module, "AFTER", ())) & found.keys() for label, module in found.items()}
    )
    return [found[label] for label in order.static_order()]
