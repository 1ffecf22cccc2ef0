"""Changes of dossiers on their way to the simulated portal, in a process that may be killed.

`main(*words)` of `tests.forks`: migrate | lay DOSSIERS | send ADDRESS MINUTES SIGN | report
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.core.management import call_command

from tinhso.government.procedures import models
from tinhso.government.procedures.actions import exchange
from tinhso.government.procedures.clients import portal as clients
from tinhso.government.procedures.domain import portal as messages
from tinhso.kit import lines

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


def send(address, minutes, sign):
    """As the job would so many minutes later; a file is the sign that it began."""
    line = lines.Line(address)
    portal = clients.HttpPortal(line, line, unit=UNIT, user=USER, password=PASSWORD, dialect=messages.dialect_of())
    Path(sign).touch()
    exchange.send_due(portal=portal, book=Book(), at=NOW + timedelta(minutes=minutes))


def report():
    rows = models.Outgoing.objects
    return {"unfinished": rows.unfinished().count(), "unsure": rows.filter(unsure=True).count()}


def main(verb, *words):
    match verb:
        case "migrate":
            call_command("migrate", verbosity=0)
        case "lay":
            lay(int(words[0]))
        case "send":
            send(words[0], int(words[1]), words[2])
        case "report":
            for _asked in sys.stdin:
                sys.stdout.write(f"{json.dumps(report())}\n")
                sys.stdout.flush()
