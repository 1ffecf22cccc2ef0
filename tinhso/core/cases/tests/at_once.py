"""What a process of a crowd does to a case: `main(*words)` of `tests.forks`.

<case id> <account id> <moment> <action> [die]: does the action and says what came of it; with `die` it is killed
before it commits.
"""

import os
import signal
import sys
from datetime import datetime

from django.db import transaction

from tinhso.core.cases.actions import act
from tinhso.core.cases.models import Case, Number
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

ANSWERS = {"reason": "trùng"}


def main(key: str, account: str, moment: str, action: str, *more: str) -> None:
    case, at = Case.objects.get(pk=int(key)), datetime.fromisoformat(moment)
    _say("ready")
    sys.stdin.readline()
    if action == "number":
        _say(" ".join(str(Number.objects.take("H52-LAN", 2026)) for _ in range(20)))
        return
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
