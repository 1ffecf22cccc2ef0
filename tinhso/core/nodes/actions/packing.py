"""At a node: the next bundle for the province."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from tinhso.core.nodes.actions.keys import sign_key
from tinhso.core.nodes.domain.bundles import Head, Way, pack
from tinhso.core.nodes.domain.items import Item
from tinhso.core.nodes.models import Blob, Home, Taken

AT_ONCE, BYTES_AT_ONCE = 300, 20_000_000
"""So many items go into one bundle, and so many bytes of files; what is over goes with the next."""


def write_up(*, at: datetime) -> bytes:
    """The bundle of what the province has not heard, in order; with nothing in it, it still asks for news.

    Raises Home.DoesNotExist.
    """
    home = Home.objects.get()
    texts, files = list[str](), dict[str, bytes]()
    for text, brought in _next(home.confirmed):
        if texts and sum(map(len, (files | brought).values())) > BYTES_AT_ONCE:
            break
        texts.append(text)
        files |= brought
    head = Head(
        node=home.uuid, way=Way.UP, first=home.confirmed + 1, count=len(texts),
        previous=Taken.objects.hash_at(home.confirmed), heard=home.heard, made_at=at,
    )  # fmt: skip
    body = {"items": texts, "waiting": Taken.objects.waiting().count()}
    return pack(head, body, list(files.values()), sign=sign_key(), seal_for=bytes.fromhex(home.box_key))


def _next(confirmed: int) -> Iterator[tuple[str, dict[str, bytes]]]:
    for text in (
        Taken.objects.filter(sequence__gt=confirmed).order_by("sequence").values_list("item", flat=True)[:AT_ONCE]
    ):
        wanted = {file.sha256 for file in Item.model_validate_json(text).files}
        yield text, {blob.sha256: bytes(blob.content) for blob in Blob.objects.filter(sha256__in=wanted)}


def by_digest(files: tuple[bytes, ...]) -> dict[str, bytes]:
    """The files of a bundle, each by its own SHA-256."""
    return {sha256(content).hexdigest(): content for content in files}
