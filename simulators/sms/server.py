"""The doors of the simulated gateway, its failures, and its reports."""

import hmac
import json
import secrets
import sys
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Thread
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import requests

from simulators.sms import pages
from simulators.sms.faults import Fault, Switch
from simulators.sms.known import Known
from simulators.sms.phones import Message, Phones, now

LARGEST = 100_000
PRICE = 320
ROOM = {False: 160, True: 70}
LOSING = {Fault.DROPPED, Fault.HALF}
Told = dict[str, Any]


class Gateway(ThreadingHTTPServer):
    """The server, the telephones, and its fault switch. One thread sends the reports, in order."""

    daemon_threads = True
    request_queue_size = 128
    title = "Điện thoại và tin nhắn đến"

    def __init__(self, port: int, known: Known) -> None:
        super().__init__(("127.0.0.1", port), self.handler())
        self.known, self.switch, self.phones = known, Switch(), Phones()
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self._reports: SimpleQueue[tuple[str, Fault]] = SimpleQueue()
        Thread(target=self._report, daemon=True).start()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        return Handler

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up before the answer is expected here."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def took(self, message: Message, fault: Fault) -> None:
        """Keep a message on its telephone, and report it."""
        self.phones.keep(message)
        if self.known.reports and fault is not Fault.UNREPORTED:
            self._reports.put((message.number, fault))

    def _report(self) -> None:
        while True:
            number, fault = self._reports.get()
            time.sleep(0.05)
            told = {"report": secrets.token_hex(8), "id": number, "status": "delivered", "code": ""}
            if fault is Fault.LOST:
                told |= {"status": "undelivered", "code": "expired"}
            self.tell(self.known.reports, told, fault)

    def write(self, phone: str, text: str) -> int:
        """Somebody writes a message on a telephone; the status that the caller answered, 0 for none."""
        told = {"id": secrets.token_hex(8), "from": phone, "text": text}
        return self.tell(self.known.incoming, told, self.switch.strikes())

    def tell(self, address: str, told: Told, fault: Fault) -> int:
        """Tell the caller something, as the switch says; the last status it answered, 0 for none."""
        key = "forged" if fault is Fault.FORGED else self.known.report_key
        return [signed_post(address, told, key=key) for _ in range(2 if fault is Fault.TWICE else 1)][-1]


def signed_post(address: str, told: Told, *, key: str) -> int:
    """Post a JSON object signed as `timestamp.rawbody`; the status of the answer, 0 for none."""
    raw, stamp = json.dumps(told).encode(), str(int(time.time()))
    signature = hmac.new(key.encode(), f"{stamp}.".encode() + raw, sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Timestamp": stamp, "X-Signature": signature}
    try:
        return requests.post(address, data=raw, headers=headers, timeout=5).status_code
    except requests.RequestException:
        return 0


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server_version = "Simulation"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    @property
    def house(self) -> Gateway:
        return cast(Gateway, self.server)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/":
            house = self.house
            everything, known = house.phones.everything()[:400], house.known
            self.page(pages.front(house.title, everything, known.phones, house.switch, writes=bool(known.incoming)))
        elif path == "/style.css":
            self.answer(pages.STYLE.encode(), kind="text/css; charset=utf-8")
        elif path == "/simulator/messages":
            everything = self.house.phones.everything()
            self.json({"messages": [one.told() for one in everything], "calls": self.house.phones.calls})
        elif path.startswith("/v1/messages/"):
            self.serve(lambda _fault: self.look_up(path.rpartition("/")[2]))
        else:
            self.page(pages.refused("Không có trang này."), 404)

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
        path = urlsplit(self.path).path
        typed = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        if path == "/simulator/fault":
            self.turn(typed)
        elif path == "/simulator/text":
            self.write(typed)
        else:
            self.taken(path, body)

    def taken(self, path: str, body: bytes) -> None:
        """A message that is to be sent."""
        if path != "/v1/messages":
            self.page(pages.refused("Không có trang này."), 404)
            return
        self.serve(lambda fault: self.send_message(read(body), fault))

    def write(self, typed: dict[str, str]) -> None:
        """Somebody writes on a telephone."""
        status = self.house.write(typed.get("from", ""), typed.get("text", ""))
        if typed.get("back"):
            self.answer(b"", kind="text/plain", status=303, to="/")
        else:
            self.json({"status": status})

    def serve(self, work: Any) -> None:
        """Do the work and answer, or fail as the switch says."""
        house = self.house
        house.phones.count()
        if not self.may_call():
            self.json(self.forbidden(), 401)
            return
        fault, seconds = house.switch.strikes(), house.switch.seconds
        if fault in (Fault.SLOW, Fault.NEVER):
            time.sleep(seconds)
        if fault in (Fault.NEVER, Fault.GONE):
            self.close_connection = True
            return
        if fault in (Fault.GARBAGE, Fault.ERROR):
            self.answer(b"<html>502 Bad Gateway</html>", kind="text/html", status=500 if fault is Fault.ERROR else 200)
            return
        self.say(work(fault), fault, seconds)

    def may_call(self) -> bool:
        return not self.house.known.secret or self.headers.get("Authorization") == f"Bearer {self.house.known.secret}"

    def forbidden(self) -> Told:
        return {"status": "rejected", "code": "unauthorized"}

    def say(self, told: tuple[int, Told], fault: Fault, seconds: float) -> None:
        status, answer = told
        if fault is Fault.LATE:
            time.sleep(seconds)
        body = json.dumps(answer).encode()
        if fault in LOSING:
            self.close_connection = True
            if fault is Fault.HALF:
                self.head(len(body), "application/json", status)
                self.wfile.write(body[: len(body) // 2])
            return
        self.answer(body, kind="application/json", status=status)

    def send_message(self, told: Told, fault: Fault) -> tuple[int, Told]:
        """Take a message once; what is known by its number is answered as before."""
        if fault in (Fault.REFUSE, Fault.WRONG):
            return 200, {"status": "rejected", "code": "invalid_number" if fault is Fault.WRONG else "not_allowed"}
        try:
            number, to, text = str(told["id"]), str(told["to"]), str(told["text"])
            wide = bool(told["unicode"])
        except KeyError:
            return 400, {"status": "rejected", "code": "bad_request"}
        parts = 1 if len(text) <= ROOM[wide] else -(-len(text) // (67 if wide else 153))
        message = Message(number, to, text, now(), parts, parts * PRICE)
        self.house.took(message, fault)
        return 200, took(message)

    def look_up(self, number: str) -> tuple[int, Told]:
        found = self.house.phones.known(number)
        return (200, took(found)) if found else (404, {"status": "unknown", "code": "not_found"})

    def turn(self, told: dict[str, str]) -> None:
        try:
            self.house.switch.turn(told)
        except ValueError:
            self.json({"faults": [fault.value for fault in Fault]}, 400)
        else:
            if told.get("back"):
                self.answer(b"", kind="text/plain", status=303, to="/")
            else:
                self.json({"fault": self.house.switch.fault.value})

    def json(self, data: Told, status: int = 200) -> None:
        self.answer(json.dumps(data).encode(), kind="application/json", status=status)

    def page(self, html: str, status: int = 200) -> None:
        self.answer(html.encode(), kind="text/html; charset=utf-8", status=status)

    def answer(self, body: bytes, *, kind: str, status: int = 200, to: str = "") -> None:
        self.head(len(body), kind, status, to)
        self.wfile.write(body)

    def head(self, size: int, kind: str, status: int, to: str = "") -> None:
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: messages are nobody's business."""


def took(message: Message) -> Told:
    """The answer that a message was taken."""
    return {
        "status": "accepted", "message_id": f"sim-{message.number[:12]}", "parts": message.parts, "price": message.price
    }  # fmt: skip


def read(body: bytes) -> Told:
    """A JSON object; anything else is an empty one."""
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
