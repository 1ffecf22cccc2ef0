"""`python -m simulators.mail --port 8923 --smtp 8924`"""

import argparse
from pathlib import Path

from simulators.mail.server import Mailbox, Pages


def main() -> None:
    """Serve until stopped. Prints the address of its page, and its port for mail, once both listen; 0 is a free one."""
    parser = argparse.ArgumentParser(prog="simulators.mail")
    parser.add_argument("--port", type=int, default=8923)
    parser.add_argument("--smtp", type=int, default=8924)
    parser.add_argument("--known", "--people", type=Path, help="not needed: whoever has an address gets mail")
    told = parser.parse_args()
    mailbox = Mailbox()
    port = mailbox.listen(told.smtp)
    with Pages(told.port, mailbox) as server:
        print(server.address, port, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            mailbox.stop()


main()
