"""A signer of flesh and blood: the real program's door, on a socket of its own."""

import tempfile
from pathlib import Path
from threading import Thread

import pytest

from tinhso.events.clients import Signer
from tinhso.events.signer.memory import Memory
from tinhso.events.signer.server import Door


class Booth:
    """A signer that can be closed and opened again over the same memory."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "s"
        self.open()

    def open(self) -> None:
        self.memory = Memory(self.folder / "state")
        self.door = Door(self.socket, self.memory)
        self.thread = Thread(target=self.door.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.door.shutdown()
        self.door.server_close()
        self.thread.join()
        self.socket.unlink(missing_ok=True)

    @property
    def signer(self) -> Signer:
        return Signer(self.socket)


@pytest.fixture
def booth(settings):
    with tempfile.TemporaryDirectory(prefix="booth") as folder:
        booth = Booth(Path(folder))
        settings.SIGNER_SOCKET = booth.socket
        yield booth
        booth.close()
