"""Doors: each view says who may enter. A view that says nothing fails the house tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt

from tinhso.kit.actors import Actor, Rights

P = ParamSpec("P")
R = TypeVar("R")


class Request(HttpRequest):
    """A request that has passed the accounts' middleware: who asks, what they may, and the one reading of the clock."""

    actor: Actor
    rights: Rights
    at: datetime


View = Callable[Concatenate[Request, P], R]


class NotSignedIn(Exception):
    """Someone must sign in first. A page sends them to the sign-in page and back, the API answers 401."""


@dataclass(frozen=True, slots=True)
class Door:
    """Who may enter a view: everyone, everyone signed in, or holders of a permission.

    signed   only machines come here, and what they send is signed: the view refuses with 403 what is not
    keyed    everyone may read; what machines send bears a key in itself: the view refuses with 403 what does not
    password a program of others shows a password of its own with each request: the view answers 401 to all else
    """

    permission: str = ""
    open: bool = False
    signed: bool = False
    keyed: bool = False
    password: bool = False


def ask(door: Door, request: Request) -> None:
    """Let the one who asks through. Raises NotSignedIn, or PermissionDenied with the name of the missing right."""
    if door.open:
        return
    if not request.rights.signed_in:
        raise NotSignedIn
    if door.permission and not request.rights.may(door.permission):
        raise PermissionDenied(door.permission)


def door_of(view: Callable[..., object]) -> Door | None:
    """The door a view declared, or None when it said nothing."""
    return cast(Door | None, getattr(view, "door", None))


def open_to_all(view: View[P, R]) -> View[P, R]:
    """Anyone may enter, signed in or not."""
    setattr(view, "door", Door(open=True))
    return view


def open_to_questions(view: View[P, R]) -> View[P, R]:
    """Anyone may ask, also by POST, as some standards want it; nothing is changed, so no proof of a form is wanted."""
    return csrf_exempt(open_to_all(view))


def open_to_signatures(view: View[P, R]) -> View[P, R]:
    """A machine of others may enter with what it signed; the view checks the signature and answers 403 to all else.

    No page of ours leads here, so it wants no proof that a form is ours.
    """
    setattr(view, "door", Door(open=True, signed=True))
    return csrf_exempt(view)


def open_to_read_keyed_to_send(view: View[P, R]) -> View[P, R]:
    """Anyone may read; a machine of others may send with its key in the form, as its standard wants it.

    A key is no cookie that a browser adds by itself, so no proof that the form is ours is wanted.
    """
    setattr(view, "door", Door(open=True, keyed=True))
    return csrf_exempt(view)


def open_to_passwords(view: View[P, R]) -> View[P, R]:
    """A program of others may enter with a password that it shows each time; the view answers 401 to all else.

    Neither cookie nor session opens it, so it wants no proof that a form is ours.
    """
    setattr(view, "door", Door(open=True, password=True))
    return csrf_exempt(view)


def signed_in(view: View[P, R]) -> View[P, R]:
    """Anyone with an account may enter; the view shows them only their own."""
    return _guard(view, Door())


def needs(permission: str) -> Callable[[View[P, R]], View[P, R]]:
    """Only holders of the permission may enter. Rows are narrowed by the view's QuerySet, not here."""
    return lambda view: _guard(view, Door(permission=permission))


def _guard(view: View[P, R], door: Door) -> View[P, R]:
    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> R:
        ask(door, request)
        return view(request, *args, **kwargs)

    setattr(guarded, "door", door)
    return guarded
