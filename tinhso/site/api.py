"""The API: every system's `router`, the same actions as the pages, one form of refusal."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from tinhso.kit.discovery import rooms
from tinhso.kit.doors import NotSignedIn
from tinhso.kit.refusals import Refusal

api = NinjaAPI(title="Tỉnh Số", version="1", docs_url=None, urls_namespace="api")

for room in rooms("api"):
    if room.__name__ != __name__:
        api.add_router(f"/{room.__name__.split('.')[-2]}/", room.router)


def _say(request: HttpRequest, status: int, code: str, detail: Any) -> HttpResponse:
    return api.create_response(request, {"code": code, "detail": detail}, status=status)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """An action would not: 409, with the sentence in the reader's language and the field it belongs to."""
    return api.create_response(
        request, {"code": refusal.code, "detail": str(refusal.told), "field": refusal.at_field}, status=409
    )


@api.exception_handler(NotSignedIn)
def not_signed_in(request: HttpRequest, _: NotSignedIn) -> HttpResponse:
    return _say(request, 401, "NotSignedIn", "Sign in first.")


@api.exception_handler(PermissionDenied)
def not_allowed(request: HttpRequest, _: PermissionDenied) -> HttpResponse:
    return _say(request, 403, "NotYours", "Your post does not have this right.")
