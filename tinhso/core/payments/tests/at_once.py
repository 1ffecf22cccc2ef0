"""Several processes on one database at the same moment.

    python -m tinhso.core.payments.tests.at_once bank|gateway <intent or attempt id> <moment> <number>|die

says "ready", waits for a line, takes the same money in by that many threads and says its id and what came of it, for
each; with `die` it is killed between the change and the commit.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tinhso.core.payments.models import Credit

ROOT = Path(__file__).resolve().parents[4]


class Crowd:
    """The processes that a test sends: to its own database on PostgreSQL, to a copy in a file on SQLite."""

    def __init__(self, folder: Path) -> None:
        from django.db import connection

        self.file = folder / "crowd.sqlite3"
        self.url = f"sqlite:///{self.file}"
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as file:
                connection.connection.backup(file)
            return
        told = connection.settings_dict
        self.url = f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"

    def sends(self, number: int, kind: str, key: int, at: datetime) -> list[str]:
        """What was answered to that many who told of the same at once, in two processes."""
        started = [self._start(kind, key, at, str(number // 2)) for _one in range(2)]
        for process in started:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in started:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        return [word for process in started for word in process.communicate(timeout=120)[0].split()]

    def kills(self, kind: str, key: int, at: datetime) -> int:
        """How a process ended that was killed between the change and the commit."""
        process = self._start(kind, key, at, "die")
        process.communicate("go\n", timeout=60)
        return process.returncode

    def look(self) -> None:
        """Bring what they left into the test's own database."""
        from django.db import connection

        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as file:
                file.backup(connection.connection)

    def _start(self, kind: str, key: int, at: datetime, number: str) -> "subprocess.Popen[str]":
        given = {**os.environ, "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "tinhso.site.settings"}
        command = [sys.executable, "-m", __name__, kind, str(key), at.isoformat(), number]
        return subprocess.Popen(command, env=given, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def main(kind: str, key: str, moment: str, number: str) -> None:
    import django

    django.setup()
    _say("ready")
    sys.stdin.readline()
    if number == "die":
        _take(kind, key, moment, dies=True)
    with ThreadPoolExecutor(int(number)) as threads:
        told = [threads.submit(_take, kind, key, moment) for _one in range(int(number))]
        _say(" ".join(one.result() for one in told))


def _take(kind: str, key: str, moment: str, *, dies: bool = False) -> str:
    from django.db import connection, transaction

    try:
        with transaction.atomic():
            taken = _taken(kind, int(key), datetime.fromisoformat(moment))
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
        return f"{taken.pk}:{taken.outcome}"
    finally:
        connection.close()


def _taken(kind: str, key: int, at: datetime) -> "Credit":
    from tinhso.core.payments.actions import confirm_payment, take_credit
    from tinhso.core.payments.models import Attempt, Intent
    from tinhso.kit.actors import Actor

    by = Actor.system()
    if kind == "gateway":
        attempt = Attempt.objects.get(pk=key)
        return confirm_payment(attempt, provider_ref="1", amount=attempt.amount, paid_at=at, by=by, at=at)
    intent = Intent.objects.select_related("payee").get(pk=key)
    return take_credit(
        payee=intent.payee, provider="sepay", provider_ref="92704", amount=intent.amount,
        content=intent.order_code, paid_at=at, by=by, at=at,
    )  # fmt: skip


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
