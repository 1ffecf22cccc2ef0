"""Several processes on one database at the same moment: the test's own on PostgreSQL, a copy in a file on SQLite.

    python -m tinhso.core.cases.tests.at_once <case id> <account id> <moment> <action> [die]

says "ready", waits for a line, does the action and says what came of it; with `die` it is killed before it commits.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
ANSWERS = {"reason": "trùng"}


class Crowd:
    """The processes that a test sends against one case."""

    def __init__(self, folder: Path, case: int, at: datetime) -> None:
        from django.db import connection

        self.case, self.at = case, at
        self.file = folder / "crowd.sqlite3"
        self.url = f"sqlite:///{self.file}"
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as file:
                connection.connection.backup(file)
            return
        told = connection.settings_dict
        self.url = f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"

    def sends(self, *doings: tuple[int, str]) -> list[str]:
        """What came of the actions, each by an account in a process of its own, all begun at once."""
        started = [self._start(account, action) for account, action in doings]
        for process in started:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in started:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        return [process.communicate(timeout=60)[0].strip() for process in started]

    def kills(self, account: int, action: str) -> int:
        """Do an action in a process that is killed between the change and the commit; how it ended."""
        process = self._start(account, action, "die")
        process.communicate("go\n", timeout=60)
        return process.returncode

    def look(self) -> dict[str, object]:
        """The case as they left it: its state, its version and its moves."""
        from django.db import connection

        from tinhso.core.cases.models import Case
        from tinhso.events.log import history

        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as file:
                file.backup(connection.connection)
        case = Case.objects.get(pk=self.case)
        moves = [getattr(one.event, "action", "") for one in history(case)]
        return {"state": case.state, "version": case.version, "moves": [one for one in moves if one]}

    def _start(self, account: int, action: str, *more: str) -> "subprocess.Popen[str]":
        given = {**os.environ, "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "tinhso.site.settings"}
        words = [sys.executable, "-m", __name__, str(self.case), str(account), self.at.isoformat(), action, *more]
        return subprocess.Popen(words, env=given, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def main(key: str, account: str, moment: str, action: str, *more: str) -> None:
    import django

    django.setup()
    from django.db import transaction

    from tinhso.core.cases.actions import act
    from tinhso.core.cases.models import Case, Number
    from tinhso.kit.actors import Actor
    from tinhso.kit.refusals import Refusal

    case, at = Case.objects.get(pk=int(key)), datetime.fromisoformat(moment)
    _say("ready")
    sys.stdin.readline()
    if action == "number":
        _say(" ".join(str(Number.objects.take("H52-LAN", 2026)) for _ in range(20)))
    else:
        try:
            with transaction.atomic():
                act(case, action, answers=ANSWERS, by=Actor(account=int(account)), at=at)
                if more:
                    os.kill(os.getpid(), signal.SIGKILL)
            _say("done")
        except Refusal as refused:
            _say(refused.code)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
