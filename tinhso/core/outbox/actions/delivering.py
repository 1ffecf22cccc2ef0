"""Taking in what a phone kept: begun before the effect, ended with a receipt, or given up when nothing was done."""

from datetime import datetime

from tinhso.core.files.actions.receipting import make_receipt
from tinhso.core.outbox.domain import KIND, Item, bound_digest
from tinhso.core.outbox.models import Delivered
from tinhso.kit.writing import insert_new, update


def begin_delivery(item: Item, *, route: str, at: datetime) -> tuple[Delivered, bool]:
    """The row of an item, and whether it is new. Call it inside the transaction of the effect.

    While another transaction takes in the same item this waits for it.
    """
    made = Delivered(
        device=item.device,
        uuid=item.uuid,
        sequence=item.sequence,
        sha256=item.digest,
        route=route,
        made_at=item.truly_made_at(at),
        delivered_at=at,
    )
    if insert_new(made):
        return made, True
    return Delivered.objects.get(device=item.device, uuid=item.uuid), False


def end_delivery(row: Delivered, *, ref: str, at: datetime) -> Delivered:
    """It was taken in and is called `ref`: sign the receipt that the phone waits for."""
    digest = bound_digest(row.uuid, bytes(row.sha256))
    row.receipt = make_receipt(kind=KIND, ref=ref, digest=digest, at=at)
    update(row, ("receipt",))
    return row


def give_up_delivery(row: Delivered) -> None:
    """It was not taken in: the phone may send it again, put right."""
    row.delete()
