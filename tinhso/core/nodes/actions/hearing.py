"""At a node: what the province tells it. Letters are read in order, each once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions.receipting import believe_receipt
from tinhso.core.files.domain.receipts import ReceiptIsWrong
from tinhso.core.nodes.actions.carrying import put_rows
from tinhso.core.nodes.actions.keys import box
from tinhso.core.nodes.domain.bundles import NotABundle, Opened, Way, unpack
from tinhso.core.nodes.domain.items import Item, Outcome, Standing, State
from tinhso.core.nodes.events import NodeHalted
from tinhso.core.nodes.models import Blob, Home, Taken
from tinhso.core.outbox.domain import bound_digest
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

OLD_COPY, FORKED, REVOKED = "old_copy", "forked", "revoked"


class NotOurProvince(Refusal):
    sentence = _("This bundle is damaged, not for this machine, or not from its province.")


def open_bundle(bundle: bytes, home: Home) -> Opened:
    """A bundle of the province for this node. Raises NotOurProvince."""
    try:
        opened = unpack(bundle, signed_by=bytes.fromhex(home.sign_key), box=box())
    except NotABundle as wrong:
        raise NotOurProvince from wrong
    if opened.head.way is not Way.DOWN or opened.head.node != home.uuid:
        raise NotOurProvince
    return opened


@transaction.atomic
def hear(bundle: bytes, *, at: datetime) -> bool:
    """Read what the province tells; an older bundle tells nothing new. Says whether it has more to tell.

    Raises NotOurProvince; Home.DoesNotExist where this installation is no node.
    """
    home = Home.objects.select_for_update().get()
    opened = open_bundle(bundle, home)
    if why := _halting(opened):
        _halt(home, why, at=at)
        return False
    home.confirmed = max(home.confirmed, opened.head.heard)
    read = [letter for letter in opened.body["letters"] if letter["number"] > home.heard]
    for letter in read:
        if letter["number"] != home.heard + 1:
            break
        _read(letter["kind"], letter["content"], at=at)
        home.heard += 1
    home.contact_at, home.silent_since = at, None
    home.save(update_fields=["confirmed", "heard", "contact_at", "silent_since"])
    _forget_files()
    return bool(opened.body.get("more"))


def _halting(opened: Opened) -> str:
    """Why this node must stop: shut out, or not the only one, or older than what the province has heard of it."""
    if opened.body["state"] in (REVOKED, FORKED):
        return str(opened.body["state"])
    if opened.head.heard > Taken.objects.last_link().sequence:
        return OLD_COPY
    return "" if Taken.objects.hash_at(opened.head.heard).hex() == opened.body["head"] else FORKED


def _halt(home: Home, why: str, *, at: datetime) -> None:
    if home.halted == why:
        return
    home.halted, home.contact_at = why, at
    home.save(update_fields=["halted", "contact_at"])
    record(NodeHalted(why=Code(why)), about=home, by=Actor.system(), at=at)


def _read(kind: str, content: dict[str, Any], *, at: datetime) -> None:
    if kind == "outcome":
        _settle(Outcome.model_validate(content), at=at)
    elif kind == "standing":
        told = Standing.model_validate(content)
        Taken.objects.filter(sequence=told.sequence).update(standing=told.model_dump(mode="json"))
    elif kind == "table":
        put_rows(content["label"], content["rows"])


def _settle(outcome: Outcome, *, at: datetime) -> None:
    """Note the answer to an item. Only a receipt of the province that is over this very item ends our care of it."""
    row = Taken.objects.get(sequence=outcome.sequence)
    if row.state != State.WAITING:
        return
    row.state, row.answered_at = outcome.state, at
    row.reasons = [reason.model_dump() for reason in outcome.reasons]
    row.code, row.url, row.province_receipt = outcome.code, outcome.url, outcome.receipt
    row.new_ref = outcome.ref if outcome.ref != row.ref else ""
    if outcome.state is State.ACCEPTED:
        row.state = State.ACCEPTED if _proves(row) else State.PARKED
    if row.state == State.ACCEPTED:
        row.item = ""
    row.save()


def _proves(row: Taken) -> bool:
    try:
        receipt = believe_receipt(row.province_receipt)
    except ReceiptIsWrong:
        return False
    return receipt.kind == "OUTBOX" and receipt.digest == bound_digest(row.uuid, bytes(row.digest))


def _forget_files() -> None:
    """Destroy the files that nothing here needs any more."""
    needed = {
        file.sha256
        for text in Taken.objects.exclude(item="").values_list("item", flat=True)
        for file in Item.model_validate_json(text).files
    }
    Blob.objects.exclude(sha256__in=needed).delete()
