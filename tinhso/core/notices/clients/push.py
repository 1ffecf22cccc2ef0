"""Web push (RFC 8030, 8188, 8291, 8292): only the browser that asked for it can read what is sent.

A push service of the maker of the browser carries it; only services on the list of this installation are ever called.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02, VapidException

from tinhso.core.notices.clients.interface import LARGEST_ANSWER, SECONDS, CannotAsk, Letter, NoAnswer, Refused, Sent
from tinhso.core.notices.domain.channels import Channel
from tinhso.kit.lines import Line, LineDown, WrongAddress
from tinhso.kit.secrets import kept_secret

KEPT = 3 * 24 * 3600
"""Seconds for which the push service keeps a message for a device that is off."""
LONGEST = 2_000
TOOK = frozenset({200, 201, 202})
GONE = frozenset({404, 410})
LATER = frozenset({429})


class WebPush:
    """All push services that browsers of this installation may name."""

    channel = Channel.PUSH
    at_once = 6
    repeats = True

    def send(self, letter: Letter) -> Sent:
        try:
            told = json.loads(letter.to)
            body = _sealed(_shown(letter), told["keys"])
            line = Line(origin_of(told["endpoint"]), headers=_headers(told["endpoint"], letter.number))
        except (ValueError, KeyError, TypeError, http_ece.ECEException, VapidException, WrongAddress) as wrong:
            raise Refused("subscription", wrong=True) from wrong
        try:
            reply = line.ask("POST", told["endpoint"], body, seconds=SECONDS, most=LARGEST_ANSWER)
        except LineDown as down:
            raise NoAnswer(down.why, reached=down.reached) from down
        if reply.status in TOOK:
            return Sent(parts=0, cost=0)
        if reply.status in LATER or reply.status >= 500:
            raise NoAnswer(f"status_{reply.status}", reached=False)
        raise Refused(f"status_{reply.status}", wrong=reply.status in GONE)

    def ask(self, number: str) -> Sent | None:
        raise CannotAsk


def public_key() -> str:
    """Our key as browsers want it: the uncompressed point on P-256, base 64 without padding."""
    public = _private().public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise TypeError("the key of web push lies on a curve")
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def origin_of(endpoint: str) -> str:
    """The push service of a subscription. Raises WrongAddress for one that is not on our list."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in settings.PUSH_HOSTS)
    if not known or parts.username or parts.password:
        raise WrongAddress("no push service of this installation")
    return f"{parts.scheme}://{parts.netloc}"


def _shown(letter: Letter) -> bytes:
    told = {"title": letter.subject, "body": letter.short[:LONGEST], "link": letter.link, "tag": letter.number}
    return json.dumps(told, ensure_ascii=False).encode()


def _sealed(content: bytes, keys: dict[str, Any]) -> bytes:
    """What only the browser of these keys can open (RFC 8291), under a key of this message alone.

    Raises ValueError, KeyError, TypeError, ECEException for keys that are none.
    """
    return bytes(
        http_ece.encrypt(
            content,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=_bytes_of(keys["p256dh"]),
            auth_secret=_bytes_of(keys["auth"]),
            version="aes128gcm",
        )
    )


def _bytes_of(word: str) -> bytes:
    """Base 64 for addresses, with or without its padding."""
    return urlsafe_b64decode(word + "=" * (-len(word) % 4))


def _headers(endpoint: str, number: str) -> tuple[tuple[str, str], ...]:
    """VAPID, how long to keep it, and a topic by which a second try replaces the first."""
    claims: dict[str, str | int] = {"sub": settings.SECURITY_CONTACT, "aud": origin_of(endpoint)}
    signed = _vapid().sign(claims)
    told = {
        **signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT),
        "Topic": number[:32],
        "Urgency": "normal",
    }
    return tuple((name, str(value)) for name, value in told.items())


@cache
def _private() -> ec.EllipticCurvePrivateKey:
    """The installation's own key, made at its first start; 248 random bits are always a scalar of P-256."""
    secret = kept_secret(Path(settings.VAR) / "keys" / "notices-push", 31)
    return ec.derive_private_key(int(secret, 16), ec.SECP256R1())


@cache
def _vapid() -> Vapid02:
    return Vapid02(private_key=_private())
