"""`python -m simulators.ca --port 8903 --state var/simulators/ca`"""

import argparse
from pathlib import Path

from simulators.ca.authority import Authority
from simulators.ca.server import Desk


def main() -> None:
    """Serve until stopped. Prints its address once it listens; port 0 takes a free one.

    `--people FILE` is how the demo starts every simulator: the state lies in the folder of that name, less its ending.
    """
    parser = argparse.ArgumentParser(prog="simulators.ca")
    parser.add_argument("--port", type=int, default=8903)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--people", type=Path, default=Path("var/simulators/ca.json"))
    parser.add_argument("--address", default="", help="the address written into certificates; else where it listens")
    told = parser.parse_args()
    with Desk(told.port) as desk:
        desk.authority = Authority(told.state or told.people.with_suffix(""), told.address or desk.address)
        print(desk.address, flush=True)
        try:
            desk.serve_forever()
        except KeyboardInterrupt:
            return


main()
