"""An epoch's tree, kept as tiles of 256 hashes: grows by whole batches, proves by reading a handful of tiles."""

from collections.abc import Iterator, Sequence

from tinhso.events import merkle
from tinhso.events.models import Epoch, Tile

WIDTH = 256
_HEIGHT = 8
_HASH = 32


class Tree:
    """The tree of an epoch at its present size. Reads tiles once; make a new one for each question."""

    def __init__(self, epoch: Epoch) -> None:
        self.epoch = epoch
        self.size = epoch.size
        self._read: dict[tuple[int, int], bytes] = {}

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves; of all when not given."""
        return merkle.root(self.node, self.size if size is None else size)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The proof that leaf `index` is in the tree of `size`. Raises ValueError outside the tree."""
        self._inside(size)
        return merkle.inclusion(self.node, index, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the tree of `new` begins with the one of `old`. Raises ValueError outside the tree."""
        self._inside(new)
        return merkle.consistency(self.node, old, new)

    def leaf(self, index: int) -> bytes:
        """The leaf hash at an index."""
        return self.node(index, 0)

    def leaves(self, start: int, end: int) -> Iterator[bytes]:
        """Leaf hashes from `start` to before `end`, tile by tile."""
        for number in range(start // WIDTH, -(-end // WIDTH)):
            tile = self._tile(0, number)
            first = number * WIDTH
            for at in range(max(start - first, 0), min(end - first, WIDTH)):
                yield _at(tile, at)

    def node(self, start: int, height: int) -> bytes:
        """The root of the full subtree over the leaves [start, start + 2**height)."""
        level, above = divmod(height, _HEIGHT)
        place = start >> (level * _HEIGHT)
        tile = self._tile(level, place // WIDTH)
        first = place % WIDTH
        return merkle.fold([_at(tile, at) for at in range(first, first + (1 << above))])

    def append(self, hashes: Sequence[bytes]) -> None:
        """Add leaf hashes and save the tiles they change; the epoch's new size is the caller's to save."""
        changed: list[Tile] = []
        level, start, row = 0, self.size, list(hashes)
        while row:
            row, start = self._extend(level, start, row, changed), start // WIDTH
            level += 1
        Tile.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["epoch", "level", "number"],
            update_fields=["hashes"],
            batch_size=200,
        )
        self.size += len(hashes)

    def cut(self, size: int) -> None:
        """Forget every hash beyond the first `size` leaves: what a new epoch does with a branch nobody signed."""
        level = 0
        while Tile.objects.filter(epoch=self.epoch, level=level).exists():
            kept = size >> (level * _HEIGHT)
            Tile.objects.filter(epoch=self.epoch, level=level, number__gte=-(-kept // WIDTH)).delete()
            last = Tile.objects.filter(epoch=self.epoch, level=level, number=kept // WIDTH).first()
            if last:
                last.hashes = bytes(last.hashes)[: kept % WIDTH * _HASH]
                last.save(update_fields=["hashes"])
            level += 1
        self.size = size
        self._read.clear()

    def _extend(self, level: int, start: int, row: list[bytes], changed: list[Tile]) -> list[bytes]:
        """Put a row of hashes after the `start` hashes of a level; returns the roots of the tiles that became full."""
        number, filled = divmod(start, WIDTH)
        data = (self._tile(level, number) if filled else b"") + b"".join(row)
        full = []
        for at in range(0, len(data), WIDTH * _HASH):
            tile = data[at : at + WIDTH * _HASH]
            self._read[level, number] = tile
            changed.append(Tile(epoch=self.epoch, level=level, number=number, hashes=tile))
            if len(tile) == WIDTH * _HASH:
                full.append(merkle.fold([_at(tile, place) for place in range(WIDTH)]))
            number += 1
        return full

    def _tile(self, level: int, number: int) -> bytes:
        if (level, number) not in self._read:
            tile = Tile.objects.get(epoch=self.epoch, level=level, number=number)
            self._read[level, number] = bytes(tile.hashes)
        return self._read[level, number]

    def _inside(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise ValueError(f"the tree has {self.size} leaves")


def _at(tile: bytes, place: int) -> bytes:
    found = tile[place * _HASH : (place + 1) * _HASH]
    if len(found) != _HASH:
        raise LookupError("a tile of the log is damaged")
    return found
