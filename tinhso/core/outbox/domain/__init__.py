"""How phones and this house speak of items, pieces of files, and sealed files on a stick."""

from tinhso.core.outbox.domain.items import KIND, Item, NotAnItem, bound_digest, content_digest, read_item, write_item

__all__ = ["KIND", "Item", "NotAnItem", "bound_digest", "content_digest", "read_item", "write_item"]
