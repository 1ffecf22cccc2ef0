"""What a browser asked for, in cookies that no account knows: language, voice, look, whether pages read first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import get_language

from tinhso.kit import rendering

_VOICE = re.compile(r"[a-z]{2,12}(?:-[a-z]{1,12})?")
THEMES = ("light", "dark")
ALOUD = ("yes", "no")
TEXTS = ("100", "125", "150", "200")
NEXT_TEXT = dict(zip(TEXTS, (*TEXTS[1:], TEXTS[0]), strict=True))
"""Each press of "large text" goes one step up, from the largest back to normal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """theme is empty when the device decides, voice when none was chosen; text is the root size in per cent.

    aloud   whether Listen stands first and choices say their names
    """

    theme: str
    text: str
    language: str
    voice: str = ""
    aloud: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read from the cookies; anything unknown counts as not asked for."""
        theme, text = request.COOKIES.get("theme", ""), request.COOKIES.get("text", "")
        voice = request.COOKIES.get("voice", "")
        return cls(
            theme=theme if theme in THEMES else "",
            text=text if text in TEXTS else TEXTS[0],
            language=rendering.language() or "vi",
            voice=voice if _VOICE.fullmatch(voice) else "",
            aloud=request.COOKIES.get("aloud", "") == ALOUD[0],
        )


Answer = Callable[[HttpRequest], HttpResponseBase]


def speak(get_response: Answer) -> Answer:
    """Middleware: the language someone chose, else Vietnamese; a machine is answered in the one it asks for.

    What a browser says it prefers is most often how the phone left the factory, so a page does not follow it.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with translation.override(_wanted(request)):
            answer = get_response(request)
            answer.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
            return answer

    return middleware


def _wanted(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen and chosen in dict(settings.LANGUAGES):
        return chosen
    part_of_page = "HTTP_HX_REQUEST" in request.META
    if not part_of_page and "text/html" not in request.META.get("HTTP_ACCEPT", "text/html"):
        return translation.get_language_from_request(request)
    return settings.LANGUAGE_CODE
