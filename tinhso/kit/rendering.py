"""What one rendering of a page remembers while it runs: for whom, when, in which language, the icons it has used."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import get_language

FORM_PROOF = f"<{secrets.token_hex(16)} form proof>"
HERE = f"<{secrets.token_hex(16)} here>"
PARTS = f"<{secrets.token_hex(16)} parts>"
"""Holes of a page, filled when it is finished (`pages.page`): what differs in parts that are otherwise the same for
many. Nobody outside can name them, and each is filled or not used at all."""


@dataclass(slots=True)
class Rendering:
    """One page in the making.

    at         the moment that "5 minutes ago" and "tomorrow" are counted from
    request    for whom it is made; None where the page is the same for everyone
    language   the language it speaks; None for source texts as they are
    prefix     what stands before every address of this installation
    icons      names of the icons used and not yet drawn, in the order of their first use
    """

    at: datetime
    request: HttpRequest | None = None
    language: str | None = field(default_factory=get_language)
    prefix: str = field(default_factory=get_script_prefix)
    icons: dict[str, None] = field(default_factory=dict)


_current: ContextVar[Rendering | None] = ContextVar("rendering", default=None)


def current() -> Rendering | None:
    """The rendering under way, if one is."""
    return _current.get()


def now() -> datetime:
    """The moment the page is made for; outside a page, the clock."""
    rendering = _current.get()
    return rendering.at if rendering else timezone.now()


def language() -> str | None:
    """The language of the page; outside a page, the active one."""
    rendering = _current.get()
    return rendering.language if rendering else get_language()


def prefix() -> str:
    """What stands before every address of this installation: `/`, or the folder it is served under."""
    rendering = _current.get()
    return rendering.prefix if rendering else get_script_prefix()


@contextmanager
def rendering(at: datetime, request: HttpRequest | None = None) -> Iterator[Rendering]:
    """Remember, for the time of one page."""
    made = Rendering(at=at, request=request)
    token = _current.set(made)
    try:
        yield made
    finally:
        _current.reset(token)
