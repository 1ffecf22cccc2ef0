"""Texts as templates ask for them: looked up once per language in each process, and safe to stand in a page.

A page asks for some sixty texts. Django finds the active language anew for each, and Jinja2 runs each through `%` even
when nothing is filled in; here a text without values costs one look in a dictionary.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext
from markupsafe import escape

from tinhso.kit.rendering import language

_MOST = 10_000
P = ParamSpec("P")


def told_once(tell: Callable[P, str]) -> Callable[P, str]:
    """What a function says of its arguments, and of nothing else: kept for the language of the page."""

    def tell_in(spoken: str | None, *args: P.args, **kwargs: P.kwargs) -> str:
        with override(spoken):
            return tell(*args, **kwargs)

    kept: Callable[..., str] = lru_cache(_MOST)(tell_in)

    @wraps(tell)
    def told(*args: P.args, **kwargs: P.kwargs) -> str:
        return kept(language(), *args, **kwargs)

    return told


def say(text: str, /, **values: object) -> SafeString:
    """A text in the language of the page, with its values escaped and filled in: `_("Call %(number)s", number=…)`."""
    return _filled(_said(language(), "", text), values) if values else _finished(language(), "", text)


def say_in(context: str, text: str, /, **values: object) -> SafeString:
    """The same for a text that means something else elsewhere (`pgettext`)."""
    return _filled(_said(language(), context, text), values) if values else _finished(language(), context, text)


def say_many(one: str, many: str, number: int, /, **values: object) -> SafeString:
    """A text that changes with a number, which it may name as `num` (`ngettext`)."""
    return _filled(_counted(language(), one, many, number), {"num": number} | values)


def say_many_in(context: str, one: str, many: str, number: int, /, **values: object) -> SafeString:
    """Both (`npgettext`)."""
    return _filled(npgettext(context, one, many, number), {"num": number} | values)


def _filled(said: str, values: dict[str, object]) -> SafeString:
    return SafeString(said % {name: _safe(value) for name, value in values.items()})


def _safe(value: object) -> object:
    """Numbers stay numbers, for `%(count)d`."""
    return value if isinstance(value, int | float) else escape(value)


@lru_cache(_MOST)
def _said(spoken: str | None, context: str, text: str) -> str:
    with override(spoken):
        return pgettext(context, text) if context else gettext(text)


@lru_cache(_MOST)
def _counted(spoken: str | None, one: str, many: str, number: int) -> str:
    with override(spoken):
        return ngettext(one, many, number)


@lru_cache(_MOST)
def _finished(spoken: str | None, context: str, text: str) -> SafeString:
    return _filled(_said(spoken, context, text), {})
