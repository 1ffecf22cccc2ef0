"""The API: every system's `router`, the same actions as the pages, one form of refusal."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router

from tinhso.kit.discovery import rooms
from tinhso.kit.doors import Door, NotSignedIn, Request, ask, door_of
from tinhso.kit.refusals import Refusal


def _let_in(door: Door) -> Callable[[Request], bool]:
    def through(request: Request) -> bool:
        ask(door, request)
        return True

    return through


def with_doors_first(router: Router) -> Router:
    """Ask at the door before the call is even read, so that a stranger learns nothing of its shape."""
    for mount in router.build_routers(""):
        for operation in (one for path in mount.template.path_operations.values() for one in path.operations):
            door = door_of(operation.view_func)
            operation.auth_callbacks = [_let_in(door)] if door else []
    return router


api = NinjaAPI(title="Tỉnh Số", version="1", docs_url=None, urls_namespace="api")

ROUTERS: dict[str, Router] = {
    room.__name__.split(".")[-2]: with_doors_first(room.router) for room in rooms("api") if room.__name__ != __name__
}

for label, router in ROUTERS.items():
    api.add_router(f"/{label}/", router)


def _say(request: HttpRequest, status: int, code: str, detail: Any) -> HttpResponse:
    return api.create_response(request, {"code": code, "detail": detail}, status=status)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """An action would not: 409, with the sentence in the reader's language and the field it belongs to."""
    return api.create_response(
        request, {"code": refusal.code, "detail": str(refusal.told), "field": refusal.at_field}, status=409
    )


@api.exception_handler(NotSignedIn)
def not_signed_in(request: HttpRequest, _exception: NotSignedIn) -> HttpResponse:
    return _say(request, 401, "NotSignedIn", _("Sign in first."))


@api.exception_handler(PermissionDenied)
def not_allowed(request: HttpRequest, _exception: PermissionDenied) -> HttpResponse:
    return _say(request, 403, "NotYours", _("Your post does not have this right."))
