"""The sealed tree for machines: checkpoints, tiles and proofs. Hashes only, nothing of what an entry says."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from tinhso.events.checkpoints import latest_checkpoint
from tinhso.events.models import Checkpoint, Epoch, Leaf, Tile
from tinhso.events.tiles import Tree
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.refusals import Refusal

router = Router(tags=["events"])
Number = Annotated[int, Field(ge=0, le=2**63 - 1)]
Level = Annotated[int, Field(ge=0, le=7)]


class NotSealed(Refusal):
    sentence = _("The log has no such entry or size yet. It is signed every hour; ask again later.")


class CheckpointOut(Schema):
    """A signed checkpoint; `note` is the C2SP text, `root` is hex."""

    epoch: int
    origin: str
    size: int
    root: str
    note: str


class TileOut(Schema):
    """Up to 256 hashes of one level of the tree, in hex (C2SP tlog-tiles, as JSON)."""

    epoch: int
    level: int
    number: int
    hashes: list[str]


class InclusionOut(Schema):
    """That an entry is in the tree of a checkpoint: RFC 6962 audit path from the leaf hash to the root, in hex."""

    epoch: int
    seq: int
    index: int
    size: int
    leaf: str
    root: str
    path: list[str]


class ConsistencyOut(Schema):
    """That the tree of `new` begins with the tree of `old`: RFC 6962 consistency proof, in hex."""

    epoch: int
    old: int
    new: int
    path: list[str]


@router.get("/checkpoint", response=CheckpointOut)
@open_to_all
def checkpoint(request: Request) -> CheckpointOut:
    """The last signed checkpoint."""
    found = latest_checkpoint()
    if found is None:
        raise NotSealed
    return CheckpointOut(
        epoch=found.epoch_id,
        origin=found.epoch.origin,
        size=found.size,
        root=bytes(found.root).hex(),
        note=found.note,
    )


@router.get("/tiles/{epoch}/{level}/{number}", response=TileOut)
@open_to_all
def tile(request: Request, epoch: Path[Number], level: Path[Level], number: Path[Number]) -> TileOut:
    """One tile of an epoch's tree; the last of a level may be shorter than 256."""
    found = get_object_or_404(Tile, epoch=epoch, level=level, number=number)
    row = bytes(found.hashes)
    hashes = [row[at : at + 32].hex() for at in range(0, len(row), 32)]
    return TileOut(epoch=epoch, level=level, number=number, hashes=hashes)


@router.get("/entries/{seq}/proof", response=InclusionOut)
@open_to_all
def inclusion(request: Request, seq: Path[Number]) -> InclusionOut:
    """The proof that an entry is in the log, up to the smallest checkpoint that covers it."""
    leaf = get_object_or_404(Leaf, seq=seq)
    epoch = Epoch.objects.filter(first__lte=leaf.seq).latest("number")
    index = leaf.seq - epoch.first
    covering = Checkpoint.objects.filter(epoch=epoch, size__gt=index).order_by("size").first()
    if covering is None:
        raise NotSealed
    tree = Tree(epoch)
    return InclusionOut(
        epoch=epoch.number,
        seq=seq,
        index=index,
        size=covering.size,
        leaf=tree.leaf(index).hex(),
        root=bytes(covering.root).hex(),
        path=[one.hex() for one in tree.inclusion(index, covering.size)],
    )


@router.get("/consistency/{epoch}", response=ConsistencyOut)
@open_to_all
def consistency(request: Request, epoch: Path[Number], old: Query[Number], new: Query[Number]) -> ConsistencyOut:
    """The proof that one size of an epoch's tree begins with a smaller one."""
    tree = Tree(get_object_or_404(Epoch, number=epoch))
    if not old <= new <= tree.size:
        raise NotSealed
    path = [one.hex() for one in tree.consistency(old, new)]
    return ConsistencyOut(epoch=epoch, old=old, new=new, path=path)
