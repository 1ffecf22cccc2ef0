"""Today's numbers within seconds: what was sealed since the last look is added to today's facts.

Lines are followed by their number in the log, which is gapless and in the order in which they became visible, so that
none is counted twice or missed. Every five minutes, and after any other tally of today, the whole day is counted anew.
"""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from tinhso.events.models import Leaf
from tinhso.warehouse.actions import add_to_day, promised_counts, tally
from tinhso.warehouse.engines import database
from tinhso.warehouse.models import Mark

ANEW_AFTER = timedelta(minutes=5)
NO_LINE = -1


def keep_today_fresh(*, at: datetime) -> int:
    """Bring today's facts up to the last sealed line. Returns how many facts were counted or added to.

    One process at a time calls it: the worker's job, which never overlaps itself.
    """
    today, last = timezone.localdate(at), Leaf.objects.aggregate(last=Coalesce(Max("seq"), NO_LINE))["last"]
    mark = Mark.objects.first()
    if mark is None or mark.day != today or at - mark.anew_at >= ANEW_AFTER:
        return _count_anew(today, last, at=at)
    return _add(today, last, at=at) if mark.seq < last else 0


def _count_anew(today: date, last: int, *, at: datetime) -> int:
    facts = tally(first=today, last=today, at=at, engine=partial(database.count, until=last))
    with transaction.atomic():
        Mark.objects.all().delete()
        Mark.objects.create(day=today, seq=last, anew_at=at, changed_at=at)
    return facts


@transaction.atomic
def _add(today: date, last: int, *, at: datetime) -> int:
    mark = Mark.objects.select_for_update().first()
    if mark is None:
        return 0
    found = database.count(promised_counts(), first=today, last=today, after=mark.seq, until=last)
    add_to_day(found, day=today, at=at)
    mark.seq = last
    mark.changed_at = at if found else mark.changed_at
    mark.save(update_fields=["seq", "changed_at"])
    return len(found)
