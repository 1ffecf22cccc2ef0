"""`python -m simulators.voice --port 8926 --known var/simulators/voice.json`"""

import argparse
from pathlib import Path

from simulators.sms.known import Known
from simulators.voice.server import Exchange


def main() -> None:
    """Serve until stopped. Prints its address once it listens; port 0 takes a free one."""
    parser = argparse.ArgumentParser(prog="simulators.voice")
    parser.add_argument("--port", type=int, default=8926)
    parser.add_argument("--known", "--people", type=Path, default=Path("var/simulators/voice.json"))
    told = parser.parse_args()
    with Exchange(told.port, Known(told.known)) as server:
        print(server.address, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


main()
