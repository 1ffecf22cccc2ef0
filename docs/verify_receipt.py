"""Verify a signed receipt without a network: `python verify_receipt.py KEYS.json "TINHSO1:…"`.

KEYS.json is what `/.well-known/receipt-keys.json` answered on a day when it could be trusted. Needs Python 3.11 and the
package `cryptography`, and nothing of the product. Written apart from the code that writes receipts.
"""

import base64
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def from_base32(text: str) -> bytes:
    """Base 32 (RFC 4648) without its padding."""
    return base64.b32decode(text + "=" * (-len(text) % 8))


def verify(text: str, keys: dict[str, str]) -> dict[str, str]:
    """What the receipt says. `keys`: id → public key in hexadecimal. Raises ValueError or InvalidSignature."""
    version, key, kind, ref, digest, position, at, signature = text.strip().split(":")
    if version != "TINHSO1" or key not in keys:
        raise ValueError("no receipt of theirs")
    body = text.strip().rpartition(":")[0].encode()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys[key])).verify(from_base32(signature), body)
    return {"kind": kind, "ref": ref, "sha256": from_base32(digest).hex(), "position": position, "at": at}


def main() -> int:
    """Say what the receipt says, or that it must not be believed."""
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    try:
        said = verify(sys.argv[2], {one["id"]: one["ed25519"] for one in told["keys"]})
    except (ValueError, InvalidSignature):
        print("NOT GENUINE")
        return 1
    print("GENUINE", json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
