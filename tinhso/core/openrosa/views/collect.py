"""The doors of OpenRosa 1.0: list of forms, form, manifest, submission. ODK Collect knocks here, no browser."""

import binascii
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.accounts.actions.entering import TooManyTries, WrongNameOrPassword
from tinhso.core.accounts.models import Account
from tinhso.core.openrosa.actions.handsets import MAY, let_in
from tinhso.core.openrosa.actions.media import media_of
from tinhso.core.openrosa.actions.offering import Sheet, sheet_for, sheets_for
from tinhso.core.openrosa.actions.receiving import Sent, TooLarge, TooMuch, actor_of, receive
from tinhso.core.openrosa.domain.protocol import VERSION, XML, Listed, Medium, form_list, hashed, manifest, response
from tinhso.core.openrosa.models import Handset, Submission
from tinhso.core.outbox.actions.replaying import Stumbled
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, open_to_passwords

P = ParamSpec("P")
FILE = "xml_submission_file"
MORE = "*isIncomplete*"
REALM = 'Basic realm="Tinh So", charset="UTF-8"'


def from_collect(
    view: Callable[Concatenate[Request, Handset, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Let a phone in by the name and password that every request shows (RFC 7617); a session counts for nothing."""

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        answer = _guarded(request, lambda handset: view(request, handset, *args, **kwargs))
        answer.headers["X-OpenRosa-Version"] = VERSION
        answer.headers["X-OpenRosa-Accept-Content-Length"] = str(settings.LARGEST_REQUEST)
        answer.headers["Date"] = http_date(request.at.timestamp())
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    return open_to_passwords(guarded)


def _guarded(request: Request, enter: Callable[[Handset], HttpResponse]) -> HttpResponse:
    try:
        username, password = _shown(request)
        handset = let_in(username, password, address=request.META.get("REMOTE_ADDR", ""), at=request.at)
    except WrongNameOrPassword:
        refused = _say(_("Name or password of this phone is not right. Make a new one on your page."), 401)
        refused.headers["WWW-Authenticate"] = REALM
        return refused
    except TooManyTries as slow:
        return _say(str(slow.told), 429)
    if not Account.objects.rights_of(actor_of(handset), at=request.at).may(MAY):
        return _say(_("You are in no team now, so this phone may not send."), 403)
    try:
        return enter(handset)
    except Http404:
        return _say(_("This form is not known here, or not for you. Fetch the forms again."), 404)


def _shown(request: Request) -> tuple[str, str]:
    """Name and password of the header. Raises WrongNameOrPassword; who shows none is only asked for them."""
    scheme, _blank, code = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    try:
        username, colon, password = b64decode(code, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as wrong:
        raise WrongNameOrPassword from wrong
    if scheme.lower() != "basic" or not colon:
        raise WrongNameOrPassword
    return username[:150], password


@from_collect
@require_safe
def forms(request: Request, handset: Handset) -> HttpResponse:
    """The forms that this phone may fill (Form Discovery API); `?formID=` asks for one."""
    sheets = sheets_for(actor_of(handset), at=request.at)
    wanted = request.GET.get("formID", "")
    listed = [_listed(request, sheet) for sheet in sheets if wanted in ("", sheet.form)]
    return HttpResponse(form_list(listed), content_type=XML)


def _listed(request: Request, sheet: Sheet) -> Listed:
    return Listed(
        form=sheet.form,
        title=str(sheet.offered.title),
        version=sheet.version,
        hash=hashed(sheet.xform),
        url=request.build_absolute_uri(url("openrosa_form", sheet.form)),
        manifest=request.build_absolute_uri(url("openrosa_manifest", sheet.form)),
    )


@from_collect
@require_safe
def one_form(request: Request, handset: Handset, form: str) -> HttpResponse:
    """The XForm."""
    return HttpResponse(_sheet(request, handset, form).xform, content_type=XML)


@from_collect
@require_safe
def media(request: Request, handset: Handset, form: str) -> HttpResponse:
    """Pictures and sounds of a form, with their hashes; a sound that is not made yet stands there another time."""
    sheet = _sheet(request, handset, form)
    told = [
        Medium(
            name=name,
            hash=hashed(content),
            url=request.build_absolute_uri(url("openrosa_medium", form, name)),
        )
        for name, content in media_of(sheet, who=f"account {handset.account_id}", at=request.at)
    ]
    return HttpResponse(manifest(told), content_type=XML)


@from_collect
@require_safe
def one_medium(request: Request, handset: Handset, form: str, name: str) -> HttpResponse:
    """One of them."""
    found = dict(media_of(_sheet(request, handset, form), who="", at=request.at, only=name))
    if name not in found:
        raise Http404
    return HttpResponse(found[name], content_type="image/png" if name.endswith(".png") else "audio/ogg")


def _sheet(request: Request, handset: Handset, form: str) -> Sheet:
    sheet = sheet_for(form, actor_of(handset), at=request.at)
    if sheet is None:
        raise Http404
    return sheet


@from_collect
@require_http_methods(["HEAD", "POST"])
def submission(request: Request, handset: Handset) -> HttpResponse:
    """Asked before anything is sent where to send (HEAD), then a form with its files (Form Submission API)."""
    if request.method == "HEAD":
        return HttpResponse(status=204, headers={"Location": request.build_absolute_uri(url("openrosa_submission"))})
    xml = request.FILES.get(FILE)
    if xml is None:
        return _say(_("There is no form in what was sent."), 400)
    try:
        sent = _sent(request, cast("UploadedFile[bytes]", xml))
        kept = receive(sent, handset=handset, address=request.META.get("REMOTE_ADDR", ""), at=request.at)
    except TooLarge as refused:
        return _say(str(refused.told), 413)
    except TooMuch as refused:
        return _say(str(refused.told), 429)
    except Stumbled:
        return _say(_("Our machine did not answer. Send it again later; nothing is lost."), 503)
    return _told(kept)


def _sent(request: Request, xml: "UploadedFile[bytes]") -> Sent:
    files = {
        file.name or "": file.read()
        for name in request.FILES
        if name != FILE
        for file in cast("list[UploadedFile[bytes]]", request.FILES.getlist(name))
    }
    more = request.POST.get(MORE, "").lower() == "yes"
    return Sent(xml=xml.read(), files=files, more=more, sent_at=_sent_at(request))


def _sent_at(request: Request) -> datetime | None:
    """What the phone's clock said, as OpenRosa requests tell."""
    try:
        return parsedate_to_datetime(request.headers.get("Date", "")).astimezone(UTC)
    except ValueError:
        return None


def _told(kept: Submission) -> HttpResponse:
    """With 201 the phone puts the form away: its door has it, more of it is to come, or a person said so."""
    match kept.state:
        case Submission.State.ACCEPTED:
            return _say(_("Accepted. Code: %(code)s") % {"code": kept.ref}, 201)
        case Submission.State.WAITING:
            return _say(_("This part has arrived. The rest is still to come."), 201)
        case Submission.State.AWAY:
            return _say(_("This was put away on your page. Nothing more is done with it."), 201)
        case _:
            why = " ".join(f"{one['label']}: {one['said']}".removeprefix(": ") for one in kept.reasons)
            return _say(_("Not taken in. %(why)s") % {"why": why}, 400)


def _say(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(response(sentence, done=status == 201), content_type=XML, status=status)
