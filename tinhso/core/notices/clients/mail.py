"""E-mail by SMTP (RFC 5321). A letter keeps its Message-ID, so that one that came twice is shown once."""

import smtplib
import socket
import ssl
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Any

from tinhso.core.notices.clients.interface import SECONDS, CannotAsk, Letter, NoAnswer, Refused, Sent
from tinhso.core.notices.domain.channels import Channel
from tinhso.kit.lines import Watch

PERMANENT = 500
NO_SUCH_MAILBOX = frozenset({550, 551, 553})


class _Brief(smtplib.SMTP):
    """A connection that lives so many seconds, whatever the other side drips."""

    watch: Watch | None = None
    begun = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """From here on the server may have the letter."""
        self.begun = True
        return super().data(msg)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # the hook smtplib leaves open
        connection = socket.create_connection((host, port), timeout)
        self.watch = Watch(connection, SECONDS)
        return connection

    def close(self) -> None:
        if self.watch:
            self.watch.end()
            self.watch = None
        super().close()


class SmtpMail:
    """A mail server. `tls` asks for STARTTLS and refuses a server without it; a user signs in."""

    channel = Channel.EMAIL
    at_once = 4
    repeats = True

    def __init__(self, host: str, port: int, *, sender: str, user: str, password: str, tls: bool) -> None:
        self._host, self._port, self._sender = host, port, sender
        self._user, self._password, self._tls = user, password, tls

    def send(self, letter: Letter) -> Sent:
        message = written(letter, sender=self._sender)
        server = _Brief(timeout=SECONDS)
        try:
            with server:
                self._enter(server)
                server.send_message(message, from_addr=self._sender, to_addrs=[letter.to])
        except smtplib.SMTPRecipientsRefused as refused:
            code = next((code for code, _ in refused.recipients.values()), 0)
            raise self._said(code) from refused
        except smtplib.SMTPResponseException as answer:
            raise self._said(answer.smtp_code) from answer
        except (smtplib.SMTPException, OSError, ValueError) as gone:
            raise NoAnswer("silent" if server.begun else "unreachable", reached=server.begun) from gone
        return Sent(message["Message-ID"].strip("<>")[:80], parts=0, cost=0)

    def ask(self, number: str) -> Sent | None:
        raise CannotAsk

    def _enter(self, server: _Brief) -> None:
        server.connect(self._host, self._port)
        if self._tls:
            server.starttls(context=ssl.create_default_context())
        if self._user:
            server.login(self._user, self._password)

    def _said(self, code: int) -> Exception:
        """A permanent no (5xx) refuses the letter; a temporary one (4xx) is tried again, nothing was taken."""
        if code < PERMANENT:
            return NoAnswer(f"status_{code}", reached=False)
        return Refused(f"status_{code}", wrong=code in NO_SUCH_MAILBOX)


def written(letter: Letter, *, sender: str) -> EmailMessage:
    """The mail. Nothing that a person typed can become a header: line breaks are refused. Raises Refused."""
    message = EmailMessage(policy=SMTP)
    host = sender.rpartition("@")[2]
    try:
        message["From"] = Address(addr_spec=sender)
        message["To"] = Address(addr_spec=letter.to)
        message["Subject"] = letter.subject
    except (ValueError, IndexError, MessageError) as wrong:
        raise Refused("address", wrong=True) from wrong
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{letter.number}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.long + (f"\n\n{letter.link}" if letter.link else ""))
    return message


def is_mail_address(text: str) -> bool:
    """Whether a text is one address of the plain form `ten@noi.vn`."""
    with suppress(ValueError, IndexError, MessageError):
        return Address(addr_spec=text).addr_spec == text and "." in text.rpartition("@")[2]
    return False
