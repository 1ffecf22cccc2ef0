"""Logs: one JSON object per line, with the request's id and without anything that names a person (promise P20).

Three rules keep personal data out, whoever writes the line:
- libraries' messages are written as their pattern, never with the values filled in;
- an exception is written as its type and where it was raised, never with its message or the values of variables;
- a request is named by its route, never by its address or its query.
"""

import logging
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter
from structlog.contextvars import get_contextvars

from tinhso.site.lines import line

OURS = ("tinhso", "simulators")
_DEEPEST = 12
_HEAD = frozenset({"record", "event", "at", "level", "logger"})


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON, with what is known of the request and the facts of the line."""

    def format(self, record: logging.LogRecord) -> str:
        facts = get_contextvars() | getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1]:
            facts["raised"] = list(said_safely(record.exc_info[1]))
        return line(record, _message(record), **{name: facts[name] for name in facts if name not in _HEAD})


def lines() -> JsonLines:
    """The formatter that the settings name. From then on structlog and warnings write the same lines everywhere."""
    logging.captureWarnings(True)
    structlog.configure(
        processors=[_as_facts],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    return JsonLines()


def _as_facts(_logger: object, _method: str, told: MutableMapping[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    """structlog's last step: what was told, as the arguments of the standard library's logger."""
    exc_info = told.pop("exc_info", None)
    return (str(told.pop("event", "")),), {"extra": {"facts": dict(told)}, "exc_info": exc_info}


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    if record.name == "py.warnings":  # where and of which kind; the rest may quote a value
        return ": ".join(record.getMessage().split(": ", 2)[:2])
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
