"""The craft of places, without a database: plans of reorganisation, their written forms, shapes on a map."""

from tinhso.core.places.domain.plans import (
    UNIT_TYPES,
    Fault,
    Kind,
    Move,
    Plan,
    Standing,
    Unit,
    carried,
    comparable_groups,
    faults,
)
from tinhso.core.places.domain.writing import dumped, loaded, read_lines

__all__ = [
    "UNIT_TYPES",
    "Fault",
    "Kind",
    "Move",
    "Plan",
    "Standing",
    "Unit",
    "carried",
    "comparable_groups",
    "dumped",
    "faults",
    "loaded",
    "read_lines",
]
