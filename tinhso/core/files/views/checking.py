"""Is this paper real? Open to all; nothing that is sent here is kept."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.files.actions.checking import (
    Answer,
    CodeTypedWrong,
    NoSuchCode,
    check_upload,
    find_signed,
    is_receipt,
    version_of,
)
from tinhso.core.files.actions.receipting import believe_receipt, public_keys
from tinhso.core.files.domain.names import disposition
from tinhso.core.files.domain.receipts import Receipt, ReceiptIsWrong
from tinhso.core.files.forms import CheckCodeForm, CheckFileForm, VersionForm
from tinhso.core.files.views import words
from tinhso.core.files.views.showing import HARMLESS_HEADERS
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.receipts import answered_elsewhere
from tinhso.kit.refusals import Refusal


@open_to_all
@require_http_methods(["GET", "POST"])
def check(request: Request) -> HttpResponse:
    """Send a file, or type a code."""
    if request.method == "POST" and "code" in request.POST:
        return _by_code(request)
    form = CheckFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            return _answer(request, check_upload(upload, at=request.at), size=upload.size or 0)
        except Refusal as refusal:
            tell(form, refusal)
    return _ask(request, form, CheckCodeForm())


@open_to_all
@require_safe
def check_code(request: Request, code: str) -> HttpResponse:
    """What we gave out under a code: where the square code of a paper leads."""
    try:
        signed = find_signed(code)
    except (NoSuchCode, CodeTypedWrong) as refusal:
        form = CheckCodeForm({"code": code})
        form.is_valid()
        tell(form, refusal)
        return _ask(request, CheckFileForm(), form, status=404)
    return page(request, "files/check/code.html", {"signed": signed, "form": CheckFileForm()})


@open_to_all
@require_POST
def check_version(request: Request) -> HttpResponse:
    """The paper as it was when somebody signed it: the first bytes of the file that is sent, nothing behind them."""
    form = VersionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, CheckFileForm(request.POST, request.FILES), CheckCodeForm())
    content = version_of(form.cleaned_data["file"], form.cleaned_data["number"], at=request.at)
    if content is None:
        raise Http404
    headers = {**HARMLESS_HEADERS, "Content-Disposition": disposition("ban-luc-ky.pdf")}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@open_to_all
@require_safe
def receipt_keys(request: Request) -> JsonResponse:
    """The public keys of signed receipts (Ed25519, hexadecimal), the oldest first; phones keep them."""
    keys = [{"id": name, "ed25519": public.hex()} for name, public in public_keys().items()]
    return JsonResponse({"keys": keys, "signs_now": keys[-1]["id"]}, headers={"Cache-Control": "public, max-age=3600"})


def _by_code(request: Request) -> HttpResponse:
    form = CheckCodeForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data["code"]
        if is_receipt(typed):
            return _receipt(request, typed)
        try:
            return redirect("check_code", find_signed(typed).code)
        except Refusal as refusal:
            tell(form, refusal)
    return _ask(request, CheckFileForm(), form)


def _receipt(request: Request, typed: str) -> HttpResponse:
    if told := answered_elsewhere(request, typed.strip()):
        return told
    try:
        said: Receipt | None = believe_receipt(typed)
    except ReceiptIsWrong:
        said = None
    return page(request, "files/check/receipt.html", {"receipt": said}, status=200 if said else 400)


def _ask(request: Request, file: CheckFileForm, code: CheckCodeForm, *, status: int = 0) -> HttpResponse:
    wrong = 400 if file.errors or code.errors else 200
    return page(request, "files/check/ask.html", {"file": file, "code": code}, status=status or wrong)


def _answer(request: Request, answer: Answer, *, size: int) -> HttpResponse:
    signatures = answer.report.signatures
    values: dict[str, Any] = {
        "face": words.FACES[answer.verdict],
        "told": words.told(answer),
        "answer": answer,
        "signatures": [(one, words.is_unchanged(one), words.certificate_held(one)) for one in signatures],
        "earlier": [(number, one) for number, one in enumerate(signatures, 1) if 0 < one.length < size],
        "form": VersionForm(),
    }
    response = page(request, "files/check/answer.html", values)
    response.headers["Cache-Control"] = "no-store"
    return response
