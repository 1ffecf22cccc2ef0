"""How each kind of database is spoken to. Settings use it, and `move_to` for the database it moves to."""

from pathlib import Path
from typing import Any

import environ

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000"
)


def described(url: str) -> dict[str, Any]:
    """Django's description of the database at a URL: `sqlite:///path` or `postgres://user:password@host:port/name`."""
    database: dict[str, Any] = environ.Env.db_url_config(url)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
        return database | {"ENGINE": "tinhso.kit.sqlite", "CONN_MAX_AGE": None, "OPTIONS": options}
    options = {"server_side_binding": True}
    return database | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{path}"
