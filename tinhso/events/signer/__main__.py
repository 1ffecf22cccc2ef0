"""The command line of the signer."""

import argparse
import fcntl
import signal
import sys
from pathlib import Path
from threading import Thread

from tinhso.events.signer.memory import Memory
from tinhso.events.signer.server import Door


def main() -> int:
    """Sign until told to stop; or allow an origin and leave."""
    asked = _arguments()
    memory = Memory(asked.state)
    if asked.allow:
        memory.allow(asked.allow)
        return 0
    with (asked.state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("Another signer keeps this state.\n")
            return 1
        _serve(Door(asked.socket, memory))
    asked.socket.unlink(missing_ok=True)
    return 0


def _serve(door: Door) -> None:
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: Thread(target=door.shutdown).start())
    with door:
        door.serve_forever()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tinhso.events.signer", description="Signs checkpoints of the log.")
    parser.add_argument("--state", type=Path, required=True, help="folder of the key and of what was signed")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--socket", type=Path, help="unix socket to listen on")
    wanted.add_argument("--allow", metavar="ORIGIN", help="let a further origin be signed, after a restore")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
