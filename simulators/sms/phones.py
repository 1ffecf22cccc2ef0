"""The telephones at the other end: which messages each has received, by whose number they came."""

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """One message on a telephone. `number` is the caller's own, `parts` what it was charged as."""

    number: str
    to: str
    text: str
    at: datetime
    parts: int = 1
    price: int = 0
    times: int = 1

    def told(self) -> dict[str, Any]:
        return {
            "id": self.number, "to": self.to, "text": self.text, "parts": self.parts, "price": self.price,
            "at": self.at.isoformat(),
        }  # fmt: skip


class Phones:
    """All telephones. A naive provider: what comes twice under one number is kept twice unless it is `known`."""

    def __init__(self) -> None:
        self._messages: list[Message] = []
        self._by_number: dict[str, Message] = {}
        self._lock = Lock()
        self.calls = 0

    def keep(self, message: Message) -> None:
        with self._lock:
            self._messages.append(message)
            self._by_number[message.number] = message

    def count(self) -> None:
        with self._lock:
            self.calls += 1

    def known(self, number: str) -> Message | None:
        return self._by_number.get(number)

    def everything(self) -> list[Message]:
        """The latest first."""
        with self._lock:
            return self._messages[::-1]


def now() -> datetime:
    return datetime.now(UTC)
