"""Any unsafe request may carry a key; the same key is answered the same and acts once. See `core/idempotency`."""

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from tinhso.core.files.actions import FileRefused, prepare
from tinhso.core.files.domain.kinds import ANY
from tinhso.core.idempotency.actions import Wish, claim, give_up_claim, keep_answer
from tinhso.core.idempotency.models import Answer
from tinhso.kit.doors import Request
from tinhso.kit.pages import page

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEY_FIELD = "idempotency_key"
_ITEM_DIGEST = re.compile(r"sha256=([0-9a-f]{64})")
"""An item of an outbox says what it is; it is the same whether its files come with it or came in pieces before."""
_WELL_FORMED = re.compile(r"[\x21-\x7e]{16,200}")
_NOT_CONTENT = frozenset({KEY_FIELD, "csrfmiddlewaretoken"})
_MEANING = frozenset({"content-type", "content-language", "content-disposition", "location"})
_LARGEST_KEPT = 1_000_000
_RETRY_SECONDS = "2"

View = Callable[[HttpRequest], HttpResponseBase]


def once(get_response: View) -> View:
    """Run a request that carries a key in one transaction with the row that keeps its answer."""

    def middleware(plain: HttpRequest) -> HttpResponseBase:
        if plain.method not in UNSAFE:
            return get_response(plain)
        request = cast(Request, plain)
        key = _key_of(request)
        if not key:
            return get_response(request)
        if not _WELL_FORMED.fullmatch(key):
            return _say(request, 400, "BadKey", _("The key of this form is broken. Open the page again."))
        wish = Wish(
            scope=_scope_of(request),
            route=f"{request.method} {request.path}"[:300],
            key=key,
            request_hash=_hash_of(request),
        )
        return _answer(request, wish, get_response)

    return middleware


def _answer(request: Request, wish: Wish, get_response: View) -> HttpResponseBase:
    began = False
    _examine_files(request)
    try:
        with transaction.atomic():
            answer, new = claim(wish, at=request.at)
            began = True
            return _act(request, answer, get_response) if new else _again(request, wish, answer)
    except OperationalError:
        if began:
            raise
        busy = _say(request, 409, "StillAtWork", _("This is still being done. Wait a little, then try again."))
        busy["Retry-After"] = _RETRY_SECONDS
        return busy


def _examine_files(request: Request) -> None:
    """Parse what a signed-in person uploads before the transaction begins, so that no other writer waits for it.

    What is refused here is refused once more, with its sentence, by the action that would keep it.
    """
    if request.actor.account is None or not _is_form(request):
        return
    for name in request.FILES:
        for file in cast("list[UploadedFile[bytes]]", request.FILES.getlist(name)):
            with suppress(FileRefused):
                prepare(file, rules=ANY)


def _act(request: Request, answer: Answer, get_response: View) -> HttpResponseBase:
    """Run the view for the first time, and keep what it answered if it did what was asked."""
    who = request.session.session_key
    response = get_response(request)
    if response.status_code >= 500 or transaction.get_connection().needs_rollback:
        transaction.set_rollback(True)
    elif response.status_code >= 400 or response.streaming or request.session.session_key != who:
        give_up_claim(answer)
    else:
        _keep(answer, cast(HttpResponse, response))
    return response


def _keep(answer: Answer, response: HttpResponse) -> None:
    headers = {
        name: value for name, value in response.items() if name.lower() in _MEANING or name.lower().startswith("hx-")
    }
    body = response.content if len(response.content) <= _LARGEST_KEPT else b""
    keep_answer(answer, status=response.status_code, headers=headers, body=body)


def _again(request: Request, wish: Wish, answer: Answer) -> HttpResponse:
    if bytes(answer.request_hash) != wish.request_hash:
        sentence = _("This form was sent before with other content. Open the page again to send something new.")
        return _say(request, 422, "KeyUsedForOther", sentence)
    response = HttpResponse(bytes(answer.body), status=answer.status, headers=answer.headers)
    response["Idempotency-Replayed"] = "true"
    return response


def _key_of(request: Request) -> str:
    """The key in the header, else in the form. A body that cannot be read has none; its view will say so."""
    header = str(request.META.get("HTTP_IDEMPOTENCY_KEY", ""))
    if header or not _is_form(request):
        return header.strip().strip('"')
    return request.POST.get(KEY_FIELD, "").strip()


def _is_form(request: Request) -> bool:
    return request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")


def _scope_of(request: Request) -> str:
    """Who sends: nobody is ever answered what somebody else was answered."""
    if request.actor.account is not None:
        return f"account:{request.actor.account}"
    secret = request.session.session_key or request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return f"device:{hashlib.sha256(secret.encode()).hexdigest()[:40]}"


def _hash_of(request: Request) -> bytes:
    """SHA-256 of what is wished: query, fields and files, or the body as it is."""
    digest = hashlib.sha256()
    for part in _parts(request):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def _parts(request: Request) -> list[bytes]:
    parts = [request.META.get("QUERY_STRING", "").encode()]
    if told := _ITEM_DIGEST.search(request.META.get("HTTP_OUTBOX_ITEM", "")):
        return [*parts, b"item", told[1].encode()]
    if not _is_form(request):
        return [*parts, request.body]
    for name in sorted(set(request.POST) - _NOT_CONTENT):
        parts += [b"field", name.encode(), *(str(value).encode() for value in request.POST.getlist(name))]
    for name in sorted(request.FILES):
        for file in cast("list[UploadedFile[bytes]]", request.FILES.getlist(name)):
            parts += [b"file", name.encode(), (file.name or "").encode(), _file_hash(file)]
    return parts


def _file_hash(file: "UploadedFile[bytes]") -> bytes:
    known: bytes | None = getattr(file, "sha256", None)
    if known:
        return known
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.digest()


def _say(request: Request, status: int, code: str, sentence: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "detail": sentence}, status=status)
    return page(request, "site/sentence.html", {"title": sentence}, status=status)
