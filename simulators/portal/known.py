"""What the simulated portal knows beforehand: a JSON file that the demo writes.

{"clients": {"tinhso": "secret"}, "unit": "H52", "store": "portal.sqlite3",
 "agencies": [{"code": "H52.75.3", "name": "UBND xã …"}],
 "procedures": [{"MATTHC": "1.001193", "TENTTHC": "Đăng ký khai sinh", "MALINHVUC": "…", "TENLINHVUC": "Hộ tịch"}],
 "filed": [{"agency": "H52.75.3", "procedure": "1.001193", "fields": {"ChuHoSo": "Giàng Thị Mỷ"}}]}
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
    def store(self) -> Path | None:
        """The file beside it in which dossiers are kept, when it names one."""
        name = self._told("store", "")
        return self.path.parent / name if name else None

    @property
    def unit(self) -> str:
        """`madonvi` of the province that calls."""
        return str(self._told("unit", ""))

    @property
    def agencies(self) -> list[dict[str, str]]:
        return list(self._told("agencies", []))

    @property
    def procedures(self) -> list[dict[str, str]]:
        return list(self._told("procedures", []))

    @property
    def filed(self) -> list[dict[str, Any]]:
        """What people filed before anyone looked: kept at the first start of an empty store."""
        return list(self._told("filed", []))

    def secret_of(self, client: str) -> str | None:
        found = self._told("clients", {}).get(client)
        return None if found is None else str(found)

    def _told(self, name: str, otherwise: Any) -> Any:
        changed = self.path.stat().st_mtime if self.path.exists() else -1.0
        if changed != self._read_at:
            self._data = json.loads(self.path.read_text(encoding="utf-8")) if changed > 0 else {}
            self._read_at = changed
        return self._data.get(name, otherwise)
