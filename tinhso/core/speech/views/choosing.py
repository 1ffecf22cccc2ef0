"""Choosing whose voice reads: regions of the synthetic one, and the languages in which people recorded something."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from tinhso.core.people.domain.tables import languages
from tinhso.core.speech.models import Clip
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.pages import page
from tinhso.kit.preferences import Preferences
from tinhso.kit.views import YEAR

REGIONS = {
    "vi": _("A voice of the North"),
    "vi-central": _("A voice of the Centre"),
    "vi-south": _("A voice of the South"),
}


@open_to_all
@require_GET
def voices(request: Request) -> HttpResponse:
    """Every voice there is, with what can be heard in it; each is chosen by one press."""
    counts = Clip.objects.counts()
    recorded = [(code, languages()[code].name, count) for code, count in counts.items() if code != "vi"]
    chosen = Preferences.of(request).voice or settings.VOICE_REGION
    return page(request, "speech/voices.html", {"regions": REGIONS, "recorded": recorded, "chosen": chosen})


@open_to_all
@require_POST
def choose_voice(request: Request) -> HttpResponse:
    """Keep the voice in a cookie of this browser; no account knows it."""
    back = redirect("voices")
    voice = request.POST.get("voice", "")
    if voice in REGIONS or voice in languages():
        back.set_cookie("voice", voice, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return back
