"""What was kept elsewhere – in the file of a phone, by a commune's node – is the same form post once more, through the
same doors, exactly as its phone would have sent it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import get_language, override
from urllib3 import encode_multipart_formdata

from tinhso.core.outbox.domain import BELIEVED, takes_items
from tinhso.kit.actors import Actor

Told = Mapping[str, Any]
"""`state` as a phone hears it; with it `receipt`, `code` and `url`, or `reasons`."""


_FOR_GOOD = {302: "right", 403: "right", 404: "gone", 405: "gone", 413: "large", 422: "other"}
"""What a phone understands of an answer without a state (`kit/static/kit/outbox/sending.js`)."""


class Stumbled(Exception):
    """Our own machine failed with it; the item is not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A form as it was kept. `header`: what stands in `Outbox-Item`; `files`: field, name, bytes, kind of each."""

    path: str
    key: str
    header: str
    language: str
    fields: Iterable[tuple[str, str]]
    files: Iterable[tuple[str, str, bytes, str]]


def replay(post: Post, *, sender: str, by: Actor, at: datetime, believed: bool = False) -> Told:
    """Let the door that it is for take it in, or say why not. Raises Stumbled; then nothing was done.

    sender     the address that counts as its sender, where a door lets only so many in
    believed   a person has looked at what came from a phone out of use
    """
    if not _is_for_phones(post.path):
        return {"state": "gone"}
    known = {"tinhso.replayed": (at, by), BELIEVED: believed, "REMOTE_ADDR": sender}
    request = WSGIRequest(_environment(post) | known)
    try:
        with transaction.atomic(), override(get_language()):
            return _told(_handler().get_response(request))
    finally:
        request.close()


def _is_for_phones(path: str) -> bool:
    try:
        return takes_items(resolve(urlsplit(path).path).func)
    except Resolver404:
        return False


def _told(answer: Any) -> Told:
    if answer.get("Content-Type", "").startswith("application/json") and "state" in (
        told := json.loads(answer.content)
    ):
        return dict(told)
    if answer.status_code in _FOR_GOOD:
        return {"state": _FOR_GOOD[answer.status_code]}
    raise Stumbled


def _environment(post: Post) -> dict[str, Any]:
    """The request as a web server would hand it over. No header from outside can stand under `tinhso.`."""
    parts = [(field, (name, content, kind)) for field, name, content, kind in post.files]
    body, kind = encode_multipart_formdata([*post.fields, *parts])
    way = urlsplit(post.path)
    host = next(host for host in settings.ALLOWED_HOSTS if host not in ("*", "testserver"))
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": unquote_to_bytes(way.path).decode("latin-1"),
        "QUERY_STRING": way.query,
        "SERVER_NAME": host,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_ACCEPT": "application/json",
        "HTTP_ACCEPT_LANGUAGE": post.language,
        "HTTP_IDEMPOTENCY_KEY": post.key,
        "HTTP_OUTBOX_ITEM": post.header,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "https" if settings.HTTPS else "http",
    }


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()
