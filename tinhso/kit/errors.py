"""Pages for when something could not be done. Handlers for the site's `handler400` … and the CSRF failure view.

Each page stands in a frame that asks nothing of the request or the database, so that it cannot fail in turn;
the page for 500 is plain text made beforehand.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text
from tinhso.kit.rendering import rendering


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was not done, what is safe, and one thing to do."""

    status: int
    title: Text
    told: Text
    icon: str = "warning-circle"


TROUBLES = {
    400: Trouble(400, _("We could not read what was sent"), _("Nothing was changed. Go back and send it once more.")),
    403: Trouble(
        403,
        _("This page is not for your post"),
        _("It belongs to another office. The head of your office can ask for it."),
        "lock-simple",
    ),
    404: Trouble(
        404,
        _("There is no such page"),
        _("The address may be written wrong, or the page has moved. Begin again from the front page."),
        "signpost",
    ),
    409: Trouble(
        409,
        _("Somebody was here before you"),
        _("It has changed since you opened it. Look at it again, then decide. What you typed was not saved."),
        "users",
    ),
    413: Trouble(
        413,
        _("The file is too large"),
        _("Nothing was saved. Take the picture again with fewer details, or send one file at a time."),
        "file-x",
    ),
    429: Trouble(
        429,
        _("Too many tries in a short time"),
        _("Wait a minute, then try again. Nothing was lost."),
        "hourglass-medium",
    ),
    500: Trouble(
        500,
        _("It was not saved"),
        _("The server did not answer as it should. We have been told. Go back: what you wrote is still there."),
    ),
    503: Trouble(
        503,
        _("Back in a few minutes"),
        _("The system is being looked after. What was sent before is safe."),
        "wrench",
    ),
}


def trouble(status: int) -> HttpResponse:
    """The page for a status that is in the table above."""
    with rendering(timezone.now()):
        html = render_to_string("kit/errors/trouble.html", {"trouble": TROUBLES[status]}, using="pages")
    return HttpResponse(html, status=status)


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler400`. A request that was too large is told so."""
    return trouble(413 if type(exception).__name__ == "RequestDataTooBig" else 400)


def not_allowed(_request: HttpRequest, **_why: object) -> HttpResponse:
    """`handler403`."""
    return trouble(403)


def not_found(_request: HttpRequest, **_why: object) -> HttpResponse:
    """`handler404`."""
    return trouble(404)


def form_too_old(_request: HttpRequest, **_why: object) -> HttpResponse:
    """`CSRF_FAILURE_VIEW`: the form was opened long ago, or cookies are off."""
    return trouble(400)


def server_failed(_request: HttpRequest) -> HttpResponse:
    """`handler500`: the plain page in the three languages; a template or translation may be what failed."""
    return HttpResponse(FAILED, status=500)


FAILED = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chưa lưu được – Tỉnh Số</title></head><body><main>
<h1>Chưa lưu được</h1>
<p>Máy chủ không trả lời. Đã có người được báo. Quay lại: chữ bà con viết còn nguyên. Cần người giúp, gọi 1022.</p>
<p lang="en">It was not saved. The server did not answer.
Go back: what you wrote is still there. For help, call 1022.</p>
<p lang="id">Belum tersimpan. Server tidak menjawab.
Kembali saja: tulisan Anda masih ada. Butuh bantuan, hubungi 1022.</p>
<p><a href="/">Về trang đầu</a></p></main></body></html>
"""
