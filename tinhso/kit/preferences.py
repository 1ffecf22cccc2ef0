"""What a browser asked for and keeps in its own cookies: language, light or dark, size of text. No account knows."""

from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest
from django.utils.translation import get_language

THEMES = ("light", "dark")
TEXTS = ("100", "125", "150", "200")
NEXT_TEXT = dict(zip(TEXTS, (*TEXTS[1:], TEXTS[0]), strict=True))
"""Each press of "large text" goes one step up, from the largest back to normal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """theme is empty when the device decides; text is the root size in per cent."""

    theme: str
    text: str
    language: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read from the cookies; anything unknown counts as not asked for."""
        theme, text = request.COOKIES.get("theme", ""), request.COOKIES.get("text", "")
        return cls(
            theme=theme if theme in THEMES else "",
            text=text if text in TEXTS else TEXTS[0],
            language=get_language() or "vi",
        )
