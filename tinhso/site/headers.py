"""Headers of every answer: what the page may do, and what a browser must not do with it.

Django and django-csp would put the same headers together anew for each answer, for a tenth of the time an empty page
takes. They are asked once, when the server starts, and what they said is given to every answer; only an answer that
asks for something of its own goes through them again.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

# What these pages may ask the device for: a camera for papers and cards, a microphone to speak, where one stands.
PERMISSIONS = (
    "camera=(self), microphone=(self), geolocation=(self), accelerometer=(), autoplay=(self), "
    "browsing-topics=(), display-capture=(), encrypted-media=(), fullscreen=(self), gyroscope=(), hid=(), "
    "idle-detection=(), magnetometer=(), midi=(), payment=(), publickey-credentials-get=(self), serial=(), usb=()"
)
_EXCEPTIONS = frozenset({"_csp_config", "_csp_update", "_csp_replace", "_csp_exempt", "xframe_options_exempt"})

View = Callable[[HttpRequest], HttpResponseBase]
Pairs = dict[str, tuple[str, str]]


def hardened(get_response: View) -> View:
    """Send to HTTPS where it is asked for; say what a page may use of the device, and that no other site embeds it."""
    security = SecurityMiddleware(cast(Any, get_response))
    ours = {"Permissions-Policy": PERMISSIONS, "Cross-Origin-Resource-Policy": "same-origin"}
    plain, over_https = _said([security], _Asked(), ours), _said([security], _AskedSafely(), ours)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = (security.process_request(request) if security.redirect else None) or get_response(request)
        return _give(response, over_https if request.is_secure() else plain)

    return middleware


def contained(get_response: View) -> View:
    """Say what a page may load and who may frame it (Content-Security-Policy, X-Frame-Options)."""
    sayers = [CSPMiddleware(cast(Any, get_response)), XFrameOptionsMiddleware(cast(Any, get_response))]
    all_pages = _said(sayers, _Asked(), {})

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if _EXCEPTIONS.isdisjoint(vars(response)):
            return _give(response, all_pages)
        for sayer in sayers:
            response = cast(Any, sayer).process_response(request, response)
        return response

    return middleware


class _Asked(HttpRequest):
    """A request like any other."""

    def is_secure(self) -> bool:
        return False


class _AskedSafely(HttpRequest):
    """A request that came by HTTPS."""

    def is_secure(self) -> bool:
        return True


def _said(sayers: Iterable[object], request: HttpRequest, more: dict[str, str]) -> Pairs:
    """The headers that these add to an answer without any of its own, as Django keeps them."""
    answer = HttpResponse()
    before = set(answer.headers)
    for sayer in sayers:
        answer = cast(Any, sayer).process_response(request, answer)
    told = {name: value for name, value in answer.headers.items() if name not in before}
    return {name.lower(): (name, value) for name, value in (told | more).items()}


def _give(response: HttpResponseBase, pairs: Pairs) -> HttpResponseBase:
    """Add the headers that the answer does not have. They were checked when they were put together."""
    kept = cast(Any, response.headers)._store
    for name, pair in pairs.items():
        kept.setdefault(name, pair)
    return response
