"""At the province: an item of a node knocks at its own door, and the promises of the node are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv6Address
from uuid import UUID

from tinhso.core.cases.actions import by_book
from tinhso.core.cases.models import Number
from tinhso.core.cases.models.slips import NODES
from tinhso.core.files.actions.receipting import believe_receipt
from tinhso.core.nodes.domain.items import NUMBERS, Item, Outcome, Promise, Reason, State
from tinhso.core.nodes.models import Node
from tinhso.core.outbox.actions.replaying import Post, replay
from tinhso.kit.actors import Actor

ADDRESSES = IPv6Address("fd0e::")
"""No machine of ours has such an address (RFC 4193). Each item counts as a sender of its own."""


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


def let_in(item: Item, files: Mapping[str, bytes], *, node: Node, sequence: int, at: datetime) -> Outcome:
    """Let the door that the item is for take it in, `at` when the node did. Raises Stumbled; then nothing was done.

    Call it inside the transaction that notes that it arrived.
    """
    said = Outcome(sequence=sequence, uuid=item.uuid, state=State.REFUSED)
    if any(file.sha256 not in files for file in item.files):
        return said
    sender = str(ADDRESSES + (node.number << 32) + sequence)
    with by_book(ProvinceBook(node, list(item.numbers), list(item.seeds))):
        told = replay(_post(item, files), sender=sender, by=Actor(), at=at)
    if told["state"] != "accepted":
        return said.model_copy(update={"reasons": [Reason(**reason) for reason in told.get("reasons", ())]})
    news = {"state": State.ACCEPTED, "ref": believe_receipt(told["receipt"]).ref}
    return said.model_copy(update=news | {name: told[name] for name in ("receipt", "code", "url")})


def _post(item: Item, files: Mapping[str, bytes]) -> Post:
    return Post(
        path=item.path,
        key=str(item.uuid),
        header=item.header,
        language=item.language,
        fields=item.fields,
        files=[(file.field, file.name, files[file.sha256], file.kind) for file in item.files],
    )


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
