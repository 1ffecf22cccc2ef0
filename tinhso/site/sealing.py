"""Keys in a backup: one sealed file that only a passphrase opens (scrypt, then AES-256-GCM)."""

import io
import secrets
import tarfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_MARK = b"tinhso-keys-1\n"
_LEAST = 16


class WrongPassphrase(Exception):
    """The passphrase does not open the keys, or they were changed."""


class WeakPassphrase(Exception):
    """A passphrase for the keys of a province has at least 16 characters."""


def seal(folder: Path, passphrase: str) -> bytes:
    """All files of a folder, sealed. Raises WeakPassphrase."""
    if len(passphrase) < _LEAST:
        raise WeakPassphrase
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.add(path, arcname=str(path.relative_to(folder)))
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    return _MARK + salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, packed.getvalue(), _MARK)


def unseal(sealed: bytes, passphrase: str, folder: Path) -> int:
    """Write the keys into a folder, readable by their owner only; returns how many. Raises WrongPassphrase."""
    salt, nonce, rest = sealed[len(_MARK) :][:16], sealed[len(_MARK) + 16 :][:12], sealed[len(_MARK) + 28 :]
    try:
        packed = AESGCM(_key(passphrase, salt)).decrypt(nonce, rest, _MARK)
    except (InvalidTag, ValueError) as wrong:
        raise WrongPassphrase from wrong
    count = 0
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            target = (folder / member.name).resolve()
            if content is None or not target.is_relative_to(folder.resolve()):
                continue
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.touch(mode=0o600)
            target.write_bytes(content.read())
            count += 1
    return count


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
