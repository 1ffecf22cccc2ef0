"""A street with a bank and three gateways, each a process of its own, and our house at its end.

What they call is answered by the product inside the test: same process, same transaction, one call after another.
"""

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from django.test import Client

ROOT = Path(__file__).resolve().parents[4]
KEY = "the key of this street"
PATIENCE = 20.0


class Call:
    """A call from the street, and the answer it waits for."""

    def __init__(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
        self.method, self.path, self.body, self.headers = method, path, body, headers
        self.answer: tuple[int, bytes] = (503, b"")
        self.answered = Event()


class House(ThreadingHTTPServer):
    """Our door on the street: it writes down who calls and waits until someone inside answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.calls: Queue[Call] = Queue()
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        Thread(target=self.serve_forever, daemon=True).start()


class Door(BaseHTTPRequestHandler):
    """One call."""

    def do_GET(self) -> None:
        self._wait("GET")

    def do_POST(self) -> None:
        self._wait("POST")

    def _wait(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = Call(method, self.path, body, dict(self.headers))
        self.server.calls.put(call)
        call.answered.wait(PATIENCE)
        status, said = call.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


class Stand:
    """One simulator."""

    def __init__(self, name: str, known: dict[str, Any], folder: Path) -> None:
        (folder / f"{name}.json").write_text(json.dumps(known))
        command = [sys.executable, "-m", f"simulators.{name}", "--port", "0", "--known", str(folder / f"{name}.json")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self.address = ""

    def is_open(self) -> None:
        self.address = self.address or self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def fail(self, fault: str, **how: Any) -> None:
        told = {"fault": fault, **{name: str(value) for name, value in how.items()}}
        assert requests.post(f"{self.address}/simulator/fault", data=told, timeout=5).status_code == 200

    def pay(self, **told: Any) -> dict[str, Any]:
        answer = requests.post(f"{self.address}/simulator/pay", json=told, timeout=PATIENCE)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def orders(self) -> dict[str, dict[str, Any]]:
        told = requests.get(f"{self.address}/simulator/orders", timeout=5).json()
        return {order["ref"]: order for order in told["orders"]}

    def busy(self) -> bool:
        return requests.get(f"{self.address}/simulator/busy", timeout=5).json()["busy"] > 0


class Street:
    """All of them, and our house."""

    def __init__(self, folder: Path) -> None:
        self.house = House()
        home = self.house.address
        receiver = {"bank": "970405", "number": "0011001234567", "holder": "UBND XA MUONG LAN", "news": "sepay"}
        bank = {
            "payers": [{"name": "Sùng Thị Mỷ", "number": "0900000001", "balance": 100_000_000}],
            "receivers": [receiver, receiver | {"number": "0011007654321", "news": "vietqr"}],
            "sepay": {"url": f"{home}/pay/notice/sepay/", "secret": KEY},
            "vietqr": {
                "token_url": f"{home}/pay/vietqr/api/token_generate",
                "sync_url": f"{home}/pay/vietqr/bank/api/transaction-sync",
                "user": "vietqr",
                "password": KEY,
            },
        }
        merchants = {"TESTTMN1": {"secret": KEY, "name": "Sơn La", "ipn": f"{home}/pay/notice/vnpay/"}}
        partners = {"MOMOTEST": {"access_key": "AK", "secret": KEY, "name": "Sơn La"}}
        self.bank = Stand("bank", bank, folder)
        self.vnpay = Stand("vnpay", {"merchants": merchants}, folder)
        self.momo = Stand("momo", {"partners": partners}, folder)
        self.hosted = Stand("hosted", {"secret": KEY, "name": "Sơn La"}, folder)
        for stand in self.stands:
            stand.is_open()

    @property
    def stands(self) -> tuple[Stand, ...]:
        return self.bank, self.vnpay, self.momo, self.hosted

    def close(self) -> None:
        for stand in self.stands:
            stand.close()
        self.house.shutdown()

    def calm(self) -> None:
        """Nobody fails, nobody has anything left to say."""
        for stand in self.stands:
            assert requests.post(f"{stand.address}/simulator/forget", timeout=5).status_code == 200
        while not self.house.calls.empty():
            self.house.calls.get().answered.set()

    def settings(self) -> dict[str, Any]:
        """The settings by which the product knows this street."""
        return {
            "VNPAY_URL": f"{self.vnpay.address}/paymentv2/vpcpay.html",
            "VNPAY_API": f"{self.vnpay.address}/merchant_webapi/api/transaction",
            "VNPAY_TERMINAL": "TESTTMN1", "VNPAY_SECRET": KEY, "VNPAY_CARD": "INTCARD",
            "VNPAY_MOBILE_MONEY": "MOBILEMONEY", "MOMO_URL": self.momo.address, "MOMO_PARTNER": "MOMOTEST",
            "MOMO_ACCESS_KEY": "AK", "MOMO_SECRET": KEY, "HOSTED_URL": self.hosted.address, "HOSTED_SECRETS": [KEY],
            "SEPAY_SECRETS": [KEY], "SEPAY_KEYS": [], "VIETQR_USER": "vietqr", "VIETQR_PASSWORD": KEY,
        }  # fmt: skip

    def answer_calls(self, *, at_most: int = 100) -> list[int]:
        """Answer who calls until nobody is about to; the statuses that were answered."""
        answered, end = [], monotonic() + PATIENCE
        while monotonic() < end and len(answered) < at_most:
            try:
                answered.append(self._answer(self.house.calls.get(timeout=0.05)))
            except Empty:
                if not any(stand.busy() for stand in self.stands):
                    break
        return answered

    def _answer(self, call: Call) -> int:
        kind = call.headers.get("Content-Type", "")
        headers = {name: value for name, value in call.headers.items() if name not in ("Host", "Content-Length")}
        client = Client()
        if call.method == "GET":
            answer = client.get(call.path, headers=headers)
        else:
            answer = client.post(call.path, call.body, content_type=kind, headers=headers)
        call.answer = (answer.status_code, answer.content)
        call.answered.set()
        return answer.status_code

    def follow(self, client: Client, address: str) -> Any:
        """The payer's browser comes back to us."""
        parts = urlsplit(address)
        return client.get(f"{parts.path}?{parts.query}", follow=True)
