"""What happens to every request before its view: who asks, what they may, when."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from tinhso.core.accounts.models import Account
from tinhso.kit.actors import Channel
from tinhso.kit.doors import NotSignedIn, Request

Answer = Callable[[HttpRequest], HttpResponseBase]


def who_asks(get_response: Answer) -> Answer:
    """Put actor, rights and the one reading of the clock on the request."""

    def middleware(plain: HttpRequest) -> HttpResponseBase:
        request = cast(Request, plain)
        request.at = timezone.now()
        request.actor, request.rights = Account.objects.who_asks(request.session, at=request.at)
        if request.path.startswith("/api/"):
            request.actor = request.actor.through(Channel.API)
        return get_response(request)

    return middleware


class SignInFirst:
    """Send a visitor who came to a closed door to the sign-in page, and back after it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return redirect_to_login(request.get_full_path()) if isinstance(exception, NotSignedIn) else None
