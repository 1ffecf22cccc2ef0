"""Figures for Prometheus, counted over all processes of the web server."""

import os
import secrets
from functools import lru_cache
from hmac import compare_digest
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from tinhso.kit.doors import Request, open_to_all
from tinhso.site.addresses import is_on_this_machine

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

requests_total = Counter("tinhso_requests_total", "Requests answered.", ["route", "method", "status"])
request_seconds = Histogram(
    "tinhso_request_seconds",
    "How long answers took.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def count(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answer. Labels are routes and numbers only: a label never holds what a person typed."""
    _answered(route, method if method in _METHODS else "other", status).inc()
    _took(route).observe(seconds)


@lru_cache(4_000)
def _answered(route: str, method: str, status: int) -> Counter:
    return requests_total.labels(route, method, str(status))


@lru_cache(1_000)
def _took(route: str) -> Histogram:
    return request_seconds.labels(route)


@open_to_all
def metrics(request: Request) -> HttpResponse:
    """The figures, for a caller on this machine or with the token (`METRICS_TOKEN`)."""
    if not _may_read(request):
        return HttpResponse("Not from here.\n", status=403, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)
    answer["Cache-Control"] = "no-store"
    return answer


def new_folder(var: Path) -> Path:
    """An empty folder where the processes of one start leave their counts."""
    folder = var / "metrics" / secrets.token_hex(4)
    folder.mkdir(parents=True)
    return folder


def _may_read(request: HttpRequest) -> bool:
    offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = str(settings.METRICS_TOKEN)
    return is_on_this_machine(request) or bool(token and compare_digest(offered.encode(), token.encode()))


def _registry() -> CollectorRegistry:
    if not os.environ.get(FOLDER):
        return REGISTRY
    registry = CollectorRegistry()
    cast(Any, MultiProcessCollector)(registry)
    return registry
