"""At the province: letting a node in, and shutting it out."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.models.slips import node_key
from tinhso.core.files.actions.receipting import public_keys
from tinhso.core.nodes.actions.keys import box_public, sign_public
from tinhso.core.nodes.actions.telling import write_down
from tinhso.core.nodes.domain.passports import Asking, Province, Welcome
from tinhso.core.nodes.events import NodeRegistered, NodeRevoked
from tinhso.core.nodes.models import Node
from tinhso.core.nodes.models.registered import NodeState
from tinhso.core.places.models import Place
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

KEEP = "keep_nodes"


class AlreadyRegistered(Refusal):
    """A key stands for one node for ever; a node that begins anew makes new keys."""

    sentence = _("This node is registered already. If it was set up again, let it ask again with new keys.")
    field = "asking"


@transaction.atomic
def register_node(asking: Asking, *, place: Place, by: Actor, at: datetime) -> Node:
    """Let a node in, and give it its range of numbers. Raises NotYours, AlreadyRegistered."""
    require(by, KEEP, at=at)
    if Node.objects.filter(uuid=asking.uuid).exists() or Node.objects.filter(sign_key=asking.sign_key).exists():
        raise AlreadyRegistered

    last = Node.objects.aggregate(last=Max("number"))["last"] or 0
    node = Node.objects.create(**asking.model_dump(), place=place, number=last + 1, registered_at=at)

    record(NodeRegistered(number=node.number), about=node, by=by, at=at, place=place.pk)
    return node


def welcome_file(node: Node, *, at: datetime) -> bytes:
    """What the node is given once: the province's keys in plain words, then the first bundle, sealed for it."""
    keys = Province(sign_key=sign_public(), box_key=box_public())
    welcome = Welcome(
        number=node.number,
        name=node.name,
        place=node.place.full_name,
        address=settings.ADDRESS,
        slip_key=node_key(node.key).hex(),
        receipt_keys=[public.hex() for public in public_keys().values()],
    )
    return keys.model_dump_json().encode() + b"\n" + write_down(node, at=at, welcome=welcome)


@transaction.atomic
def revoke_node(node: Node, *, by: Actor, at: datetime) -> Node:
    """Take nothing from it any more: it was stolen, given away or begun anew. Twice is once. Raises NotYours."""
    require(by, KEEP, at=at)
    node = Node.objects.select_for_update().get(pk=node.pk)
    if node.state == NodeState.REVOKED:
        return node

    node.state, node.revoked_at = NodeState.REVOKED, at
    node.save(update_fields=["state", "revoked_at"])

    record(NodeRevoked(number=node.number), about=node, by=by, at=at, place=node.place_id)
    return node
