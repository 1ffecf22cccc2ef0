"""How each kind of database is spoken to. Settings use it, and `move_to` for the database it moves to."""

from pathlib import Path
from typing import Any

import environ

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000"
)

PREPARED_AFTER = 2
"""How often a connection of PostgreSQL sees a statement before it keeps its plan."""
FOR_SHORT_QUESTIONS = "-c random_page_cost=1.1 -c jit=off"
"""Rows lie on solid-state disks or in memory, and a page's question is answered before a compiler would be ready."""


PATIENCE = "-c lock_timeout=10s"
"""Nobody waits longer for a row that someone else holds: they are told that the server is busy."""


def described(url: str) -> dict[str, Any]:
    """Django's description of the database at a URL: `sqlite:///path` or `postgres://user:password@host:port/name`."""
    database: dict[str, Any] = environ.Env.db_url_config(url)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
        return database | {"ENGINE": "tinhso.kit.sqlite", "CONN_MAX_AGE": None, "OPTIONS": options}
    ours = {
        "server_side_binding": True,
        "prepare_threshold": PREPARED_AFTER,
        "options": f"{FOR_SHORT_QUESTIONS} {PATIENCE}",
    }
    options = ours | database.get("OPTIONS", {})
    also = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    return database | {"ENGINE": "tinhso.kit.postgresql"} | also


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{path}"
