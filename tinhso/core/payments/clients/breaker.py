"""A gateway that gave no answer is left alone for a while, longer each time; one answer mends it.

What is remembered stands in the database, so that one worker's bad luck spares all the others the wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from tinhso.core.payments.domain.rails import RailCode, RailDown
from tinhso.core.payments.domain.signing import Forged, Unreadable
from tinhso.core.payments.models import GatewayLine
from tinhso.kit.lines import LineDown

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=2)
TRIAL = timedelta(seconds=15)
"""After a pause one caller tries; the others go on waiting this long."""
_logger = structlog.get_logger(__name__)


@contextmanager
def asked(rail: RailCode, question: str) -> Iterator[None]:
    """Around one question to a gateway. Raises RailDown instead of every way in which no answer can be had or believed,
    and at once while the line rests."""
    began, now = monotonic(), timezone.now()
    line = GatewayLine.objects.filter(rail=rail).first()
    if line and not _may_call(line, now):
        raise RailDown("resting")
    outcome = "answered"
    try:
        yield
    except (LineDown, Forged, Unreadable) as down:
        outcome = getattr(down, "why", type(down).__name__.lower())
        _failed(rail, outcome, now)
        raise RailDown(outcome) from down
    else:
        if line:
            _answered(line)
    finally:
        took = round((monotonic() - began) * 1000)
        _logger.info("gateway_asked", rail=rail.value, question=question, outcome=outcome, ms=took)


def _may_call(line: GatewayLine, now: datetime) -> bool:
    if line.next_call is None:
        return True
    mine = GatewayLine.objects.filter(pk=line.pk, next_call=line.next_call, next_call__lte=now)
    return bool(mine.update(next_call=now + TRIAL))


def _failed(rail: RailCode, why: str, now: datetime) -> None:
    line, _new = GatewayLine.objects.get_or_create(rail=rail)
    pause = min(FIRST_PAUSE * 2 ** min(line.failures, 10), LONGEST_PAUSE)
    GatewayLine.objects.filter(pk=line.pk).update(
        failures=F("failures") + 1,
        failing_since=Coalesce("failing_since", now),
        next_call=timezone.now() + pause,
        why=why[:40],
    )


def _answered(line: GatewayLine) -> None:
    if line.failures:
        GatewayLine.objects.filter(pk=line.pk).update(failures=0, failing_since=None, next_call=None, why="")
