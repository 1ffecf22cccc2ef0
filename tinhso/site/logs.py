"""Logs: one JSON object per line, with the request's id and without anything that names a person (promise P20).

Three rules keep personal data out, whoever writes the line:
- libraries' messages are written as their pattern, never with the values filled in;
- an exception is written as its type and where it was raised, never with its message or the values of variables;
- a request is named by its route, never by its address or its query.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter
from structlog.contextvars import get_contextvars

OURS = ("tinhso", "simulators")
_DEEPEST = 12
_LONGEST = 2_000


_written = json.JSONEncoder(ensure_ascii=True, default=lambda value: type(value).__name__).encode


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON. Control characters are escaped by JSON, so that no input forges a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _message(record)[:_LONGEST],
            **get_contextvars(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["raised"] = list(said_safely(record.exc_info[1]))
        return _written(line)


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def said_safely(raised: BaseException) -> Iterator[str]:
    """An exception and its causes: each type, and the places it passed, without a single value."""
    seen: set[int] = set()
    cause: BaseException | None = raised
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield type(cause).__qualname__
        for frame in traceback.extract_tb(cause.__traceback__)[-_DEEPEST:]:
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


class SafeReporter(ExceptionReporter):
    """Django's report of an exception for whoever asks for one: types and places (`DEFAULT_EXCEPTION_REPORTER`)."""

    def get_traceback_data(self) -> dict[str, Any]:
        return {"lines": self._lines()}

    def get_traceback_html(self) -> SafeString:
        return format_html("<pre>{}</pre>", "\n".join(self._lines()))

    def get_traceback_text(self) -> SafeString:
        return SafeString("\n".join(self._lines()))

    def _lines(self) -> list[str]:
        return list(said_safely(self.exc_value)) if self.exc_value else []


def route_of(request: HttpRequest) -> str:
    """The pattern of the door that was taken, like `files/<uuid:uuid>/`; empty when none fitted."""
    match = request.resolver_match
    return match.route if match else ""
