"""At a node: what happens to a form that an outbox could keep. It is tried, kept for the province, and answered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.core.nodes.actions.taking import Halted, NodeBook, rehearse, take_in
from tinhso.core.nodes.domain.items import FileSaid, State
from tinhso.core.nodes.domain.items import Item as Form
from tinhso.core.nodes.models import Home, Taken
from tinhso.core.outbox.domain import Item, write_item
from tinhso.core.outbox.views.taking import Sending, TakenIn, refusal, say
from tinhso.kit.doors import Request
from tinhso.kit.pages import page

SENT_ON = 409
"""The node has it; the phone keeps it and asks again (`Retry-After`) until the province has answered."""
AGAIN_SECONDS = "120"


def relay(request: Request, sending: Sending, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Take a form in for the province; a phone that asks again is told how its item stands."""
    home = Home.objects.joined()
    if home is None or home.halted:
        return page(request, "site/sentence.html", {"title": Halted.sentence}, status=503)
    item = sending.item or _item(home, sending, request.at)
    known = _known(item)
    if known:
        return _as_it_stands(known, item)
    files, book = _files(sending), NodeBook(home)
    with transaction.atomic():
        shown = rehearse(act, book)
        if not isinstance(shown, TakenIn):
            return refusal(shown) if sending.item else shown
        form = _form(request, item, shown.ref, fields=sending.fields, files=[said for said, _content in files])
        promised = form.model_copy(update={"numbers": book.numbers, "seeds": book.seeds})
        brought = {said.sha256: content for said, content in files}
        taken = take_in(promised, brought, device=item.device, at=request.at)
    return _as_it_stands(taken, item) if sending.item else HttpResponseRedirect(shown.url)


def _item(home: Home, sending: Sending, at: datetime) -> Item:
    """A form of a browser without an outbox: the node speaks for it."""
    return Item(
        uuid=uuid4(), device=home.uuid, sequence=0, digest=sending.digest, made_at=at, sent_at=at, heard_at=None
    )


def _known(item: Item) -> Taken | None:
    return Taken.objects.filter(device=item.device, uuid=item.uuid).order_by("-pk").first()


def _files(sending: Sending) -> list[tuple[FileSaid, bytes]]:
    """Read before the view is tried: a view may move a file away."""
    read = []
    for name, file in sending.files:
        content = file.read()
        file.seek(0)
        said = FileSaid(
            field=name, name=file.name or "", kind=file.content_type or "", sha256=cast(Any, file).sha256.hex()
        )
        read.append((said, content))
    return read


def _form(request: Request, item: Item, ref: str, *, fields: list[tuple[str, str]], files: list[FileSaid]) -> Form:
    return Form(
        uuid=item.uuid, header=write_item(item), digest=item.digest.hex(), path=request.get_full_path(),
        language=(get_language() or "vi")[:2], at=request.at, ref=ref, fields=fields, files=files,
    )  # fmt: skip


def _as_it_stands(taken: Taken, item: Item) -> HttpResponse:
    """A phone lets go of an item only with the province's own receipt; until then the node says that it sends it on."""
    if bytes(taken.digest) != item.digest:
        return say("other", 422)
    if taken.state == State.ACCEPTED:
        return say("accepted", 200, receipt=taken.province_receipt, code=taken.code, url=taken.url)
    if taken.state == State.WAITING:
        answer = say("sent_on", SENT_ON, receipt=taken.receipt, code=taken.ref)
        answer["Retry-After"] = AGAIN_SECONDS
        return answer
    reasons = taken.reasons or [{"name": "", "label": "", "said": _("The province could not read it. Call us.")}]
    return say("refused", 400, reasons=reasons)
