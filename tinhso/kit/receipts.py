"""Receipts that another machine signed for us: the system that knows such machines says what became of what they had.

A system registers one answer for a kind of receipt in its `views`; `/check/` asks it.
"""

from collections.abc import Callable

from django.http import HttpResponse

from tinhso.kit.doors import Request

Reader = Callable[[Request, str], HttpResponse | None]
"""The page about a receipt as it was typed; None when this house knows it as any of its own."""
KIND = 2
"""Where a receipt says its kind (`core/files/domain/receipts.py`)."""
_readers: dict[str, Reader] = {}


def reads_receipts(kind: str) -> Callable[[Reader], Reader]:
    """Register who answers for receipts of a kind (capital letters)."""

    def keep(reader: Reader) -> Reader:
        _readers[kind] = reader
        return reader

    return keep


def answered_elsewhere(request: Request, typed: str) -> HttpResponse | None:
    """What the system that knows this kind of receipt says of it; None when there is no such."""
    parts = typed.split(":")
    reader = _readers.get(parts[KIND]) if len(parts) > KIND else None
    return reader(request, typed) if reader else None
