"""Pages leave compressed, because many who read them are on a line of 6 KB a second.

A server before us that compresses leaves alone what is compressed already. Where a page repeats what its address says,
the length of its compressed form could tell a watcher something of its secrets (BREACH); form proofs differ in every
answer (Django), and some letters of chance at the end blur the length.
"""

import gzip
import secrets
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

SMALLEST = 1_000
"""Bytes under which nothing is gained."""
QUALITY, LEVEL = 4, 5
"""Of brotli and of gzip: half a millisecond for a page of 30 KB."""
MOST_NOISE = 48
_KINDS = ("text/html", "application/json", "text/javascript")

View = Callable[[HttpRequest], HttpResponseBase]


def lightened(get_response: View) -> View:
    """Compress pages and answers for a browser that says it can read them so: brotli, else gzip."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        if isinstance(answer, HttpResponse) and _is_worth_it(answer):
            patch_vary_headers(answer, ("Accept-Encoding",))
            _compress(answer, request.META.get("HTTP_ACCEPT_ENCODING", ""))
        return answer

    return middleware


def _is_worth_it(answer: HttpResponse) -> bool:
    kind = answer.headers.get("Content-Type", "")
    return kind.startswith(_KINDS) and not answer.has_header("Content-Encoding") and len(answer.content) >= SMALLEST


def _compress(answer: HttpResponse, understood: str) -> None:
    known = {word.partition(";")[0].strip() for word in understood.split(",")}
    if "br" in known:
        answer.content = brotli.compress(_blurred(answer), quality=QUALITY)
        answer.headers["Content-Encoding"] = "br"
    elif "gzip" in known:
        answer.content = gzip.compress(_blurred(answer), LEVEL)
        answer.headers["Content-Encoding"] = "gzip"
    if answer.has_header("Content-Length"):
        answer.headers["Content-Length"] = str(len(answer.content))


def _blurred(answer: HttpResponse) -> bytes:
    """The content, with some letters of chance behind a page, where they change nothing."""
    if not answer.headers["Content-Type"].startswith("text/html"):
        return answer.content
    noise = secrets.token_hex(secrets.randbelow(MOST_NOISE // 2) + 1)
    return answer.content + f"<!--{noise}-->".encode()
