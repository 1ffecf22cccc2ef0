"""`python -m simulators.identity --port 8901 --people var/simulators/identity.json`"""

import argparse
from pathlib import Path

from simulators.identity.people import Register
from simulators.identity.server import Identity


def main() -> None:
    """Serve until stopped. Prints its address once it listens; port 0 takes a free one."""
    parser = argparse.ArgumentParser(prog="simulators.identity")
    parser.add_argument("--port", type=int, default=8901)
    parser.add_argument("--people", type=Path, default=Path("var/simulators/identity.json"))
    told = parser.parse_args()
    with Identity(told.port, Register(told.people)) as server:
        print(server.issuer, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


main()
