"""What a page may have read aloud: each part marked `data-read` carries its words and a stamp of this house.

Whoever has a stamp got it with the words on a page of ours; the voice (`core/speech`) says nothing without one, so that
it is no speaking machine for strangers. The words stand in the attribute, so that both never differ about them.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from functools import cache
from hmac import compare_digest, digest
from html import unescape

from django.conf import settings
from markupsafe import escape

from tinhso.kit.addresses import url_if_any
from tinhso.kit.secrets import kept_secret

STAMP = 9
"""Bytes: nobody tries 2⁷² of them."""
_MARK = " data-read"
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6]|tr|td|dt|dd)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def stamp(words: str) -> str:
    """The stamp of words that this house shows to someone."""
    return urlsafe_b64encode(digest(_key(), words.encode(), "sha256")[:STAMP]).decode()


def is_stamped(words: str, given: str) -> bool:
    """Whether the words stood on a page of ours."""
    return compare_digest(stamp(words).encode(), given.encode())


@cache
def _key() -> bytes:
    return bytes.fromhex(kept_secret(settings.VAR / "keys" / "aloud"))


def stamped(html: str) -> str:
    """The page with words and stamps in its parts; untouched when nobody could speak them."""
    if _MARK not in html or not url_if_any("say_page"):
        return html
    made, done = [], 0
    for at in _marks(html):
        start, after = html.rfind("<", 0, at), at + len(_MARK)
        opened = html.find(">", after)
        if html.startswith('="', after):
            given = html[after + 2 : (after := html.find('"', after + 2))]
            after += 1
        else:
            given = _inside(html, html[start + 1 : at].split(" ", 1)[0], opened + 1)
        words = plain(given)
        if words:
            made += [html[done:at], f'{_MARK}="{escape(words)}" data-stamp="{stamp(words)}"']
            done = after
    return "".join([*made, html[done:]])


def _marks(html: str) -> Iterator[int]:
    """Where a part is marked: the name of an attribute in a tag, not a word of the text."""
    at = html.find(_MARK)
    while at >= 0:
        if html.startswith((" ", "=", ">"), at + len(_MARK)) and html.rfind("<", 0, at) > html.rfind(">", 0, at):
            yield at
        at = html.find(_MARK, at + 1)


def plain(html: str) -> str:
    """The words of a piece of a page, spaces put straight."""
    if "<" in html:
        html = _TAG.sub("", _BREAK.sub(" ", html))
    return " ".join((unescape(html) if "&" in html else html).split())


def _inside(html: str, tag: str, start: int) -> str:
    """What stands between an opened tag and its end."""
    opened, closed = f"<{tag}", f"</{tag}>"
    end = html.find(closed, start)
    inner = html.find(opened, start, end)
    while 0 <= inner < end:
        end = html.find(closed, end + len(closed))
        inner = html.find(opened, inner + len(opened), end)
    return html[start:end] if end >= 0 else ""
