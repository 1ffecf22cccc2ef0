"""How the view of a form also takes in what phones kept: one decorator, one answer for yes, one mark for no.

    @open_to_all
    @require_http_methods(["GET", "POST"])
    @by_outbox
    def report(request: Request) -> HttpResponse:
        form = ReportForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            try:
                petition = …
            except Refusal as refusal:
                tell(form, refusal)
            else:
                return TakenIn(url("reported_so", petition.uuid), ref=petition.case.ref)
        return with_reasons(page(request, "…", {"form": form}, status=400 if form.errors else 200), form)

A browser gets what the view answers. A phone that delivers an item gets JSON: the receipt, or why not.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse

from tinhso.core.files.actions import FileRefused, prepare
from tinhso.core.files.domain.kinds import ANY
from tinhso.core.outbox.actions import begin_delivery, end_delivery, give_up_delivery
from tinhso.core.outbox.actions.lockers import is_revoked
from tinhso.core.outbox.actions.pieces import forget_pieces, joined
from tinhso.core.outbox.domain import BELIEVED, Item, NotAnItem, content_digest, let_take_items, read_item
from tinhso.core.outbox.domain.pieces import FIELD, NotPieces, read_referred
from tinhso.core.outbox.models import Delivered
from tinhso.kit.doors import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]
Relay = Callable[[Request, "Sending", Callable[[], HttpResponse]], HttpResponse]
"""What a commune's node does with a form instead of acting on it; the last is the view, to be tried."""
ITEM, KEY = "Outbox-Item", "Idempotency-Key"
TOO_MANY = 429
_NOT_CONTENT = frozenset({"csrfmiddlewaretoken", "idempotency_key", FIELD})


class TakenIn(HttpResponseRedirect):
    """It was accepted: on to the page that says so.

    ref    how it is called, on the receipt too
    code   what the person must keep to follow it, when that is more than the ref
    """

    def __init__(self, to: str, *, ref: str, code: str = "") -> None:
        super().__init__(to)
        self.ref, self.code = ref, code or ref


@dataclass(frozen=True, slots=True)
class Sending:
    """What was sent: fields, and files as they came. `item`: as a phone's outbox told it; None from a plain form."""

    item: Item | None
    fields: list[tuple[str, str]]
    files: "list[tuple[str, UploadedFile[bytes]]]"

    @property
    def digest(self) -> bytes:
        """SHA-256 of the content. Each file was counted by `core.files` while it arrived."""
        return content_digest(self.fields, [(name, cast(bytes, cast(Any, file).sha256)) for name, file in self.files])


def with_reasons(answer: HttpResponse, *asked: forms.BaseForm) -> HttpResponse:
    """The same answer, which also tells a phone why it was not taken in: the mistakes of these forms."""
    setattr(answer, "reasons", [reason for form in asked for reason in _reasons(form)])
    return answer


def by_outbox(view: View[P]) -> View[P]:
    """The view also takes in items of an outbox, each once. Other requests never notice."""

    @wraps(view)
    def taking(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        header, relay = request.headers.get(ITEM), cast(Relay | None, getattr(request, "relay", None))
        if request.method != "POST" or (header is None and relay is None):
            return view(request, *args, **kwargs)
        try:
            item = read_item(request.headers.get(KEY, ""), header) if header is not None else None
            early = _answered_early(request, item) if item else None
        except (NotAnItem, NotPieces):
            return say("broken", 400)
        sending = Sending(item, list(_fields(request)), list(_files(request)))
        if early or item is None:
            return early or cast(Relay, relay)(request, sending, lambda: view(request, *args, **kwargs))
        if sending.digest != item.digest:
            return say("damaged", 400)
        if relay:
            return relay(request, sending, lambda: view(request, *args, **kwargs))
        return _take_in(request, item, lambda: view(request, *args, **kwargs))

    let_take_items(taking)
    return taking


def made_at(request: Request) -> datetime:
    """When what is sent was made, by our clock: earlier than now for an item that a phone kept."""
    try:
        return read_item(request.headers.get(KEY, ""), request.headers.get(ITEM, "")).truly_made_at(request.at)
    except NotAnItem:
        return request.at


def _take_in(request: Request, item: Item, act: Callable[[], HttpResponse]) -> HttpResponse:
    with transaction.atomic():
        row, new = begin_delivery(item, route=request.path[:300], at=request.at)
        return _answer(request, row, act()) if new else _again(row, item)


def _answered_early(request: Request, item: Item) -> HttpResponse | None:
    """What needs no look at the content: a phone out of use, files of which a part has not come yet.

    What was taken in before is answered at once: its pieces are files now. Raises NotPieces.
    """
    account = request.actor.account
    if not request.META.get(BELIEVED) and is_revoked(item.device, account):
        return say("revoked", 410)
    if FIELD not in request.POST:
        return None
    if row := Delivered.objects.filter(device=item.device, uuid=item.uuid).first():
        return _again(row, item)
    referred = read_referred(request.POST[FIELD])
    files = joined(referred, account=account, item=item.uuid) if account else None
    if files is None:
        return say("missing", 409)
    for one, file in zip(referred, files, strict=True):
        with suppress(FileRefused):
            prepare(file, rules=ANY)
        request.FILES.appendlist(one.name, file)
    return None


def _answer(request: Request, row: Delivered, shown: HttpResponse) -> HttpResponse:
    if isinstance(shown, TakenIn):
        end_delivery(row, ref=shown.ref, at=request.at)
        if request.actor.account and FIELD in request.POST:
            forget_pieces(request.actor.account, row.uuid)
        return say("accepted", 200, receipt=row.receipt, code=shown.code, url=shown.url)
    if shown.status_code >= 500:
        transaction.set_rollback(True)
        return shown
    give_up_delivery(row)
    return refusal(shown)


def refusal(shown: HttpResponse) -> HttpResponse:
    """What a phone is told when the view did not accept what it sent."""
    return shown if shown.status_code == TOO_MANY else say("refused", 400, reasons=getattr(shown, "reasons", []))


def _again(row: Delivered, item: Item) -> HttpResponse:
    """What was taken in is not done once more. Other content under the same name stays on the phone, for a person."""
    if bytes(row.sha256) != item.digest:
        return say("other", 422)
    return say("accepted", 200, receipt=row.receipt, code="", url="")


def say(state: str, status: int, **more: object) -> HttpResponse:
    """An answer to a phone."""
    return JsonResponse({"state": state, **more}, status=status)


def _fields(request: Request) -> Iterator[tuple[str, str]]:
    for name in request.POST:
        if name not in _NOT_CONTENT:
            yield from ((name, str(value)) for value in request.POST.getlist(name))


def _files(request: Request) -> "Iterator[tuple[str, UploadedFile[bytes]]]":
    for name in request.FILES:
        yield from ((name, file) for file in cast("list[UploadedFile[bytes]]", request.FILES.getlist(name)))


def _reasons(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    """Each mistake with its field; and what the phone must base its next try on (`renewed`), where a form says so."""
    for said in form.non_field_errors():
        yield {"name": "", "label": "", "said": str(said)}
    for name in form.errors:
        if name in form.fields:
            field = form[name]
            yield from (
                {"name": field.html_name, "label": str(field.label), "said": str(said)} for said in field.errors
            )
    for name, value in getattr(form, "renewed", {}).items():
        yield {"name": name, "label": "", "said": "", "value": value}
