"""Signatures of gateways: a keyed hash over what was received, letter for letter, compared in constant time."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

LEEWAY = timedelta(minutes=5)
"""How far the clock of a sender may be from ours."""


class Forged(Exception):
    """The signature is not theirs, or what it covers was changed."""


class Stale(Exception):
    """Signed at a time too far from now: a replay, or a wrong clock."""


class Unreadable(Exception):
    """Signed, or not signed at all, but not in the form that was agreed."""


def sha256(secret: str, text: bytes) -> str:
    """HMAC-SHA256, lower-case hex."""
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def sha512(secret: str, text: bytes) -> str:
    """HMAC-SHA512, lower-case hex."""
    return hmac.new(secret.encode(), text, hashlib.sha512).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing."""
    return hmac.compare_digest(one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))


def is_one_of(said: str, right: Iterable[str]) -> bool:
    """Whether it equals one of them; all are compared, so that the time tells nothing."""
    return sum(same(said, one) for one in right) > 0


def check_stamped(
    *, stamp: str, body: bytes, signature: str, secrets: Iterable[str], at: datetime, prefix: str = "sha256="
) -> None:
    """Check HMAC-SHA256 over `stamp.body` by any of the active secrets, within LEEWAY of now.

    stamp   seconds since 1970, as sent

    Raises Forged, Stale.
    """
    text = stamp.encode() + b"." + body
    said = signature.strip().lower().removeprefix(prefix)
    if not is_one_of(said, [sha256(secret, text) for secret in secrets if secret]):
        raise Forged
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise Stale
    if abs(at.timestamp() - int(stamp)) > LEEWAY.total_seconds():
        raise Stale
