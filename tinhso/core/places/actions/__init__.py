"""What can be done to places: enter them, reorganise them, decide what was divided, give them borders."""

from tinhso.core.places.actions.boundaries import BadBoundaries, import_boundaries
from tinhso.core.places.actions.choices import AlreadySettled, NotASuccessor, ask_choices, settle
from tinhso.core.places.actions.places import NoSuchPlace, NotUnique, add_villages, correct_place, register_places
from tinhso.core.places.actions.reorganising import (
    AlreadyDone,
    CannotReorganise,
    KnownResolution,
    Preview,
    apply_due_resolutions,
    confirm_resolution,
    discard_resolution,
    draft_resolution,
    preview,
    reorganise_places,
)

__all__ = [
    "AlreadyDone",
    "AlreadySettled",
    "BadBoundaries",
    "CannotReorganise",
    "KnownResolution",
    "NoSuchPlace",
    "NotASuccessor",
    "NotUnique",
    "Preview",
    "add_villages",
    "apply_due_resolutions",
    "ask_choices",
    "confirm_resolution",
    "correct_place",
    "discard_resolution",
    "draft_resolution",
    "import_boundaries",
    "preview",
    "register_places",
    "reorganise_places",
    "settle",
]
