"""The log in plain lines: for an archive, for an inspector, for the stand-alone verifier."""

from collections.abc import Iterator
from typing import Any

from tinhso.events.encoding import LEAF_FIELDS, leaf_fields
from tinhso.events.models import Checkpoint, Epoch, Leaf, Tile
from tinhso.events.tiles import Tree

CHUNK = 5000
Line = dict[str, Any]


def lines() -> Iterator[Line]:
    """Every epoch, each followed by its entries in order; the form is told in `verifier/verify_log.py`."""
    epochs = list(Epoch.objects.order_by("number"))
    ends = [epoch.first for epoch in epochs[1:]]
    for epoch, end in zip(epochs, [*ends, None], strict=True):
        yield {"epoch": _about(epoch)}
        yield from _entries(epoch, end)


def notes() -> str:
    """All checkpoints that are kept here, oldest first."""
    kept = Checkpoint.objects.order_by("epoch_id", "size").values_list("note", flat=True)
    return "".join(f"{note}\n" for note in kept)


def _about(epoch: Epoch) -> Line:
    return {
        "number": epoch.number,
        "origin": epoch.origin,
        "first": epoch.first,
        "size": epoch.size,
        "cites_size": epoch.cites_size,
        "cites_root": bytes(epoch.cites_root).hex() if epoch.cites_root is not None else None,
        "cites_surviving": epoch.cites_surviving,
    }


def _entries(epoch: Epoch, end: int | None) -> Iterator[Line]:
    """Read by the key, chunk by chunk: a server-side cursor that is dropped half-way can hang its connection."""
    tree, after = Tree(epoch), epoch.first - 1
    columns = ["seq", "entry__payload__salt", "entry__payload__data", *(f"entry__{name}" for name in LEAF_FIELDS)]
    own = Leaf.objects.filter(**({} if end is None else {"seq__lt": end})).order_by("seq")
    while chunk := list(own.filter(seq__gt=after).values_list(*columns)[:CHUNK]):
        for seq, salt, data, *values in chunk:
            yield {
                "leaf": leaf_fields(seq, dict(zip(LEAF_FIELDS, values, strict=True))),
                "hash": _hash(tree, seq - epoch.first),
                "salt": bytes(salt).hex() if salt is not None else None,
                "data": data,
            }
        after = chunk[-1][0]


def _hash(tree: Tree, index: int) -> str:
    """The leaf hash that the tree holds, empty when the tree has lost it."""
    try:
        return tree.leaf(index).hex()
    except (LookupError, Tile.DoesNotExist):
        return ""
