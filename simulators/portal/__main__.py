"""`python -m simulators.portal --port 8902 --known var/simulators/portal.json`"""

import argparse
from pathlib import Path

from simulators.portal.known import Known
from simulators.portal.server import Portal
from simulators.portal.store import Store


def main() -> None:
    """Serve until stopped. Prints its address once it listens; port 0 takes a free one."""
    parser = argparse.ArgumentParser(prog="simulators.portal")
    parser.add_argument("--port", type=int, default=8902)
    parser.add_argument("--known", "--people", type=Path, default=Path("var/simulators/portal.json"))
    parser.add_argument("--store", type=Path, help="a file that outlives the process; else memory, or what is known")
    told = parser.parse_args()
    known = Known(told.known)
    with Portal(told.port, known, Store(told.store or known.store)) as server:
        server.file_first()
        print(server.address, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


main()
