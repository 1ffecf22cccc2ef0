"""Which doors phones deliver to: a mark on the view."""

from collections.abc import Callable
from typing import Any

BELIEVED = "tinhso.believed"
"""In a request's environment, where no header can stand: a person has looked at what came from a phone out of use."""
_TAKES = "takes_items"


def let_take_items(view: Callable[..., Any]) -> None:
    """From now on phones deliver to it."""
    setattr(view, _TAKES, True)


def takes_items(view: object) -> bool:
    """Whether a view is a door to which phones deliver."""
    return getattr(view, _TAKES, False) is True
