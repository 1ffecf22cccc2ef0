"""Doors of the kit: the switches of a page, and the living style page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST, require_safe

from tinhso.kit import installing
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.pages import page
from tinhso.kit.preferences import ALOUD, TEXTS, THEMES
from tinhso.kit.style_page import showcase

YEAR = 365 * 24 * 3600


@open_to_all
@require_POST
def prefer(request: Request) -> HttpResponse:
    """Keep the pressed switch (`language`, `theme`, `text` or `aloud`) in a cookie and go back to the page."""
    back = HttpResponseRedirect(_safe_next(request))
    allowed = {
        "language": (settings.LANGUAGE_COOKIE_NAME, tuple(code for code, _ in settings.LANGUAGES)),
        "theme": ("theme", THEMES),
        "text": ("text", TEXTS),
        "aloud": ("aloud", ALOUD),
    }
    for field, (cookie, values) in allowed.items():
        if request.POST.get(field) in values:
            back.set_cookie(
                cookie, request.POST[field], max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
            )
    return back


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"


@open_to_all
@require_GET
def style(request: Request) -> HttpResponse:
    """Every part in every state."""
    return page(request, "kit/style.html", showcase())


@open_to_all
@require_safe
def manifest(request: Request) -> JsonResponse:
    """What a phone must know to install these pages as an app."""
    told = installing.manifest()
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})


@open_to_all
@require_safe
def worker(request: Request) -> HttpResponse:
    """The script of the worker, at the root so that it serves every page; asked for anew at each visit."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(installing.worker_script(), content_type="text/javascript; charset=utf-8", headers=headers)
