"""A line between a browser and a server that is as slow as it is told, and counts what passes."""

import socket
import threading
import time
from contextlib import suppress

GPRS = (50_000 / 8, 0.6)
"""Bytes a second each way, and seconds there and back."""
CHUNK = 2_048


class Line:
    """Forwards connections to a port of this machine. `rate` 0 is as fast as it goes."""

    def __init__(self, port: int) -> None:
        self.target, self.rate, self.delay = port, 0.0, 0.0
        self._down, self._ways = 0, (threading.Lock(), threading.Lock())
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.home = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def taken(self) -> int:
        """Bytes that came down since it was last asked, headers included."""
        told, self._down = self._down, 0
        return told

    def _accept(self) -> None:
        while True:
            near, _address = self.listening.accept()
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        time.sleep(self.delay)
        with near, socket.create_connection(("127.0.0.1", self.target)) as far:
            up = threading.Thread(target=self._pump, args=(near, far, 0), daemon=True)
            up.start()
            self._pump(far, near, 1)

    def _pump(self, source: socket.socket, sink: socket.socket, way: int) -> None:
        """Pass on, at the rate that all connections share; what follows a pause comes late by half the delay."""
        quiet = True
        with suppress(OSError):
            while some := source.recv(CHUNK):
                if quiet:
                    time.sleep(self.delay / 2)
                with self._ways[way]:
                    time.sleep(len(some) / self.rate if self.rate else 0)
                self._down += len(some) * way
                sink.sendall(some)
                quiet = len(some) < CHUNK
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
