"""What runs in production: web server, worker and signer under one supervisor. gunicorn reads its settings here."""

import os
import sys
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Protocol, cast

from prometheus_client.multiprocess import mark_process_dead

from tinhso.site.metrics import FOLDER, new_folder
from tinhso.site.supervisor import Program


class _Worker(Protocol):
    pid: int


def programs(*, root: Path, var: Path, bind: str, workers: int, threads: int) -> list[Program]:
    """The three programs that every installation runs. `bind` is `address:port`."""
    python, manage = sys.executable, str(root / "manage.py")
    figures = {FOLDER: str(new_folder(var))}
    web = [python, "-m", "gunicorn", "--config", "python:tinhso.site.serving", "--bind", bind]
    web += ["--workers", str(workers), "--threads", str(threads), "--chdir", str(root), "tinhso.site.wsgi:application"]
    signer = [
        python,
        "-m",
        "tinhso.events.signer",
        "--state",
        str(var / "signer"),
        "--socket",
        str(var / "signer.socket"),
    ]
    return [
        Program(name="signer", command=signer, environment={"PYTHONPATH": str(root)}),
        Program(name="worker", command=[python, manage, "work"]),
        Program(name="web", command=web, environment=figures, health=_health_of(bind)),
    ]


def _health_of(bind: str) -> str:
    address, _, port = bind.rpartition(":")
    return f"http://{'127.0.0.1' if _is_anywhere(address) else address}:{port}/healthz"


def _is_anywhere(address: str) -> bool:
    try:
        return ip_address(address.strip("[]")).is_unspecified
    except ValueError:
        return not address


# gunicorn's settings (`--config python:tinhso.site.serving`).
worker_class = "tinhso.site.threads.Worker"
preload_app = True
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8_190
limit_request_field_size = 8_190
forwarded_allow_ips = ""
control_socket_disable = True
_memory = Path("/dev") / "shm"
worker_tmp_dir = str(_memory) if _memory.is_dir() else None
logconfig_dict: Mapping[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "tinhso.site.logs.lines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["lines"], "level": "INFO"},
    "loggers": {  # our own line per request stands for gunicorn's
        "gunicorn.access": {"handlers": [], "propagate": False},
        "gunicorn.error": {"handlers": [], "propagate": True, "level": "INFO"},
    },
}


def child_exit(_server: object, worker: _Worker) -> None:
    """gunicorn's hook: a process that ended no longer counts among the living in the figures."""
    if os.environ.get(FOLDER):
        cast(Any, mark_process_dead)(worker.pid)
