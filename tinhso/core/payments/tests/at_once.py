"""What a process of a crowd does with money: `main(*words)` of `tests.forks`.

bank|gateway <intent or attempt id> <moment> <number>|die: takes the same money in by that many threads and says its id
and what came of it, for each; with `die` it is killed between the change and the commit.
"""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection, transaction

from tinhso.core.payments.actions import confirm_payment, take_credit
from tinhso.core.payments.models import Attempt, Credit, Intent
from tinhso.kit.actors import Actor


def main(kind: str, key: str, moment: str, number: str) -> None:
    _say("ready")
    sys.stdin.readline()
    if number == "die":
        _take(kind, key, moment, dies=True)
    with ThreadPoolExecutor(int(number)) as threads:
        told = [threads.submit(_take, kind, key, moment) for _one in range(int(number))]
        _say(" ".join(one.result() for one in told))


def _take(kind: str, key: str, moment: str, *, dies: bool = False) -> str:
    try:
        with transaction.atomic():
            taken = _taken(kind, int(key), datetime.fromisoformat(moment))
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
        return f"{taken.pk}:{taken.outcome}"
    finally:
        connection.close()


def _taken(kind: str, key: int, at: datetime) -> Credit:
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
