"""How phones and this house speak of items, pieces of files, and sealed files on a stick."""

from tinhso.core.outbox.domain.doors import BELIEVED, let_take_items, takes_items
from tinhso.core.outbox.domain.items import KIND, Item, NotAnItem, bound_digest, content_digest, read_item, write_item

__all__ = [
    "BELIEVED", "KIND", "Item", "NotAnItem", "bound_digest", "content_digest", "let_take_items", "read_item",
    "takes_items", "write_item",
]  # fmt: skip
