"""The page with a keypad on which the calls of the simulated gateway are made and heard."""

import hmac
import json
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qsl, urlsplit

import requests

from simulators.sms.known import Known
from simulators.sms.pages import STYLE, refused
from simulators.voice.pages import KEYPAD, front, talk
from simulators.voice.switchboard import Call, Switchboard, Told

LARGEST = 10_000
POLICY = "default-src 'none'; style-src 'self'; media-src 'self'; form-action 'self'"


class Exchange(ThreadingHTTPServer):
    """The server and its calls."""

    daemon_threads = True

    def __init__(self, port: int, known: Known) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.known, self.board = known, Switchboard(self.bring)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"

    def bring(self, told: Told) -> Told | None:
        """Bring a step to the product, signed as `timestamp.rawbody`."""
        raw, stamp = json.dumps(told).encode(), str(int(time.time()))
        signature = hmac.new(self.known.report_key.encode(), f"{stamp}.".encode() + raw, sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Timestamp": stamp, "X-Signature": signature}
        try:
            reply = requests.post(self.known.incoming, data=raw, headers=headers, timeout=10)
            return cast(Told, reply.json()) if reply.ok else None
        except (requests.RequestException, ValueError):
            return None

    def sound(self, call: Call, piece: int) -> bytes | None:
        """The sound of a piece of what is said now."""
        address = str(call.said[piece]["audio"]) if piece in range(len(call.said)) else ""
        try:
            reply = requests.get(address, timeout=20) if address else None
        except requests.RequestException:
            return None
        return reply.content if reply and reply.ok else None


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server_version = "Simulation"
    sys_version = ""
    timeout = 60

    @property
    def house(self) -> Exchange:
        return cast(Exchange, self.server)

    def do_GET(self) -> None:
        parts = urlsplit(self.path).path.strip("/").split("/")
        call = self.house.board.calls.get(parts[1]) if len(parts) > 1 else None
        if parts == [""]:
            self.html(front(self.house.known.phones))
        elif parts == ["style.css"]:
            self.answer((STYLE + KEYPAD).encode(), "text/css; charset=utf-8")
        elif call and parts[2:3] == ["sound"]:
            sound = self.house.sound(call, int(parts[3]) if parts[3:] and parts[3].isdigit() else -1)
            self.answer(sound or b"", "audio/ogg", 200 if sound else 404)
        elif call:
            self.html(talk(call))
        else:
            self.html(refused("Không có trang này."), 404)

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST)).decode(errors="replace")
        typed = dict(parse_qsl(body))
        parts = urlsplit(self.path).path.strip("/").split("/")
        call = self.house.board.calls.get(parts[1]) if len(parts) > 1 else None
        if parts == ["calls"]:
            call = self.house.board.dial(typed.get("from", ""), typed.get("language", "vi"))
        elif call and typed.get("key"):
            self.house.board.press(call, typed["key"])
        elif call:
            self.house.board.wait(call)
        self.go(f"/calls/{call.number}/" if call else "/")

    def html(self, html: str, status: int = 200) -> None:
        self.answer(html.encode(), "text/html; charset=utf-8", status)

    def go(self, to: str) -> None:
        self.send_response(303)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: calls are nobody's business."""
