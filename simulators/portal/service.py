"""The five services of the synchronisation, the session before them, and filing as a citizen."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from threading import Lock
from typing import Any

from simulators.portal.known import Known
from simulators.portal.store import Store

VIETNAM = timezone(timedelta(hours=7))
PAGE = 100
SESSION_SECONDS = 30 * 60
DONE, FAILED, SESSION_ENDED, KNOWN_ALREADY, UNKNOWN = 0, -99, -1, -2, -3
Answer = dict[str, Any]


def now() -> str:
    """The portal's clock."""
    return datetime.now(UTC).astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


class Service:
    """What the portal does when it is called."""

    def __init__(self, known: Known, store: Store) -> None:
        self.known, self.store = known, store
        self._sessions: dict[str, float] = {}
        self._lock = Lock()
        self._services: dict[str, Callable[[Answer], Answer]] = {
            "LayDanhSachTTHC": self._procedures,
            "LayThuTuc": self._procedure,
            "TraCuuHoSo": self._look_up,
            "DongBoHoSoMC": self._submit,
            "CapNhatTienDoHoSoMC": self._progress,
        }

    def login(self, told: Answer) -> Answer:
        """A session for a client who knows its secret."""
        secret = self.known.secret_of(str(told.get("username", "")))
        if secret is None or not secrets.compare_digest(secret.encode(), str(told.get("password", "")).encode()):
            return _no(FAILED, "Sai tên đăng nhập hoặc mật khẩu")
        session = secrets.token_hex(16)
        with self._lock:
            self._sessions[session] = time.monotonic() + SESSION_SECONDS
        return {"error_code": DONE, "message": "", "session": session}

    def end_sessions(self) -> None:
        with self._lock:
            self._sessions.clear()

    def call(self, told: Answer) -> Answer:
        """One call. Every answer has `error_code`, `message` and `result`."""
        name = str(told.get("service", ""))
        service = self._services.get(name)
        if not self._is_open(str(told.get("session", ""))):
            return _no(SESSION_ENDED, "Phiên làm việc không hợp lệ hoặc đã hết hạn")
        if told.get("madonvi") != self.known.unit:
            return _no(FAILED, "Mã đơn vị không đúng")
        if service is None:
            return _no(FAILED, "Không có dịch vụ này")
        return service(told)

    def file(self, *, agency: str, procedure: str, told: Answer) -> Answer:
        """A dossier filed here by a citizen: a code of the agency's, status 1. Returns the dossier."""
        found = next((one for one in self.known.procedures if one["MATTHC"] == procedure), None)
        if found is None or agency not in {one["code"] for one in self.known.agencies}:
            raise ValueError("no such procedure or agency")
        at = now()
        with self.store.alone():
            code = f"{agency}-{at[:8]}-{self.store.next_serial():07}"
            dossier = told | {
                "MaHoSo": code,
                "MaTTHC": procedure,
                "TenTTHC": found["TENTTHC"],
                "MaLinhVuc": found.get("MALINHVUC", ""),
                "TenLinhVuc": found.get("TENLINHVUC", ""),
                "KenhThucHien": "2",
                "NgayNopHoSo": at,
                "TrangThaiHoSo": "1",
                "DonViXuLy": agency,
            }
            self.store.keep(dossier, at=at)
        return dossier

    def _is_open(self, session: str) -> bool:
        with self._lock:
            return self._sessions.get(session, 0.0) > time.monotonic()

    def _procedures(self, _told: Answer) -> Answer:
        return _yes([{"MATTHC": one["MATTHC"], "TENTTHC": one["TENTTHC"]} for one in self.known.procedures])

    def _procedure(self, told: Answer) -> Answer:
        found = [one for one in self.known.procedures if one["MATTHC"] == told.get("maTTHC")]
        return _yes(
            [
                {
                    "MATTHC": one["MATTHC"],
                    "TENTTHC": one["TENTTHC"],
                    "LINHVUCTHUCHIEN": [
                        {"MALINHVUC": one.get("MALINHVUC", ""), "TENLINHVUC": one.get("TENLINHVUC", "")}
                    ],
                }
                for one in found
            ]
        )

    def _look_up(self, told: Answer) -> Answer:
        if code := str(told.get("mahoso", "")):
            found = self.store.dossier(code)
            return _yes([found] if found else [])
        page = max(int(told.get("trang") or 1), 1)
        since, until = str(told.get("tungay") or "0"), str(told.get("denngay") or "9")
        return _yes(
            self.store.search(status=str(told.get("trangthai", "")), since=since, until=until, page=page, size=PAGE)
        )

    def _submit(self, told: Answer) -> Answer:
        updating = str(told.get("isUpdating", "")).lower() == "true"
        with self.store.alone():
            for dossier in _data(told):
                before = self.store.dossier(dossier["MaHoSo"])
                if before and not updating:
                    return _no(KNOWN_ALREADY, "Mã hồ sơ đã tồn tại")
                if updating and not before:
                    return _no(UNKNOWN, "Mã hồ sơ không tồn tại")
                if dossier.get("MaTTHC") not in {one["MATTHC"] for one in self.known.procedures}:
                    return _no(FAILED, "Mã thủ tục không có trong danh mục")
                kept = {name: value for name, value in (before or {}).items() if name != "TienDoXuLy"}
                self.store.keep(kept | dossier, at=now())
        return _yes([])

    def _progress(self, told: Answer) -> Answer:
        with self.store.alone():
            for step in _data(told):
                if self.store.dossier(step["MaHoSo"]) is None:
                    return _no(UNKNOWN, "Mã hồ sơ không tồn tại")
                self.store.add_step(step)
        return _yes([])


def _data(told: Answer) -> list[Answer]:
    return [one for one in told.get("data", []) if isinstance(one, dict) and one.get("MaHoSo")]


def _yes(result: list[Answer]) -> Answer:
    return {"error_code": DONE, "message": "", "result": result}


def _no(code: int, why: str) -> Answer:
    return {"error_code": code, "message": why, "result": []}
