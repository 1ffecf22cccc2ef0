"""The one form of every line that a process of this product logs: a JSON object. It needs the standard library only."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

_LONGEST = 2_000
_written = json.JSONEncoder(ensure_ascii=True, default=lambda value: type(value).__name__).encode


def line(record: logging.LogRecord, event: str, **facts: Any) -> str:
    """A record as one line. Control characters are escaped by JSON, so that no input forges a line."""
    told: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": event[:_LONGEST],
    }
    return _written(told | facts)


class Lines(logging.Formatter):
    """For a process without Django: the supervisor."""

    def format(self, record: logging.LogRecord) -> str:
        return line(record, record.getMessage())
