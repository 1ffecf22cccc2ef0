"""What people are told when the machine cannot: the disk is full, the database is busy or away, too much was sent."""

import errno
import logging
import sys
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from tinhso.kit import errors

log = logging.getLogger(__name__)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_WORDS = ("database or disk is full", "no space left", "could not extend file")

FULL_SAID = {
    "vi": "Máy chủ đã hết chỗ nên chưa lưu được. Những gì gửi trước vẫn an toàn. Lát nữa bà con gửi lại nhé.",
    "en": "It was not saved: the server has no room left. What was sent before is safe. Please send it again later.",
    "id": "Belum tersimpan: server kehabisan ruang. Kiriman sebelumnya aman. Silakan kirim lagi nanti.",
}
BUSY_SAID = {
    "vi": "Máy chủ đang bận nên chưa lưu được. Những gì gửi trước vẫn an toàn. Bà con đợi một lát rồi gửi lại nhé.",
    "en": "The server is too busy and has not saved it. What was sent before is safe. Wait a little, then try again.",
    "id": "Belum tersimpan: server sedang sibuk. Kiriman sebelumnya aman. Tunggu sebentar, lalu coba lagi.",
}
_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chưa lưu được – Tỉnh Số</title></head><body><main>
<h1>Chưa lưu được</h1>
<p>{vi}</p>
<p lang="en">{en}</p>
<p lang="id">{id}</p>
<p><a href="/">Về trang đầu</a></p></main></body></html>
"""

View = Callable[[HttpRequest], HttpResponseBase]


def failed(request: HttpRequest) -> HttpResponse:
    """`handler500`: 507 for a full disk, 503 for a database that is busy or away, else 500. It writes nothing."""
    raised = list(_chain(sys.exc_info()[1]))
    if any(_is_full(error) for error in raised):
        return _say(request, 507, "DiskFull", FULL_SAID)
    if any(isinstance(error, OperationalError | InterfaceError) for error in raised):
        busy = _say(request, 503, "Busy", BUSY_SAID)
        busy["Retry-After"] = "10"
        return busy
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "Failed", "detail": "It was not saved."}, status=500)
    return errors.server_failed(request)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler403`."""
    return errors.not_allowed(request, exception=exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler404`."""
    return errors.not_found(request, exception=exception)


def refuse_too_large(get_response: View) -> View:
    """Refuse a request whose body is larger than anything we take, before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        told = str(request.META.get("CONTENT_LENGTH") or "0")
        if told.isdigit() and int(told) > settings.LARGEST_REQUEST:
            if request.path.startswith("/api/"):
                return JsonResponse({"code": "TooLarge", "detail": "Too much was sent at once."}, status=413)
            return errors.trouble(413)
        return get_response(request)

    return middleware


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    return isinstance(error, DatabaseError) and any(words in str(error).lower() for words in _FULL_WORDS)


def _say(request: HttpRequest, status: int, code: str, said: dict[str, str]) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "detail": said["vi"]}, status=status)
    return HttpResponse(_PAGE.format(**said), status=status)
