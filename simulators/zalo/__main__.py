"""`python -m simulators.zalo --port 8922 --known var/simulators/zalo.json`"""

import argparse
from pathlib import Path

from simulators.sms.known import Known
from simulators.zalo.server import Zalo


def main() -> None:
    """Serve until stopped. Prints its address once it listens; port 0 takes a free one."""
    parser = argparse.ArgumentParser(prog="simulators.zalo")
    parser.add_argument("--port", type=int, default=8922)
    parser.add_argument("--known", "--people", type=Path, default=Path("var/simulators/zalo.json"))
    told = parser.parse_args()
    with Zalo(told.port, Known(told.known)) as server:
        print(server.address, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


main()
