"""The doors of the simulated authority, and the failures before them."""

import time
from dataclasses import dataclass
from datetime import datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from simulators.ca.authority import Authority

LARGEST = 100_000
FAULTS = ("nothing", "gone", "slow", "garbage", "error")
STAMP, ANSWER = "application/timestamp-reply", "application/ocsp-response"
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Mô phỏng cơ quan chứng thực</title></head>
<body><main><h1>Mô phỏng cơ quan cấp chứng thư số</h1>
<p>Mô phỏng. Chứng thư và dấu thời gian ở đây không có giá trị pháp lý.</p>
<ul><li><a href="/root.cer">Chứng thư gốc</a></li><li><a href="/issuing.crl">Danh sách thu hồi</a></li></ul>
<form method="post" action="/simulator/fault"><label>Làm cho hỏng
<select name="fault">{faults}</select></label> <button>Chuyển</button></form></main></body></html>"""


@dataclass(slots=True)
class Switch:
    """Which failure is on: `gone` hangs up, `slow` waits `seconds`, `garbage` answers nonsense, `error` says 500.

    doors   the doors that fail, with commas (`tsa,ocsp`); all when empty
    """

    fault: str = "nothing"
    seconds: float = 30.0
    doors: str = ""

    def strikes(self, door: str) -> str:
        """The failure of a call to this door."""
        return "nothing" if self.doors and door not in self.doors.split(",") else self.fault


class Desk(ThreadingHTTPServer):
    """The server; its authority is given to it once its address is known."""

    daemon_threads = True
    request_queue_size = 64
    authority: Authority

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.switch = Switch()

    def stamp(self, request: bytes) -> bytes:
        """An RFC 3161 answer to a request. Raises ValueError."""
        house = self.authority
        private = house.stamping_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        known = cast(Any, SimpleCertificateStore)()
        known.register(asn1_x509.Certificate.load(house.issuing.public_bytes(Encoding.DER)))
        own = asn1_x509.Certificate.load(house.stamping.public_bytes(Encoding.DER))
        stamper = cast(Any, DummyTimeStamper)(own, keys.PrivateKeyInfo.load(private), certs_to_embed=known)
        answer: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(request, strict=True)).dump()
        return answer


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server_version = "Simulation"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    @property
    def desk(self) -> Desk:
        return cast(Desk, self.server)

    def do_GET(self) -> None:
        house, path = self.desk.authority, urlsplit(self.path).path
        certificates = {"/root.cer": house.root, "/issuing.cer": house.issuing}
        lists = {"/root.crl": house.root_list, "/issuing.crl": house.revocation_list}
        if path == "/":
            faults = "".join(f"<option>{escape(one)}</option>" for one in FAULTS)
            self._answer(PAGE.format(faults=faults).encode(), "text/html; charset=utf-8")
        elif self._failed(path):
            return
        elif path in certificates:
            self._answer(certificates[path].public_bytes(Encoding.DER), "application/pkix-cert")
        elif path in lists:
            self._answer(lists[path](), "application/pkix-crl")
        else:
            self._answer(b"", status=404)

    def do_POST(self) -> None:
        asked = urlsplit(self.path)
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), LARGEST))
        if asked.path == "/simulator/fault":
            told = dict(parse_qsl(body.decode()))
            self.desk.switch = Switch(
                told.get("fault", "nothing"), float(told.get("seconds", 30)), told.get("doors", "")
            )
            self._answer(b"")
            return
        if self._failed(asked.path):
            return
        try:
            self._do(asked.path, dict(parse_qsl(asked.query)), body)
        except (ValueError, KeyError, TypeError):
            self._answer(b"", status=400)

    def _do(self, path: str, told: dict[str, str], body: bytes) -> None:
        house = self.desk.authority
        if path == "/tsa":
            self._answer(self.desk.stamp(body), STAMP)
        elif path == "/ocsp":
            self._answer(house.status(body), ANSWER)
        elif path == "/issue":
            moments = {name: datetime.fromisoformat(told[name]) for name in ("starts", "ends") if name in told}
            self._answer(house.issue(body, **moments), "application/x-pem-file")
        elif path == "/revoke":
            house.revoke(int(told["serial"]), at=datetime.fromisoformat(told["at"]) if "at" in told else None)
            self._answer(b"")
        else:
            self._answer(b"", status=404)

    def _failed(self, path: str) -> bool:
        """Fail as the switch says; whether it did."""
        switch = self.desk.switch
        fault = switch.strikes(path.strip("/").partition(".")[0])
        if fault == "slow":
            time.sleep(switch.seconds)
        if fault == "gone":
            self.close_connection = True
            self.connection.close()
        elif fault == "garbage":
            self._answer(b"<html>502</html>", "text/html")
        elif fault == "error":
            self._answer(b"", status=500)
        return fault not in ("nothing", "slow")

    def _answer(self, body: bytes, kind: str = "text/plain", *, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing of every call."""
