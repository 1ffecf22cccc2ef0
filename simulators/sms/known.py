"""What a simulated provider of messages knows beforehand: a JSON file that the demo writes.

{"secret": "…", "reports": "http://localhost:8000/notices/reports/sms/", "report_key": "…",
 "incoming": "http://localhost:8000/api/telephone/texts", "phones": {"84912345678": "Giàng Thị Mỷ"}}
"""

import json
from pathlib import Path
from typing import Any


class Known:
    """The file, read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_at = -1.0
        self._data: dict[str, Any] = {}

    @property
    def secret(self) -> str:
        """What callers must show."""
        return str(self._told("secret", ""))

    @property
    def reports(self) -> str:
        """Where reports go; empty: nowhere."""
        return str(self._told("reports", ""))

    @property
    def incoming(self) -> str:
        """Where messages go that somebody writes on one of the telephones; empty: nowhere."""
        return str(self._told("incoming", ""))

    @property
    def report_key(self) -> str:
        return str(self._told("report_key", ""))

    @property
    def phones(self) -> dict[str, str]:
        """Whose telephone is which, for the page."""
        return dict(self._told("phones", {}))

    def _told(self, name: str, otherwise: Any) -> Any:
        changed = self.path.stat().st_mtime if self.path.exists() else -1.0
        if changed != self._read_at:
            self._data = json.loads(self.path.read_text(encoding="utf-8")) if changed > 0 else {}
            self._read_at = changed
        return self._data.get(name, otherwise)
