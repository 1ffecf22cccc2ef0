"""How a simulator is started from the command line."""

import argparse
from collections.abc import Callable
from http.server import HTTPServer
from pathlib import Path


def serve(name: str, port: int, make: Callable[[int, Path], HTTPServer]) -> None:
    """Serve until stopped what is made of a port and the file of what is known.

    Prints its address once it listens; port 0 takes a free one.
    """
    parser = argparse.ArgumentParser(prog=f"simulators.{name}")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--known", "--people", type=Path, default=Path(f"var/simulators/{name}.json"))
    told = parser.parse_args()
    with make(told.port, told.known) as server:
        print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
