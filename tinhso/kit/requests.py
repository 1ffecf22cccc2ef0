"""The id of the request, job or reaction that this thread of work belongs to; every log line and log entry carries it."""

import re
import secrets
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")

_WELL_FORMED = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{7,39}")


def new_request_id(offered: str = "") -> str:
    """The id a caller offered when it is well formed (8–40 letters, digits, hyphens), else a new one."""
    return offered if _WELL_FORMED.fullmatch(offered) else secrets.token_hex(12)
