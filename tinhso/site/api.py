"""The API: every system's `router`, the same actions as the pages, one form of refusal."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from tinhso.kit.discovery import rooms
from tinhso.kit.doors import Door, NotSignedIn, Request, ask, door_of
from tinhso.kit.refusals import Refusal

REFUSED = {
    "type": "object",
    "description": "Why something was not done: `detail` is a sentence for people, `field` what it belongs to.",
    "required": ["code", "detail"],
    "properties": {
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "field": {"type": ["string", "null"]},
    },
}
WHY = {400: "The call or its Idempotency-Key cannot be read.", 409: "The action would not do it."}
_REFUSED_HERE = {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}}


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


class Described(NinjaAPI):
    """An API whose description says, of every call that changes something, how it is refused."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """The description of all doors, with the body of 400 and 409."""
        described = super().get_openapi_schema(**asked)
        described["components"]["schemas"]["Refused"] = REFUSED
        for doors in described["paths"].values():
            for verb in doors.keys() & {"post", "put", "patch", "delete"}:
                for status, why in WHY.items():
                    doors[verb]["responses"].setdefault(status, {"description": why, "content": _REFUSED_HERE})
        return described


api = Described(title="Tỉnh Số", version="1", docs_url=None, urls_namespace="api")

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
