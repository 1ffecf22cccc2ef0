"""`python -m simulators.sms --port 8921 --known var/simulators/sms.json`"""

import argparse
from pathlib import Path

from simulators.sms.known import Known
from simulators.sms.server import Gateway


def main() -> None:
    """Serve until stopped. Prints its address once it listens; port 0 takes a free one."""
    parser = argparse.ArgumentParser(prog="simulators.sms")
    parser.add_argument("--port", type=int, default=8921)
    parser.add_argument("--known", "--people", type=Path, default=Path("var/simulators/sms.json"))
    told = parser.parse_args()
    with Gateway(told.port, Known(told.known)) as server:
        print(server.address, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


main()
