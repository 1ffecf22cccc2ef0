"""Whom the simulated identity knows: a JSON file that the demo writes.

{"clients": {"tinhso": "secret"}, "people": [{"sub": "…", "name": "Giàng Thị Mỷ", "number": "014…", "level": 2}]}
"""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an electronic identity; `level` is the highest they have (Decree 69/2024/NĐ-CP)."""

    sub: str
    name: str
    number: str
    level: int


class Register:
    """The file, read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_at = -1.0
        self._people: dict[str, Person] = {}
        self._clients: dict[str, str] = {}

    def secret_of(self, client: str) -> str | None:
        """The secret of a client of ours."""
        self._refresh()
        return self._clients.get(client)

    def person(self, sub: str) -> Person | None:
        self._refresh()
        return self._people.get(sub)

    def search(self, words: str, most: int = 24) -> Iterator[Person]:
        """The first people whose name has all the words, typed with or without tone marks."""
        self._refresh()
        wanted = _bare(words).split()
        shown = 0
        for person in self._people.values():
            if all(word in _bare(person.name) for word in wanted):
                yield person
                shown += 1
            if shown == most:
                return

    def _refresh(self) -> None:
        changed = self.path.stat().st_mtime if self.path.exists() else -1.0
        if changed == self._read_at:
            return
        data = json.loads(self.path.read_text(encoding="utf-8"))
        self._clients = dict(data["clients"])
        self._people = {one["sub"]: Person(**one) for one in data["people"]}
        self._read_at = changed


def _bare(text: str) -> str:
    parted = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in parted if not unicodedata.combining(char))
