"""One door for every code: who holds the slip of a case sees how it stands, without an account.

The system of the case brings the page, and a page for each thing that may be done there: it registers them in its
`views` with `@followed("<label>")` and `@followed("<label>", "<step>")`, and says nothing that names a person.
"""

from collections.abc import Callable

import segno
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.cases.actions.slips import (
    NotFound,
    TryLater,
    find_by_secret,
    find_by_token,
    prove_secret,
    secret,
    token,
)
from tinhso.core.cases.domain.slips import spoken
from tinhso.core.cases.forms.slips import SlipForm
from tinhso.core.cases.models import Case
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.pages import page
from tinhso.kit.passport import Text

Followed = Callable[[Request, Case, str], HttpResponseBase]
"""The page of a case for who holds its slip: the request, the case, the long secret."""
_pages: dict[tuple[str, str], Followed] = {}
Opened = Callable[[str], tuple[str, str] | None]
"""A code that is no case's → the nine digits of its slip, and the address to which they lead; None: no such slip."""
_others: dict[str, Opened] = {}


def followed(system: str, step: str = "") -> Callable[[Followed], Followed]:
    """Register the page of a system's cases for who holds the slip, or that of one step there."""

    def register(view: Followed) -> Followed:
        _pages[system, step] = view
        return view

    return register


def slips_of(beginning: str) -> Callable[[Opened], Opened]:
    """Register who knows the slips whose codes begin so, before the first dash, and are no case's."""

    def register(opened: Opened) -> Opened:
        _others[beginning] = opened
        return opened

    return register


@open_to_all
@require_http_methods(["GET", "POST"])
def track(request: Request) -> HttpResponse:
    """Code and nine digits; a right pair leads to the case. What was wrong is never told."""
    form = SlipForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(_found(request, form.cleaned_data["code"], form.cleaned_data["secret"]))
        except TryLater as refusal:
            return _asked_again(request, refusal.told, status=429)
        except NotFound as refusal:
            return _asked_again(request, refusal.told, status=404)
    values = {"form": form, "told": ""}
    return page(request, "cases/follow.html", values, status=400 if form.errors else 200)


@open_to_all
@require_safe
def track_one(request: Request, code: str, key: str) -> HttpResponseBase:
    """How it stands, for who holds the slip. No name, no number, no answer of the applicant is told."""
    case = find_by_token(code, key)
    view = _pages.get((case.system, "")) if case else None
    if case is None or view is None:
        return _asked_again(request, NotFound.sentence, status=404)
    return view(request, case, key)


@open_to_all
@require_http_methods(["GET", "POST"])
def track_step(request: Request, code: str, key: str, step: str) -> HttpResponseBase:
    """Do what the system of the case lets its holder do."""
    case = find_by_token(code, key)
    view = _pages.get((case.system, step)) if case else None
    if case is None or view is None:
        raise Http404
    return view(request, case, key)


def slip_of(request: Request, case: Case) -> dict[str, object]:
    """What a slip shows; the QR leads to the door of codes and carries the long secret."""
    address = reverse("track_one", args=[case.ref, token(case)])
    return {"secret": spoken(secret(case)), "address": address, "qr": qr(request.build_absolute_uri(address))}


def qr(text: str) -> str:
    """A QR (ISO/IEC 18004, level M) as the address of a picture; white behind, so that it reads in the dark too."""
    drawn: str = segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, light="white")
    return drawn


def _found(request: Request, code: str, typed: str) -> str:
    """The address to which a code with its nine digits leads. Raises NotFound or TryLater."""
    address, code = request.META.get("REMOTE_ADDR", ""), code.strip().upper()
    opened = _others.get(code.partition("-")[0])
    if opened is None:
        found = find_by_secret(code, typed, address=address, at=request.at)
        return reverse("track_one", args=[found.ref, token(found)])
    other = opened(code)
    prove_secret(code, typed, other[0] if other else None, address=address, at=request.at)
    return other[1] if other else reverse("track")


def _asked_again(request: Request, told: Text, *, status: int) -> HttpResponse:
    return page(request, "cases/follow.html", {"form": SlipForm(), "told": told}, status=status)
