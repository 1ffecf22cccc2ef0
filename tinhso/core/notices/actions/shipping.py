"""Kinds of messages that come with a system, in its `tables/notices.json`."""

import json
from datetime import datetime
from pathlib import Path

from tinhso.core.notices.actions.wordings import ship_kind
from tinhso.kit.actors import Actor


def ship_kinds(table: Path, *, system: str, by: Actor, at: datetime) -> None:
    """Declare every kind of a system's table; call it in that system's `reference.py`. Raises WordsWrong."""
    for document in json.loads(table.read_text(encoding="utf-8")):
        ship_kind(document, system=system, by=by, at=at)
