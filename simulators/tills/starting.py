"""How a simulated counter is started from the command line."""

import argparse
from collections.abc import Callable
from pathlib import Path

from simulators.tills.counter import Counter, Known


def serve(name: str, port: int, make: Callable[[int, Known], Counter]) -> None:
    """Serve until stopped. Prints its address once it listens; port 0 takes a free one."""
    parser = argparse.ArgumentParser(prog=f"simulators.{name}")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--known", "--people", type=Path, default=Path(f"var/simulators/{name}.json"))
    told = parser.parse_args()
    with make(told.port, Known(told.known)) as server:
        print(server.address, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
