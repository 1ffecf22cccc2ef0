"""What is noted of every request: an id, a line in the log, a count."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from structlog.contextvars import bind_contextvars, reset_contextvars

from tinhso.site.addresses import client_address, client_port
from tinhso.site.logs import route_of
from tinhso.site.metrics import count

log = logging.getLogger(__name__)
_WELL_FORMED = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{7,39}")
_NOT_WORTH_A_LINE = frozenset({"healthz", "readyz", "metrics"})

View = Callable[[HttpRequest], HttpResponseBase]


def request_id_of(offered: str) -> str:
    """The id a caller offers when it is well formed (8–40 letters, digits, hyphens), else a new one.

    Twelve digits alone are an identity number, and nine to eleven a phone: those are not ids of requests.
    """
    fine = _WELL_FORMED.fullmatch(offered) and not offered.replace("-", "").isdigit()
    return offered if fine else secrets.token_hex(12)


def watched(get_response: View) -> View:
    """Give the request its id, which every log line and log entry it causes then carries, and note how it went."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request_id = request_id_of(request.META.get("HTTP_X_REQUEST_ID", ""))
        before = bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-ID"] = request_id
            _note(request, response, time.perf_counter() - began)
            return response
        finally:
            reset_contextvars(**before)

    return middleware


def _note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    route = route_of(request)
    count(route, request.method or "", response.status_code, seconds)
    if route.rstrip("/") in _NOT_WORTH_A_LINE or not log.isEnabledFor(logging.INFO):
        return
    actor = getattr(request, "actor", None)
    facts = {
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "account": actor.account if actor else None,
        "address": client_address(request),
        "port": client_port(request),
    }
    log.handle(log.makeRecord(log.name, logging.INFO, __file__, 0, "request", (), None, extra={"facts": facts}))
