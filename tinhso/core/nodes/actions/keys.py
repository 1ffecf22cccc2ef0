"""The keys of this installation towards its nodes or, at a node, its province. They never leave the machine."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from tinhso.kit.secrets import kept_secret


def folder() -> Path:
    """Where the keys lie."""
    return Path(settings.VAR) / "keys" / "nodes"


def sign_key() -> Ed25519PrivateKey:
    """With which bundles are signed."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept_secret(folder() / "sign")))


def box() -> X25519PrivateKey:
    """For which bundles are sealed."""
    return X25519PrivateKey.from_private_bytes(bytes.fromhex(kept_secret(folder() / "box")))


def sign_public() -> str:
    """The public half of `sign_key`, hexadecimal."""
    return sign_key().public_key().public_bytes_raw().hex()


def box_public() -> str:
    """The public half of `box`, hexadecimal."""
    return box().public_key().public_bytes_raw().hex()


def renew_keys() -> None:
    """Throw the keys away; the next use makes new ones. For a node that begins anew."""
    for name in ("sign", "box"):
        (folder() / name).unlink(missing_ok=True)
