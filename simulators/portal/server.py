"""The doors of the simulated portal, and the failures before and behind them."""

import base64
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from simulators.portal import pages
from simulators.portal.faults import Fault, Switch
from simulators.portal.known import Known
from simulators.portal.papers import sample_pdf
from simulators.portal.service import Answer, Service
from simulators.portal.store import Store

LARGEST = 20_000_000
NOTHING_USEFUL = b"<html><body>502 Bad Gateway</body></html>"
CUT = (Fault.GONE, Fault.DROPPED)


class Portal(ThreadingHTTPServer):
    """The server, with what it knows, what it holds and its fault switch."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, known: Known, store: Store) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.known, self.store, self.switch = known, store, Switch()
        self.service = Service(known, store)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.busy, self._lock = 0, Lock()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Counted as busy meanwhile: whoever watches can wait until all that was asked is done."""
        with self._lock:
            self.busy += 1
        try:
            yield
        finally:
            with self._lock:
                self.busy -= 1

    def later(self, seconds: float, work: Callable[[], object]) -> None:
        """Do it after a while, in nobody's presence."""

        def do() -> None:
            with self.at_work():
                time.sleep(seconds)
                work()

        Thread(target=do, daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up before the answer is expected here."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def file_first(self) -> None:
        """What is known to have been filed, each with a sample paper, when nothing is held yet."""
        if not self.store.everything(1):
            for told in self.known.filed:
                self.file(told | {"papers": [sample_paper(told["procedure"])]})

    def file(self, told: Answer) -> Answer:
        """File a dossier as a citizen, with its attachments kept here."""
        papers = []
        for paper in told.get("papers", []):
            number = secrets.token_hex(8)
            self.store.keep_file(number, paper["name"], paper["kind"], base64.b64decode(paper["body"]))
            papers.append(
                {
                    "TepDinhKemId": number,
                    "TenTepDinhKem": paper["name"],
                    "MaThanhPhanHoSo": paper.get("paper", ""),
                    "DuongDanTaiTepTin": paper.get("address") or f"{self.address}/files/{number}",
                }
            )
        wire = {"TaiLieuNop": papers, **told.get("fields", {})}
        return self.service.file(agency=told["agency"], procedure=told["procedure"], told=wire)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server_version = "Simulation"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 90

    @property
    def house(self) -> Portal:
        return cast(Portal, self.server)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/":
            held = self.house.store.everything(100)
            self._page(pages.front(held, self.house.known, self.house.switch, self.house.store.counts()))
        elif path == "/style.css":
            self._answer(pages.STYLE.encode(), kind="text/css; charset=utf-8")
        elif path == "/simulator/dossiers":
            held, calls = self.house.store.everything(), self.house.store.counts()
            self._json({"dossiers": held, "calls": calls})
        elif path == "/simulator/busy":
            self._json({"busy": self.house.busy})
        elif path.startswith("/files/"):
            self._file(path.removeprefix("/files/"))
        else:
            self._page(pages.refused("Không có trang này."), 404)

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
        doors = {
            "/mapi/login": self._login,
            "/mapi/g": self._call,
            "/file": self._filed_by_form,
            "/simulator/file": self._filed_by_machine,
            "/simulator/fault": self._fault,
            "/simulator/change": self._change,
        }
        doors.get(path, lambda _body: self._page(pages.refused("Không có trang này."), 404))(body)

    def _login(self, body: bytes) -> None:
        self._serve("login", body, lambda: self.house.service.login(_read(body)))

    def _call(self, body: bytes) -> None:
        self._serve(str(_read(body).get("service", "")), body, lambda: self.house.service.call(_read(body)))

    def _serve(self, service: str, body: bytes, work: Any) -> None:
        """Do the work and answer, or fail as the switch says."""
        with self.house.at_work():
            self._serve_or_fail(service, body, work)

    def _serve_or_fail(self, service: str, body: bytes, work: Any) -> None:
        switch = self.house.switch
        fault = switch.strikes(service, body.decode(errors="replace"))
        self.house.store.count(service)
        before = self._before(fault, work)
        if before is not None:
            self._fail(fault, before)
            return
        answer = work()
        if fault is Fault.LATE:
            time.sleep(switch.seconds)
        if fault is Fault.TWICE and isinstance(answer.get("result"), list):
            answer["result"] = answer["result"] * 2
        self._after(fault, answer)

    def _before(self, fault: Fault, work: Any) -> bytes | None:
        """What is answered instead of working: nothing useful at best. None when the work is to be done."""
        seconds = self.house.switch.seconds
        if fault in (Fault.SLOW, Fault.NEVER):
            time.sleep(seconds)
        if fault is Fault.EXPIRED:
            self.house.service.end_sessions()
        if fault is Fault.LATER:
            self.house.later(seconds, work)
        silent = (Fault.NEVER, Fault.GONE, Fault.LATER)
        if fault in silent:
            return b""
        if fault is Fault.REFUSE:
            return json.dumps({"error_code": -99, "message": "Dữ liệu không hợp lệ", "result": []}).encode()
        return NOTHING_USEFUL if fault in (Fault.GARBAGE, Fault.ERROR, Fault.ELSEWHERE) else None

    def _fail(self, fault: Fault, said: bytes) -> None:
        if not said:
            self.close_connection = True
            return
        status = {Fault.ERROR: 500, Fault.ELSEWHERE: 302}.get(fault, 200)
        self._answer(said, kind="application/json", status=status, to="http://127.0.0.2/")

    def _after(self, fault: Fault, answer: Answer) -> None:
        said = json.dumps(answer).encode()
        if fault is Fault.DROPPED:
            self.close_connection = True
        elif fault in (Fault.HALF, Fault.DRIP):
            self._head(len(said), "application/json", 200)
            self._pieces(said if fault is Fault.DRIP else said[: len(said) // 2], slowly=fault is Fault.DRIP)
            self.close_connection = True
        else:
            self._answer(said, kind="application/json")
            if fault is Fault.TWICE:
                self._answer(said, kind="application/json")

    def _pieces(self, said: bytes, *, slowly: bool) -> None:
        for one in range(len(said)):
            self.wfile.write(said[one : one + 1])
            self.wfile.flush()
            if slowly:
                time.sleep(self.house.switch.seconds)

    def _file(self, number: str) -> None:
        fault = self.house.switch.strikes("file", number)
        found = self.house.store.file(number)
        before = self._before(fault, lambda: None)
        if before is not None:
            self._fail(fault, before)
        elif found is None:
            self._page(pages.refused("Không có tệp này."), 404)
        elif fault is Fault.HALF:
            self._head(len(found[1]), found[0], 200)
            self._pieces(found[1][: len(found[1]) // 2], slowly=False)
            self.close_connection = True
        else:
            self._answer(found[1], kind=found[0])

    def _filed_by_form(self, body: bytes) -> None:
        form = _form(body)
        fields: Answer = {"ChuHoSo": form.get("name", ""), "SoDienThoai": form.get("phone", ""), "LoaiDoiTuong": "1"}
        if form.get("number"):
            fields |= {"DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": form["number"]}]}
        papers = [sample_paper(form.get("procedure", ""))] if form.get("paper") else []
        told = {"agency": form.get("agency", ""), "procedure": form.get("procedure", "")}
        try:
            self.house.file(told | {"fields": fields, "papers": papers})
        except ValueError:
            self._page(pages.refused("Hãy chọn thủ tục và nơi nhận."), 400)
        else:
            self._back()

    def _filed_by_machine(self, body: bytes) -> None:
        try:
            self._json(self.house.file(_read(body)))
        except (ValueError, KeyError) as wrong:
            self._json({"wrong": str(wrong)}, 400)

    def _change(self, body: bytes) -> None:
        """Change what is held behind the product's back: `{"code": …, "fields": {…}}`, or drop it without fields."""
        told = _read(body)
        found = self.house.store.dossier(told["code"])
        if found and told.get("fields"):
            kept = {name: value for name, value in found.items() if name != "TienDoXuLy"}
            self.house.store.keep(kept | told["fields"], at="20260101000000")
        elif found:
            self.house.store.drop(told["code"])
        self._json({"found": bool(found)})

    def _fault(self, body: bytes) -> None:
        told = _form(body)
        try:
            self.house.switch.turn(told)
        except ValueError:
            self._json({"faults": [fault.value for fault in Fault]}, 400)
        else:
            self._back() if told.get("back") else self._json({"fault": self.house.switch.fault.value})

    def _json(self, data: Answer, status: int = 200) -> None:
        self._answer(json.dumps(data).encode(), kind="application/json", status=status)

    def _page(self, html: str, status: int = 200) -> None:
        self._answer(html.encode(), kind="text/html; charset=utf-8", status=status)

    def _back(self) -> None:
        self._answer(b"", kind="text/plain", status=303, to="/")

    def _answer(self, body: bytes, *, kind: str, status: int = 200, to: str = "") -> None:
        self._head(len(body), kind, status, to)
        self.wfile.write(body)

    def _head(self, size: int, kind: str, status: int, to: str = "") -> None:
        self.send_response(status)
        if to and 300 <= status < 400:
            self.send_header("Location", to)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: an address carries codes."""


def sample_paper(procedure: str) -> dict[str, str]:
    """A paper to attach to a dossier of this procedure."""
    body = base64.b64encode(sample_pdf(f"Giay to mau {procedure}")).decode()
    return {"name": "giay-to.pdf", "kind": "application/pdf", "body": body}


def _read(body: bytes) -> Answer:
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
