"""Apps that show codes: the secret they are given, kept sealed, and the picture they read it from."""

import base64
import secrets
from functools import cache
from urllib.parse import quote, urlencode

import segno
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tinhso.kit.secrets import kept_secret

ISSUER = "Tinh So"


def new_secret() -> str:
    """160 random bits as an app expects them (RFC 4226 section 4, RFC 4648 base 32)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def seal(secret: str) -> str:
    """The secret as it lies in the database: AES-256-GCM under a key that is not in it."""
    nonce = secrets.token_bytes(12)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, secret.encode(), b"totp")).decode()


def unseal(sealed: str) -> str:
    """The secret again. Raises cryptography's InvalidTag when a bit was changed."""
    raw = base64.b64decode(sealed)
    return _cipher().decrypt(raw[:12], raw[12:], b"totp").decode()


def address(secret: str, *, username: str) -> str:
    """The `otpauth:` address an app reads."""
    label = quote(f"{ISSUER}:{username}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER}, quote_via=quote)}"


def picture(secret: str, *, username: str) -> str:
    """The address as a QR code, a `data:` URI of an SVG."""
    return segno.make(address(secret, username=username), micro=False).svg_data_uri(scale=5, border=3, light="white")


@cache
def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(kept_secret(settings.VAR / "keys" / "accounts-codes")))
