"""At the province: pieces of a bundle that comes by network, put together in a file; the answer goes in pieces too."""

from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from tinhso.core.nodes.actions.receiving import receive
from tinhso.core.nodes.clients import PIECE, said_of
from tinhso.core.nodes.domain.bundles import LARGEST
from tinhso.core.nodes.models import Node


class Answer(NamedTuple):
    """The bundle that answers: its SHA-256 (hexadecimal) and size."""

    name: str
    size: int


def is_signed(node: Node, path: str, header: str, piece: bytes) -> tuple[int, int] | None:
    """Where the piece begins and how large the whole is, when the node has signed that; else None."""
    with suppress(ValueError, InvalidSignature):
        start, size, signature = header.split(" ")
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(node.sign_key))
        key.verify(bytes.fromhex(signature), said_of(path, int(start), int(size), piece))
        return (int(start), int(size)) if 0 <= int(start) <= int(size) <= LARGEST else None
    return None


def put_piece(node: Node, name: str, piece: bytes, *, start: int, size: int, at: datetime) -> int | Answer:
    """Add a piece where it follows; how many bytes are there, or the answer when it is whole and was received.

    Raises NotReadable for a whole that is not what its name says, and is begun anew.
    """
    folder = _folder(node)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    for other in folder.glob("*.part"):
        if other != part:
            other.unlink(missing_ok=True)
    have = part.stat().st_size if part.exists() else 0
    if piece and start == have:
        with part.open("ab") as file:
            file.write(piece[: size - have])
        have = part.stat().st_size
    if have < size:
        return have
    bundle = part.read_bytes()
    if sha256(bundle).hexdigest() != name:
        part.unlink()
        return 0
    answer = _keep_answer(folder, receive(bundle, at=at))
    part.unlink(missing_ok=True)
    return answer


def read_answer(node: Node, name: str, *, start: int) -> bytes | None:
    """A piece of the answer that was kept last; None when it is another."""
    path = _folder(node) / f"{name}.answer"
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(start)
        return file.read(PIECE)


def _keep_answer(folder: Path, bundle: bytes) -> Answer:
    for other in folder.glob("*.answer"):
        other.unlink(missing_ok=True)
    answer = Answer(sha256(bundle).hexdigest(), len(bundle))
    (folder / f"{answer.name}.answer").write_bytes(bundle)
    return answer


def _folder(node: Node) -> Path:
    return Path(settings.VAR) / "nodes" / str(node.uuid)
