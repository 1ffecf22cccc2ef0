"""A line to a machine outside that nothing can hold for long: fixed address, one deadline for everything, no redirect.

Time-outs of a library count from byte to byte; whoever sends one byte a second defeats them. Here the whole exchange,
from the connection on, is cut at its deadline.
"""

import socket
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from threading import Timer
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

CONNECT = 4.0
"""Seconds within which the other side must pick up."""
PIECE = 65_536


class LineDown(Exception):
    """No answer that can be trusted. What was asked may have been done, may be done later, or never.

    why       one word for logs and pages: `silent`, `unreachable`, `broken`, `too_large`, `elsewhere`, `status_500`, …
    reached   False when nobody picked up: what was asked has surely not been heard
    """

    def __init__(self, why: str, *, reached: bool = True) -> None:
        self.why, self.reached = why, reached
        super().__init__(why)


class WrongAddress(ValueError):
    """An address that may not be called: another host, another scheme, or the open net without TLS."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP status and the body that came with it."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A machine outside, by its address. Every exchange has a connection of its own, so that an answer that comes
    twice is never taken for the answer to the next question."""

    address: str
    headers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not is_safe(self.address):
            raise WrongAddress(self.address)

    def post(self, path: str, told: dict[str, Any], *, seconds: float, most: int) -> bytes:
        """The body of a 200 to a JSON question, at most so many bytes. Raises LineDown."""
        return _good(self.ask("POST", self.address.rstrip("/") + path, told, seconds=seconds, most=most))

    def get(self, address: str, *, seconds: float, most: int) -> bytes:
        """The body of a 200 at an address of this machine. Raises LineDown, WrongAddress."""
        where = urljoin(self.address.rstrip("/") + "/", address)
        if _origin(where) != _origin(self.address):
            raise WrongAddress("another host")
        return _good(self.ask("GET", where, None, seconds=seconds, most=most))

    def ask(self, verb: str, where: str, told: dict[str, Any] | bytes | None, *, seconds: float, most: int) -> Reply:
        """What was answered, whatever its status: to JSON, or to bytes that are sent as they are.

        `seconds` is the longest it takes, from the first packet on. Raises LineDown: no answer, or one of over `most`
        bytes.
        """
        until = monotonic() + seconds
        try:
            with requests.Session() as session:
                session.trust_env = False
                session.mount("https://", _Brief(seconds))
                session.mount("http://", _Brief(seconds))
                answer = session.request(
                    verb,
                    where,
                    json=told if isinstance(told, dict) else None,
                    data=told if isinstance(told, bytes) else None,
                    headers={"Connection": "close", "Accept-Encoding": "identity", **dict(self.headers)},
                    timeout=(min(CONNECT, seconds), seconds),
                    allow_redirects=False,
                    stream=True,
                )
                return Reply(answer.status_code, _body(answer, until, most))
        except requests.ConnectTimeout as silent:
            raise LineDown("silent", reached=False) from silent
        except requests.Timeout as silent:
            raise LineDown("silent") from silent
        except requests.ConnectionError as gone:
            why = "silent" if monotonic() >= until else "unreachable"
            raise LineDown(why, reached=not _never_connected(gone)) from gone
        except (requests.RequestException, OSError) as broken:
            raise LineDown("silent" if monotonic() >= until else "broken") from broken


def _never_connected(error: requests.ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


def is_safe(address: str) -> bool:
    """Whether an address may be spoken to: https, or http within a private network."""
    try:
        parts = urlsplit(address)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.password or not port_is_one:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_private(parts.hostname))


def _is_private(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_private
    return False


def _origin(address: str) -> tuple[str, str | None, int | None, bool]:
    parts = urlsplit(address)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, port, bool(parts.username or parts.password)


def _good(reply: Reply) -> bytes:
    if 300 <= reply.status < 400:
        raise LineDown("elsewhere")
    if reply.status != 200:
        raise LineDown(f"status_{reply.status}")
    return reply.body


def _body(answer: requests.Response, until: float, most: int) -> bytes:
    said = bytearray()
    for piece in answer.iter_content(PIECE):
        said += piece
        if len(said) > most:
            raise LineDown("too_large")
    if monotonic() >= until:
        raise LineDown("silent")
    return bytes(said)


class Watch:
    """Shuts a connection down at its deadline, whatever is being waited for: a hand on a second handle of the socket,
    which stays valid under TLS."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._handle = connection.dup()
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        self._timer.cancel()
        self._handle.close()

    def _cut(self) -> None:
        with suppress(OSError):
            self._handle.shutdown(socket.SHUT_RDWR)


class _Watched:
    """What both kinds of connections have in common: a watch from the first packet to the end."""

    seconds = CONNECT
    _watch: Watch | None = None

    def watch(self, connection: socket.socket) -> socket.socket:
        self.unwatch()
        self._watch = Watch(connection, self.seconds)
        return connection

    def unwatch(self) -> None:
        if self._watch:
            self._watch.end()
            self._watch = None


class _Plain(_Watched, HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return self.watch(super()._new_conn())

    def close(self) -> None:
        self.unwatch()
        super().close()


class _Sealed(_Watched, HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return self.watch(super()._new_conn())

    def close(self) -> None:
        self.unwatch()
        super().close()


class _Brief(HTTPAdapter):
    """Connections that live so many seconds, and are never tried twice."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        plain = type("_PlainFor", (_Plain,), {"seconds": self._seconds})
        sealed = type("_SealedFor", (_Sealed,), {"seconds": self._seconds})
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("_Http", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("_Https", (HTTPSConnectionPool,), {"ConnectionCls": sealed}),
        }
