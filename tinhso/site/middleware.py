"""What happens to every request before its view: who asks, what they may, when."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from ninja.utils import check_csrf

from tinhso.core.accounts.models import Account
from tinhso.kit.actors import Actor, Channel, Rights
from tinhso.kit.doors import NotSignedIn, Request

Answer = Callable[[HttpRequest], HttpResponseBase]
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
BEARER = "Bearer "


def who_asks(get_response: Answer) -> Answer:
    """Put actor, rights and the one reading of the clock on the request.

    The API takes a machine's token, or the session of a page; with a session it also asks for the page's CSRF token.
    What someone signed in was shown is kept by no cache.
    """

    def middleware(plain: HttpRequest) -> HttpResponseBase:
        request = cast(Request, plain)
        request.at, request.actor, request.rights = _asked(request)
        if _brings_no_name(request):
            setattr(request, "_dont_enforce_csrf_checks", True)
        refused = _forged(request)
        response = refused if refused is not None else get_response(request)
        if request.rights.signed_in and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware


def _asked(request: Request) -> tuple[datetime, Actor, Rights]:
    """When, and who. What a node took in for us counts from then on; no header can stand under `tinhso.replayed`."""
    at, actor = request.META.get("tinhso.replayed", (None, None))
    if at is None:
        request.at = timezone.now()
        return request.at, *_asker(request)
    return at, actor, Account.objects.rights_of(actor, at=at)


def _brings_no_name(request: Request) -> bool:
    """An item of an outbox that comes without any cookie: there is no session that a foreign page could ride on."""
    return not request.COOKIES and "Outbox-Item" in request.headers


def _asker(request: Request) -> tuple[Actor, Rights]:
    if not request.path.startswith("/api/"):
        return Account.objects.who_asks(request.session, at=request.at)
    header = request.META.get("HTTP_AUTHORIZATION", "")
    if header.startswith(BEARER):
        return Account.objects.who_bears(header.removeprefix(BEARER), at=request.at)
    actor, rights = Account.objects.who_asks(request.session, at=request.at)
    return actor.through(Channel.API), rights


def _forged(request: Request) -> HttpResponseBase | None:
    """The refusal of an API call that rides on a session without the page's CSRF token."""
    if request.method in SAFE or not request.path.startswith("/api/"):
        return None
    if request.META.get("HTTP_AUTHORIZATION", "").startswith(BEARER):
        return None
    if not request.rights.signed_in or check_csrf(request) is None:
        return None
    return JsonResponse({"code": "Forged", "detail": "Send the X-CSRFToken header, or a token."}, status=403)


class SignInFirst:
    """Send a visitor who came to a closed door to the sign-in page, and back after it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return redirect_to_login(request.get_full_path()) if isinstance(exception, NotSignedIn) else None
