"""Doors: each view says who may enter. A view that says nothing fails the house tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from tinhso.kit.actors import Actor, Rights

P = ParamSpec("P")


class Request(HttpRequest):
    """A request that has passed the accounts' middleware: who asks, what they may, and the one reading of the clock."""

    actor: Actor
    rights: Rights
    at: datetime


View = Callable[Concatenate[Request, P], HttpResponseBase]


class NotSignedIn(Exception):
    """Someone must sign in first. A page sends them to the sign-in page and back, the API answers 401."""


@dataclass(frozen=True, slots=True)
class Door:
    """Who may enter a view: everyone, everyone signed in, or holders of a permission."""

    permission: str = ""
    open: bool = False


def door_of(view: Callable[..., object]) -> Door | None:
    """The door a view declared, or None when it said nothing."""
    return cast(Door | None, getattr(view, "door", None))


def open_to_all(view: View[P]) -> View[P]:
    """Anyone may enter, signed in or not."""
    setattr(view, "door", Door(open=True))
    return view


def signed_in(view: View[P]) -> View[P]:
    """Anyone with an account may enter; the view shows them only their own."""
    return _guard(view, Door())


def needs(permission: str) -> Callable[[View[P]], View[P]]:
    """Only holders of the permission may enter. Rows are narrowed by the view's QuerySet, not here."""
    return lambda view: _guard(view, Door(permission=permission))


def _guard(view: View[P], door: Door) -> View[P]:
    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.rights.signed_in:
            raise NotSignedIn
        if door.permission and not request.rights.may(door.permission):
            raise PermissionDenied(door.permission)
        return view(request, *args, **kwargs)

    setattr(guarded, "door", door)
    return guarded
