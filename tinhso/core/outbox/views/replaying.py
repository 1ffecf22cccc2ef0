"""An item that was carried here in a file knocks at its own door, exactly as its phone would have posted it."""

import json
from contextlib import suppress
from datetime import UTC
from urllib.parse import urlsplit

from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from django_htmx.middleware import HtmxDetails

from tinhso.core.accounts.models import Account
from tinhso.core.accounts.models.sessions import SessionStore
from tinhso.core.files.actions import FileRefused, prepare
from tinhso.core.files.domain.kinds import ANY
from tinhso.core.outbox.actions.bringing import Deliver, Outcome
from tinhso.core.outbox.actions.pieces import as_upload
from tinhso.core.outbox.domain.sealed import Carried
from tinhso.core.outbox.models import Locker
from tinhso.core.outbox.views.taking import BELIEVED, takes_items
from tinhso.kit.actors import Actor, Channel, Rights
from tinhso.kit.doors import NotSignedIn, Request
from tinhso.kit.page_parts import who_is

_FROM = ("REMOTE_ADDR", "REMOTE_PORT", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")


def deliverer(request: Request, *, believed: bool = False) -> Deliver:
    """What takes in each item of a file that was brought by whoever asks; `believed` also from a phone out of use."""

    def deliver(item: Carried, locker: Locker | None) -> Outcome:
        account = _owner(item, locker, request)
        if account is None:
            return _outcome(item, "person")
        made = _request(item, account, request)
        if believed:
            setattr(made, BELIEVED, True)
        return _delivered(made, item)

    return deliver


def _owner(item: Carried, locker: Locker | None, request: Request) -> int | None:
    """In whose name an item comes: 0 for nobody's; None when nothing proves it."""
    owner = item.about.get("owner", "")
    if not owner:
        return 0
    known = [locker.account_id] if locker else []
    return next((one for one in [*known, request.actor.account] if one and who_is(one) == owner), None)


def _request(item: Carried, account: int, brought: Request) -> Request:
    """The post, with all that the middleware gives a request."""
    address = urlsplit(str(item.content["action"]))
    made = Request()
    made.method, made.path, made.path_info = "POST", address.path, address.path
    made.META = {name: brought.META[name] for name in _FROM if name in brought.META} | _headers(item, brought)
    made.GET = QueryDict(address.query)
    setattr(made, "POST", _fields(item))
    made.FILES = _files(item)
    made.session, made.at = SessionStore(), brought.at
    made.actor, made.rights = _asker(account, brought)
    setattr(made, "_messages", default_storage(made))
    setattr(made, "htmx", HtmxDetails(made))
    return made


def _asker(account: int, brought: Request) -> tuple[Actor, Rights]:
    found = Account.objects.filter(pk=account, is_active=True).first()
    actor = Actor(account=account, person=found.person_id, channel=Channel.FIELD) if found else Actor()
    return actor, Account.objects.rights_of(actor, at=brought.at)


def _headers(item: Carried, brought: Request) -> dict[str, str]:
    about, at = item.about, brought.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {name: about[name] for name in ("device", "sequence", "made", "heard")}
    told |= {"sha256": item.content["sha256"], "sent": about.get("sent") or at}
    header = "; ".join(f"{name}={value}" for name, value in told.items())
    return {"HTTP_OUTBOX_ITEM": header, "HTTP_IDEMPOTENCY_KEY": str(about["uuid"]), "HTTP_ACCEPT": "application/json"}


def _fields(item: Carried) -> QueryDict:
    said = QueryDict(mutable=True)
    for name, value in item.content["fields"]:
        said.appendlist(str(name), str(value))
    return said


def _files(item: Carried) -> "MultiValueDict[str, UploadedFile[bytes]]":
    given: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict()
    for told, content in zip(item.content["files"], item.files, strict=True):
        file = as_upload(content, name=str(told["filename"]), kind=str(told["type"]))
        with suppress(FileRefused):
            prepare(file, rules=ANY)
        given.appendlist(str(told["name"]), file)
    return given


def _delivered(request: Request, item: Carried) -> Outcome:
    """What its door says. An item never takes another with it."""
    try:
        found = resolve(request.path)
        if not takes_items(found.func):
            return _outcome(item, "gone")
        request.resolver_match = found
        with override(str(item.about.get("language", ""))[:5] or None):
            return _told(item, found.func(request, *found.args, **found.kwargs))
    except (Resolver404, Http404):
        return _outcome(item, "gone")
    except (PermissionDenied, NotSignedIn):
        return _outcome(item, "right")


def _told(item: Carried, answer: HttpResponse) -> Outcome:
    said = json.loads(answer.content) if isinstance(answer, JsonResponse) else {}
    if said.get("state") == "accepted":
        code = said["code"] or said["receipt"].split(":")[3]
        return _outcome(item, "accepted", code=code, receipt=said["receipt"])
    reasons = tuple(f"{one['label']}: {one['said']}".removeprefix(": ") for one in said.get("reasons", ()))
    return _outcome(item, said.get("state", "server"), reasons=reasons)


def _outcome(item: Carried, state: str, *, code: str = "", receipt: str = "", reasons: tuple[str, ...] = ()) -> Outcome:
    title = str(item.content.get("title", ""))[:100]
    return Outcome(uuid=str(item.about["uuid"]), title=title, state=state, code=code, receipt=receipt, reasons=reasons)
