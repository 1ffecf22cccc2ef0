"""The line from a node to its province: a bundle goes up in pieces, the answer comes down in pieces; both resume.

Each piece is signed by the node (Ed25519) over the address it goes to, where it begins, and its SHA-256. A piece that
comes twice is written once. The bundle itself is sealed and signed, so that the line need not be trusted.
"""

import json
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tinhso.core.nodes.models import Home
from tinhso.kit.lines import Line, LineDown

PIECE = 65_536
"""Bytes that go at once: 30 seconds of a poor line."""
SECONDS = 60.0
HEADER = "Node-Piece"


def said_of(path: str, start: int, size: int, piece: bytes) -> bytes:
    """What a node signs: the address, the first byte of the piece, the size of the whole, the piece."""
    return f"{path} {start} {size} {sha256(piece).hexdigest()}".encode()


class ProvinceLine:
    """The province as a node reaches it."""

    def __init__(self, home: Home, key: Ed25519PrivateKey) -> None:
        self.home, self.key = home, key

    def exchange(self, bundle: bytes) -> bytes:
        """Hand a bundle over, and fetch the answer to it. What has arrived is not sent again. Raises LineDown."""
        name = sha256(bundle).hexdigest()
        told = self._told(f"/nodes/{self.home.uuid}/pieces/{name}/", 0, len(bundle), b"")
        while "answer" not in told:
            start = int(told["have"])
            piece = bundle[start : start + PIECE]
            told = self._told(f"/nodes/{self.home.uuid}/pieces/{name}/", start, len(bundle), piece)
            if "answer" not in told and int(told["have"]) <= start:
                raise LineDown("broken")
        return self._fetch(str(told["answer"]), int(str(told["size"])))

    def _told(self, path: str, start: int, size: int, piece: bytes) -> dict[str, int | str]:
        told = json.loads(self._post(path, start, size, piece))
        if not isinstance(told, dict) or not ("answer" in told or "have" in told):
            raise LineDown("broken")
        return told

    def _fetch(self, name: str, size: int) -> bytes:
        answer = b""
        while len(answer) < size:
            piece = self._post(f"/nodes/{self.home.uuid}/answers/{name}/", len(answer), size, b"")
            if not piece:
                raise LineDown("broken")
            answer += piece
        if sha256(answer).hexdigest() != name:
            raise LineDown("broken")
        return answer

    def _post(self, path: str, start: int, size: int, piece: bytes) -> bytes:
        signature = self.key.sign(said_of(path, start, size, piece)).hex()
        headers = ((HEADER, f"{start} {size} {signature}"), ("Content-Type", "application/octet-stream"))
        line = Line(self.home.address, headers)
        reply = line.ask("POST", self.home.address.rstrip("/") + path, piece, seconds=SECONDS, most=2 * PIECE)
        if reply.status != 200:
            raise LineDown(f"status_{reply.status}")
        return reply.body
