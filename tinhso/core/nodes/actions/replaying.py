"""At the province: an item of a node is the same form post once more, through the same doors, as a phone's would be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import transaction
from urllib3 import encode_multipart_formdata

from tinhso.core.cases.actions import by_book
from tinhso.core.cases.models import Number
from tinhso.core.cases.models.slips import NODES
from tinhso.core.files.actions.receipting import believe_receipt
from tinhso.core.nodes.domain.items import NUMBERS, Item, Outcome, Promise, Reason, State
from tinhso.core.nodes.models import Node
from tinhso.kit.actors import Actor

ADDRESSES = IPv6Address("fd0e::")
"""No machine of ours has such an address (RFC 4193). Each item counts as a sender of its own."""


class Stumbled(Exception):
    """Our own machine failed with it; the item is not judged."""


@dataclass
class ProvinceBook:
    """Keeps the promises of a node: its numbers once each and only rising, its seeds."""

    node: Node
    numbers: list[Promise]
    seeds: list[UUID] = field(default_factory=list)

    def number(self, series: str, year: int) -> int | None:
        """The promised one; None when it was not the node's to give, or was used: then the next as always."""
        for promise in self.numbers:
            if (promise.series, promise.year) == (series, year):
                self.numbers.remove(promise)
                return promise.number if _is_its_own(self.node, promise) and _is_next(promise) else None
        return None

    def seed(self) -> UUID | None:
        seed = self.seeds.pop(0) if self.seeds else None
        return seed if seed and seed.version == NODES else None


def replay(item: Item, files: Mapping[str, bytes], *, node: Node, sequence: int, at: datetime) -> Outcome:
    """Let the door that the item is for take it in, `at` when the node did. Raises Stumbled; then nothing was done.

    Call it inside the transaction that notes that it arrived.
    """
    said = Outcome(sequence=sequence, uuid=item.uuid, state=State.REFUSED)
    if any(file.sha256 not in files for file in item.files):
        return said
    request = WSGIRequest(_environment(item, files, node=node, sequence=sequence, at=at))
    try:
        with transaction.atomic(), by_book(ProvinceBook(node, list(item.numbers), list(item.seeds))):
            answer = _handler().get_response(request)
            if answer.status_code >= 500:
                raise Stumbled
    finally:
        request.close()
    told = _told(answer)
    if told.get("state") != "accepted":
        reasons = told.get("reasons") or getattr(answer, "reasons", [])
        return said.model_copy(update={"reasons": [Reason(**reason) for reason in reasons]})
    news = {"state": State.ACCEPTED, "ref": believe_receipt(told["receipt"]).ref}
    return said.model_copy(update=news | {name: told[name] for name in ("receipt", "code", "url")})


def _told(answer: Any) -> dict[str, Any]:
    if not answer.get("Content-Type", "").startswith("application/json"):
        return {}
    told = json.loads(answer.content)
    return told if isinstance(told, dict) else {}


def _is_its_own(node: Node, promise: Promise) -> bool:
    """A node may give its own numbers, and keeps what it promised before it began anew."""
    giver = promise.number // NUMBERS
    return giver == node.number or Node.objects.filter(number=giver, place=node.place_id).exists()


def _is_next(promise: Promise) -> bool:
    """Note a number of a node as used; False when it, or a later one, was used before."""
    series = f"{promise.series}@{promise.number // NUMBERS}"[:60]
    row, _new = Number.objects.select_for_update().get_or_create(series=series, year=promise.year)
    if row.last >= promise.number:
        return False
    row.last = promise.number
    row.save(update_fields=["last"])
    return True


def _environment(item: Item, files: Mapping[str, bytes], *, node: Node, sequence: int, at: datetime) -> dict[str, Any]:
    """The request as a web server would hand it over. `tinhso.replayed` can stand in no request from outside."""
    parts = [(file.field, (file.name, files[file.sha256], file.kind)) for file in item.files]
    body, kind = encode_multipart_formdata([*item.fields, *parts])
    way = urlsplit(item.path)
    host = next(host for host in settings.ALLOWED_HOSTS if host not in ("*", "testserver"))
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": unquote_to_bytes(way.path).decode("latin-1"),
        "QUERY_STRING": way.query,
        "SERVER_NAME": host,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": str(ADDRESSES + (node.number << 32) + sequence),
        "HTTP_HOST": host,
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_ACCEPT": "application/json",
        "HTTP_ACCEPT_LANGUAGE": item.language,
        "HTTP_IDEMPOTENCY_KEY": str(item.uuid),
        "HTTP_OUTBOX_ITEM": item.header,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "https" if settings.HTTPS else "http",
        "tinhso.replayed": (at, Actor()),
    }


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()
