"""At the province's `/check/`: a receipt that a node of ours gave, before and after what it had has come here."""

from django.conf import settings
from django.http import HttpResponse

from tinhso.core.files.domain.receipts import Receipt, ReceiptIsWrong, key_id, read_receipt
from tinhso.core.nodes.actions.taking import KIND
from tinhso.core.nodes.models import Arrived, Node
from tinhso.core.outbox.domain import bound_digest
from tinhso.core.outbox.models import Delivered
from tinhso.kit.doors import Request
from tinhso.kit.pages import page
from tinhso.kit.receipts import reads_receipts


@reads_receipts(KIND)
def node_receipt(request: Request, typed: str) -> HttpResponse | None:
    """Whose it is, and what became of what it names. At a node itself its receipts are as any of the house."""
    if settings.NODE:
        return None
    nodes = {key_id(bytes.fromhex(node.receipt_key)): node for node in Node.objects.select_related("place")}
    try:
        said = read_receipt(typed, {name: bytes.fromhex(node.receipt_key) for name, node in nodes.items()})
    except ReceiptIsWrong:
        return page(request, "files/check/receipt.html", {"receipt": None}, status=400)
    node = nodes[typed.split(":")[1]]
    return page(request, "nodes/receipt.html", {"receipt": said, "node": node, "arrived": _arrived(node, said)})


def _arrived(node: Node, said: Receipt) -> Arrived | None:
    """What has come of it: under the promised number, and over this very content."""
    rows = Arrived.objects.filter(node=node, promised=said.ref).order_by("-pk")
    return next((row for row in rows if row.state != "accepted" or _is_over(row, said)), None)


def _is_over(row: Arrived, said: Receipt) -> bool:
    delivered = Delivered.objects.filter(uuid=row.uuid).values_list("sha256", flat=True)
    return said.digest in [bound_digest(row.uuid, bytes(digest)) for digest in delivered]
