"""What is different where this installation is a commune's node: forms wait for the province, all else is read only."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.core.nodes.views.node import track, track_one
from tinhso.core.nodes.views.relaying import relay
from tinhso.kit.doors import Request
from tinhso.kit.pages import page
from tinhso.site.idempotency import UNSAFE

Answer = Callable[[HttpRequest], HttpResponseBase]
FOLLOWING = {"track": track, "track_one": track_one, "track_step": track_one}
"""A slip leads to the same address here and at the province."""
OURS = (
    "tinhso.core.nodes.",
    "tinhso.core.outbox.",
    "tinhso.core.files.views.checking",
    "tinhso.core.speech.",
    "tinhso.kit.",
)
NOT_HERE = frozenset({"front", "home", "sign_in"})


class AtANode:
    """Forms that an outbox could keep are taken in; what only the province can do is not begun."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        setattr(request, "relay", relay)
        return self.get_response(request)

    def process_view(
        self, plain: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        request = cast(Request, plain)
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in FOLLOWING:
            return cast(Callable[..., HttpResponseBase], FOLLOWING[name])(request, *args, **kwargs)
        if name in NOT_HERE:
            return HttpResponseRedirect(reverse("node"))
        if request.method not in UNSAFE or hasattr(view, "takes_items") or view.__module__.startswith(OURS):
            return None
        sentence = _("This machine only takes in forms, and sends them on. For anything else, ask at the counter.")
        return page(request, "site/sentence.html", {"title": sentence}, status=409)
