"""The tree of RFC 6962, section 2.1: hashes, roots, inclusion and consistency proofs. Standard library only.

A tree is asked through a function `node(start, height)` that returns the root of the full subtree over the leaves
[start, start + 2**height). Where those hashes are kept is the caller's matter.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


class BadProofError(ValueError):
    """A proof does not prove what it claims."""


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 ‖ leaf)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root of a full subtree from one row of its nodes; their number is a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def root(node: Node, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _subtree(node, 0, size) if size else EMPTY


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """PATH(index, D[size]): proof that leaf `index` is in the tree of `size`. Raises ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return _path(node, index, 0, size)


def consistency(node: Node, old: int, new: int) -> list[bytes]:
    """PROOF(old, D[new]): the tree of `new` begins with the tree of `old`. Raises ValueError if old > new."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} cannot begin with one of {old}")
    return _subproof(node, old, 0, new, known=True) if 0 < old < new else []


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], claimed: bytes) -> None:
    """Raise BadProofError unless the leaf hash is at `index` of the tree of that size and root (RFC 9162, 2.1.3.2)."""
    _only_hashes([leaf, claimed, *proof])
    if not 0 <= index < size:
        raise BadProofError("index outside the tree")
    position, last, made = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise BadProofError("proof too long")
        if position & 1 or position == last:
            made = node_hash(sibling, made)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            made = node_hash(made, sibling)
        position, last = position >> 1, last >> 1
    if last or made != claimed:
        raise BadProofError("proof too short" if last else "root differs")


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raise BadProofError unless the new tree begins with the old one (RFC 9162, 2.1.4.2)."""
    _only_hashes([old_root, new_root, *proof])
    if not 0 <= old <= new:
        raise BadProofError("the tree became smaller")
    if old in (0, new):
        _nothing_to_prove(old, old_root, new_root, proof)
        return
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        raise BadProofError("empty proof")
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise BadProofError("proof too long")
        if position & 1 or position == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        position, last = position >> 1, last >> 1
    if last or before != old_root or after != new_root:
        raise BadProofError("proof too short" if last else "roots differ")


class Frontier:
    """The right edge of a growing tree: its full subtrees, largest first. Enough to add and to know the root."""

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        self.size = size
        self.edge = list(edge)
        if len(self.edge) != size.bit_count():
            raise ValueError("the edge of a tree has one hash for each bit of its size")

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        below = self.size
        while below & 1:
            leaf = node_hash(self.edge.pop(), leaf)
            below >>= 1
        self.edge.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of all leaves so far."""
        if not self.edge:
            return EMPTY
        made = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            made = node_hash(left, made)
        return made


def _only_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(one) != len(EMPTY) for one in hashes):
        raise BadProofError("a hash has 32 bytes")


def _nothing_to_prove(old: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise BadProofError("proof too long")
    if old_root != (new_root if old else EMPTY):
        raise BadProofError("roots differ")


def _split(size: int) -> int:
    """The largest power of two smaller than the size."""
    return 1 << ((size - 1).bit_length() - 1)


def _subtree(node: Node, low: int, high: int) -> bytes:
    size = high - low
    if size & (size - 1) == 0:
        return node(low, size.bit_length() - 1)
    middle = low + _split(size)
    return node_hash(_subtree(node, low, middle), _subtree(node, middle, high))


def _path(node: Node, index: int, low: int, high: int) -> list[bytes]:
    if high - low == 1:
        return []
    middle = low + _split(high - low)
    if index < middle:
        return [*_path(node, index, low, middle), _subtree(node, middle, high)]
    return [*_path(node, index, middle, high), _subtree(node, low, middle)]


def _subproof(node: Node, old: int, low: int, high: int, *, known: bool) -> list[bytes]:
    """SUBPROOF: `old` counts from the whole tree's first leaf; `known` when the old root is this very subtree."""
    if old == high:
        return [] if known else [_subtree(node, low, high)]
    middle = low + _split(high - low)
    if old <= middle:
        return [*_subproof(node, old, low, middle, known=known), _subtree(node, middle, high)]
    return [*_subproof(node, old, middle, high, known=False), _subtree(node, low, middle)]
