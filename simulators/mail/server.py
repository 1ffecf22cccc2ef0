"""What comes by SMTP, and the page that shows it."""

import asyncio
import json
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, cast
from urllib.parse import parse_qsl

from aiosmtpd.smtp import SMTP, Envelope, Session

from simulators.sms import pages

KEPT = 500


class Mailbox:
    """All mail, the latest first. `says` is answered to the next recipients instead of taking them."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.says = ""
        self._loop = asyncio.new_event_loop()
        setattr(self, "handle_RCPT", self._recipient)
        setattr(self, "handle_DATA", self._content)

    def listen(self, port: int) -> int:
        """Take mail on a port of loopback, in a thread of its own; the port."""
        made = self._loop.create_server(lambda: SMTP(self, enable_SMTPUTF8=True), "127.0.0.1", port)
        server = self._loop.run_until_complete(made)
        Thread(target=self._loop.run_forever, daemon=True).start()
        return int(server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _recipient(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.says:
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def _content(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = message_from_bytes(content, policy=default)
        self.mails[:0] = [(address, mail) for address in envelope.rcpt_tos]
        del self.mails[KEPT:]
        return "250 OK"


class Pages(ThreadingHTTPServer):
    """The page with the mails."""

    daemon_threads = True

    def __init__(self, port: int, mailbox: Mailbox) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.mailbox = mailbox
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server_version = "Simulation"
    sys_version = ""

    @property
    def mailbox(self) -> Mailbox:
        return cast(Pages, self.server).mailbox

    def do_GET(self) -> None:
        if self.path == "/style.css":
            self._answer(pages.STYLE, "text/css")
        elif self.path == "/simulator/mails":
            told = [_told(to, mail) for to, mail in self.mailbox.mails]
            self._answer(json.dumps({"mails": told}), "application/json")
        else:
            shown = "".join(_shown(to, mail) for to, mail in self.mailbox.mails) or "<p>Chưa có thư nào.</p>"
            body = f'<h1>Thư điện tử đã gửi</h1><div class="phones">{shown}</div>'
            self._answer(pages.page("Thư điện tử", body), "text/html")

    def do_POST(self) -> None:
        """`says=550 No such user` makes the next recipients be refused; empty: all is well."""
        size = min(int(self.headers.get("Content-Length") or 0), 10_000)
        self.mailbox.says = dict(parse_qsl(self.rfile.read(size).decode(), keep_blank_values=True)).get("says", "")
        self._answer("{}", "application/json")

    def _answer(self, body: str, kind: str) -> None:
        raw = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'")
        self.end_headers()
        self.wfile.write(raw)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: mails are nobody's business."""


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


def _told(to: str, mail: EmailMessage) -> dict[str, Any]:
    return {"to": to, "subject": str(mail["Subject"]), "text": _text(mail), "number": str(mail["Message-ID"])}


def _shown(to: str, mail: EmailMessage) -> str:
    return (
        f'<section class="phone"><h2>{escape(str(mail["Subject"]))}</h2><small>{escape(to)}</small>'
        f"<p>{escape(_text(mail))}</p></section>"
    )
