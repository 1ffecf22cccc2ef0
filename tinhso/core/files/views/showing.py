"""Showing files to those who may see them, and their state to the engineer."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tinhso.core.files.actions import open_file
from tinhso.core.files.domain.names import disposition
from tinhso.core.files.models import Blob, File, State, store
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.pages import page

_PIECE = 1 << 17
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_AS_WHAT = {
    "picture": frozenset({"", "document", "empty", "image"}),
    "sound": frozenset({"", "document", "empty", "audio"}),
    "other": frozenset({"", "document", "empty"}),
}
HARMLESS_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}


@open_to_all
def download(request: Request, uuid: UUID) -> HttpResponseBase:
    """The file itself, always to save and never to show. Foreign and unknown are both 404."""
    file = _visible(request, uuid)
    if file.blob is None or file.blob.state != State.CLEAN:
        return page(request, "files/held.html", {"file": file}, status=409)
    open_file(file, by=request.actor, at=request.at)
    return answer_with(request, file.blob, file.name)


@open_to_all
def preview(request: Request, uuid: UUID) -> HttpResponseBase:
    """The small picture we drew of a picture."""
    file = _visible(request, uuid)
    if file.preview is None or file.blob is None or file.blob.state != State.CLEAN:
        raise Http404
    open_file(file, by=request.actor, at=request.at)
    return answer_with(request, file.preview, file.name.rpartition(".")[0] + ".jpg")


@needs("see_files_state")
def files_state(request: Request) -> HttpResponse:
    """How many files, how large, what is held, what does not agree."""
    by_kind = Blob.objects.values("kind").annotate(count=Count("id"), bytes=Sum("size")).order_by("kind")
    values = {
        "kinds": list(by_kind),
        "files": File.objects.filter(forgotten_at=None).count(),
        "bytes": Blob.objects.aggregate(all=Sum("size"))["all"] or 0,
        "held": Blob.objects.filter(state=State.HELD).count(),
        "infected": Blob.objects.filter(state=State.INFECTED).count(),
        "orphans": Blob.objects.filter(orphaned_at__isnull=False).count(),
        "arriving": sum(1 for _path in store().left_behind()),
        "scanner": settings.CLAMD,
    }
    return page(request, "files/state.html", values)


def _visible(request: Request, uuid: UUID) -> File:
    file = File.objects.one_visible_to(request.rights, uuid)
    if file is None:
        raise Http404
    return file


def answer_with(request: Request, blob: Blob, name: str) -> HttpResponseBase:
    """Stream a blob, whole or the one range that was asked for (RFC 9110), with headers that keep it harmless."""
    kind = blob.media_type.partition("/")[0]
    allowed = _AS_WHAT["picture" if kind == "image" else "sound" if kind == "audio" else "other"]
    if request.headers.get("Sec-Fetch-Dest", "") not in allowed:
        return HttpResponse(_("A file cannot be used like this."), status=403, headers=HARMLESS_HEADERS)
    path = store().path(blob.sha256)
    size = path.stat().st_size
    asked = _range(request.headers.get("Range", ""), size)
    headers = {**HARMLESS_HEADERS, "Content-Disposition": disposition(name)}
    if asked is None:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    first, last = asked
    whole = (first, last) == (0, size - 1)
    headers["Content-Length"] = str(last - first + 1)
    if not whole:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return StreamingHttpResponse(
        _pieces(path, first, last), status=200 if whole else 206, content_type=blob.media_type, headers=headers
    )


def _range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte to send; the whole when no single range is asked for; None when it lies outside."""
    asked = _RANGE.fullmatch(header.replace(" ", ""))
    if not asked or asked.groups() == ("", ""):
        return 0, size - 1
    start, end = asked.groups()
    if not start:
        return (max(0, size - int(end)), size - 1) if int(end) else None
    first, last = int(start), min(int(end) if end else size - 1, size - 1)
    return (first, last) if first <= last else None


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with path.open("rb") as file:
        file.seek(first)
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
