"""At the province: a bundle of a node. Items are brought in one by one, in order, each in a transaction of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from tinhso.core.nodes.actions.keys import box
from tinhso.core.nodes.actions.letting_in import let_in
from tinhso.core.nodes.actions.packing import by_digest
from tinhso.core.nodes.actions.telling import write_down, write_outcome
from tinhso.core.nodes.domain.bundles import NotABundle, Opened, Way, head_of, unpack
from tinhso.core.nodes.domain.chain import Forked, Gap, Link, fresh
from tinhso.core.nodes.domain.items import Item, Outcome, State, true_time
from tinhso.core.nodes.events import ItemParked, ItemsArrived, NodeForked
from tinhso.core.nodes.models import Arrived, Letter, Node
from tinhso.core.nodes.models.registered import NodeState
from tinhso.core.outbox.actions.replaying import Stumbled
from tinhso.events.log import record
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import Refusal

TRIES = 5
BY = Actor(channel=Channel.SYSTEM)


class UnknownNode(Refusal):
    sentence = _("We know no such node. Register it first.")


class NotReadable(Refusal):
    """Which of the two it is, is not told: a forger learns nothing."""

    sentence = _("This bundle is damaged, or not from this node. Let the node write it once more.")


def receive(bundle: bytes, *, at: datetime) -> bytes:
    """Bring in what is new in a bundle, and give the answer for its node.

    The same bundle again, an older one, one with a gap: nothing is done twice or out of order, and the answer says
    from where to go on. Raises UnknownNode, NotReadable.
    """
    node, opened = _opened(bundle)
    if node.is_active:
        _note_contact(node, opened, at=at)
        _bring_in(node, opened, at=at)
    return write_down(node, at=at)


def _opened(bundle: bytes) -> tuple[Node, Opened]:
    try:
        head = head_of(bundle)
        node = Node.objects.filter(uuid=head.node).first()
        if node is None:
            raise UnknownNode
        opened = unpack(bundle, signed_by=bytes.fromhex(node.sign_key), box=box())
    except NotABundle as wrong:
        raise NotReadable from wrong
    if head.way is not Way.UP or head.count != len(opened.body.get("items", ())):
        raise NotReadable
    return node, opened


@transaction.atomic
def _note_contact(node: Node, opened: Opened, *, at: datetime) -> None:
    """When we heard it, and which of our letters it has read."""
    head = opened.head
    row = Node.objects.select_for_update().get(pk=node.pk)
    row.contact_at, row.waiting = at, int(opened.body.get("waiting", 0))
    row.ahead = int((head.made_at - at).total_seconds())
    if row.heard < head.heard <= row.letters:
        row.heard = head.heard
        Letter.objects.filter(node=row, number__lte=row.heard).delete()
    row.save(update_fields=["contact_at", "waiting", "ahead", "heard"])


def _bring_in(node: Node, opened: Opened, *, at: datetime) -> None:
    node.refresh_from_db()
    began, files = node.position, by_digest(opened.files)
    try:
        links = fresh(
            opened.body["items"], first=opened.head.first, previous=opened.head.previous, position=began,
            known=lambda sequence: _hash_at(node, sequence),
        )  # fmt: skip
    except Gap:
        return
    except Forked as forked:
        _note_fork(node, forked.sequence, at=at)
        return
    for link in links:
        if not bring_in_one(node, link, files, at=at):
            break
    _record_arrivals(node, began, at=at)


def _hash_at(node: Node, sequence: int) -> bytes:
    if sequence == node.position:
        return bytes(node.head)
    kept = Arrived.objects.filter(node=node, sequence=sequence).values_list("hash", flat=True).first()
    return bytes(kept) if kept is not None else bytes(32)


@transaction.atomic
def _note_fork(node: Node, sequence: int, *, at: datetime) -> None:
    """Two histories: nothing more is taken from it until a person has looked."""
    row = Node.objects.select_for_update().get(pk=node.pk)
    row.state = NodeState.FORKED
    row.save(update_fields=["state"])
    record(NodeForked(number=row.number, sequence=sequence), about=row, by=BY, at=at, place=row.place_id)


@transaction.atomic
def _record_arrivals(node: Node, began: int, *, at: datetime) -> None:
    row = Node.objects.get(pk=node.pk)
    if row.position > began:
        news = ItemsArrived(number=row.number, first=began + 1, last=row.position)
        record(news, about=row, by=BY, at=at, place=row.place_id)


def bring_in_one(node: Node, link: Link, files: Mapping[str, bytes], *, at: datetime) -> bool:
    """Bring in the next item and note what became of it, in one transaction; False when the rest must wait.

    What makes our own machine stumble is tried again with the next bundles; the fifth time it is parked for a person.
    """
    try:
        with transaction.atomic():
            row = Node.objects.select_for_update().get(pk=node.pk)
            if not row.is_active or link.sequence != row.position + 1:
                return link.sequence <= row.position
            _settle(row, link, files, at=at)
    except Stumbled:
        with transaction.atomic():
            row = Node.objects.select_for_update().get(pk=node.pk)
            row.stuck += 1
            row.save(update_fields=["stuck"])
        return False
    return True


def _settle(node: Node, link: Link, files: Mapping[str, bytes], *, at: datetime) -> None:
    """Try it, note it, answer it, and be one place further."""
    item = _item(link)
    before = Arrived.objects.filter(node=node, sequence=link.sequence - 1).values_list("taken_at", flat=True).first()
    taken_at = true_time(item.at, before=before, now=at) if item else at
    outcome = _outcome(node, link, item, files, at=taken_at)
    Arrived.objects.create(
        node=node, sequence=link.sequence, hash=link.hash, uuid=outcome.uuid, state=outcome.state, ref=outcome.ref,
        promised=item.ref if item else "", taken_at=taken_at, arrived_at=at,
        content=link.text if outcome.state is State.PARKED else "",
    )  # fmt: skip
    node.position, node.head, node.stuck = link.sequence, link.hash, 0
    node.save(update_fields=["position", "head", "stuck"])
    write_outcome(node, outcome)
    if outcome.state is State.PARKED:
        record(ItemParked(number=node.number, sequence=link.sequence), about=node, by=BY, at=at, place=node.place_id)


def _item(link: Link) -> Item | None:
    try:
        return Item.model_validate_json(link.text)
    except ValidationError:
        return None


def _outcome(node: Node, link: Link, item: Item | None, files: Mapping[str, bytes], *, at: datetime) -> Outcome:
    if item is None:
        return Outcome(sequence=link.sequence, uuid=node.uuid, state=State.PARKED)
    if node.stuck >= TRIES:
        return Outcome(sequence=link.sequence, uuid=item.uuid, state=State.PARKED)
    return let_in(item, files, node=node, sequence=link.sequence, at=at)


def told_of(bundle: bytes) -> dict[str, Any]:
    """For whom a bundle is and what stands on its outside, for a person at the command line. Raises NotReadable."""
    try:
        head = head_of(bundle)
    except NotABundle as wrong:
        raise NotReadable from wrong
    return {"node": head.node, "way": head.way, "first": head.first, "count": head.count, "made_at": head.made_at}
