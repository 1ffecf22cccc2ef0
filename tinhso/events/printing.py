"""Lines of the log printed again about another thing: as `record` writes them, each with its own salt and promise."""

import hashlib
import secrets
from uuid import UUID

from django.db.models import Model

from tinhso.events.models import Entry, Outbox, Payload
from tinhso.kit.printing import Keys, Rows, Stencil

LINES: tuple[type[Model], ...] = (Entry, Payload, Outbox)
SALT = 16


def lines_about(kind: str, about: UUID) -> dict[type[Model], list[Model]]:
    """What the log says about a thing, with the place in the queue of numbers that sealing gives."""
    entries = list(Entry.objects.about(kind, str(about)))
    keys = [entry.pk for entry in entries]
    return {
        Entry: [*entries],
        Payload: list(Payload.objects.filter(entry__in=keys).order_by("pk")),
        Outbox: list(Outbox.objects.filter(entry__in=keys).order_by("pk")),
    }


class Lines:
    """What the log said about a thing once, to be said about others. `person`: who acted for themselves in it."""

    def __init__(self, kind: str, about: UUID, *, person: UUID) -> None:
        found = lines_about(kind, about)
        self._cut = {model: [Stencil(row) for row in rows] for model, rows in found.items()}
        self._said = [str(row.data).encode() for row in found[Payload] if isinstance(row, Payload)]
        self._theirs = [row.person == person for row in found[Entry] if isinstance(row, Entry)]

    def print(self, about: UUID, *, person: UUID, keys: Keys) -> Rows:
        """The same about another thing and by another person."""
        rows: Rows = {model: [] for model in LINES}
        each = zip(*(self._cut[model] for model in LINES), self._said, self._theirs, strict=True)
        for entry, payload, waits, said, theirs in each:
            key, salt = keys.of(Entry), secrets.token_bytes(SALT)
            own = {"person": person} if theirs else {}
            promise = hashlib.sha256(salt + said).digest()
            rows[Entry].append(entry.cut(id=key, about=str(about), commitment=promise, **own))
            rows[Payload].append(payload.cut(entry_id=key, salt=salt))
            rows[Outbox].append(waits.cut(entry_id=key))
        return rows
