"""Changes of dossiers on their way to the simulated portal, in a process of its own that may be killed.

`python tests/faults/portal_worker.py migrate | lay DOSSIERS | send ADDRESS MINUTES | report`
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

call_command = import_module("django.core.management").call_command
exchange, clients, messages, models = (
    import_module(f"tinhso.government.procedures.{room}")
    for room in ("actions.exchange", "clients.portal", "domain.portal", "models")
)
lines = import_module("tinhso.kit.lines")
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
STATUSES = (1, 2, 4, 9, 10)
USER, PASSWORD, UNIT, PROCEDURE = "tinhso", "a secret of tests", "H52", "1.001193"


class Book:
    """Says what a row says; there is no dossier behind it."""

    def say(self, row):
        told = messages.Message(code=row.code, procedure=PROCEDURE, status=row.status)
        return told, messages.Progress(code=row.code, at=row.moment, status=row.status, what="Bước")


def lay(count):
    entry = 0
    for number in range(count):
        code = f"H52-261120-{number:04}"
        for order, status in enumerate(STATUSES):
            entry += 1
            exchange.note_change(
                dossier=uuid5(NAMESPACE_URL, code),
                code=code,
                status=messages.Status(status),
                step="x",
                moment=NOW + timedelta(minutes=order),
                entry=entry,
                at=NOW,
            )


def send(address, minutes):
    """As the job would so many minutes later; says when it begins."""
    line = lines.Line(address)
    portal = clients.HttpPortal(line, line, unit=UNIT, user=USER, password=PASSWORD, dialect=messages.dialect_of())
    Path(sys.argv[4]).touch()
    exchange.send_due(portal=portal, book=Book(), at=NOW + timedelta(minutes=minutes))


def report():
    rows = models.Outgoing.objects
    return {"unfinished": rows.unfinished().count(), "unsure": rows.filter(unsure=True).count()}


if __name__ == "__main__":
    match sys.argv[1]:
        case "migrate":
            call_command("migrate", verbosity=0)
        case "lay":
            lay(int(sys.argv[2]))
        case "send":
            send(sys.argv[2], int(sys.argv[3]))
        case "report":
            for _asked in sys.stdin:
                sys.stdout.write(f"{json.dumps(report())}\n")
                sys.stdout.flush()
