"""Reading the number of a directive at its deadline, 30 and 90 days later, and saying whether it helped."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.operations.directives.actions.deciding import end_directive
from tinhso.operations.directives.actions.keeping import keep_reading
from tinhso.operations.directives.actions.thread import locked, matter_of
from tinhso.operations.directives.domain.measuring import helped
from tinhso.operations.directives.domain.words import ACCEPTED, DAYS_AFTER, RECALLED, Moment
from tinhso.operations.directives.events import DirectiveMeasured
from tinhso.operations.directives.models import Directive
from tinhso.operations.directives.models.outcomes import at_issue, verdict_of
from tinhso.operations.directives.models.readings import shape_of

AT_ONCE = 500
A_DAY = timedelta(days=1)


def measure_due(*, at: datetime) -> int:
    """Read what is due and was not read; a day is read when it is over. Returns how many readings were kept."""
    return sum(_measure_all(moment, at=at) for moment in DAYS_AFTER)


@transaction.atomic
def measure_directive(directive: Directive, moment: Moment, *, at: datetime) -> bool:
    """Read and keep the number at a moment, once; after the last one an accepted directive is closed.

    Returns whether anything was read.
    """
    directive, by = locked(directive), Actor.system()
    if directive.readings.filter(moment=moment).exists():
        return False
    day = timezone.localdate(directive.case.due_at) + timedelta(days=DAYS_AFTER[moment])
    found = keep_reading(directive, moment, day, at=at).as_read(shape_of(directive.indicator))
    verdict = verdict_of(directive, found, at_issue(directive))

    measured = DirectiveMeasured(**matter_of(directive), moment=moment, verdict=verdict, helped=helped(verdict))
    record(measured, about=directive, by=by, at=at, place=directive.case.place_id)
    if moment is Moment.AFTER_90 and directive.case.state == ACCEPTED:
        end_directive(directive, by=by, at=at)
    return True


def _measure_all(moment: Moment, *, at: datetime) -> int:
    over = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    due = Directive.objects.exclude(indicator="").exclude(case__state=RECALLED).exclude(readings__moment=moment)
    rows = due.filter(case__due_at__lt=over - DAYS_AFTER[moment] * A_DAY).order_by("pk")[:AT_ONCE]
    return sum(measure_directive(one, moment, at=at) for one in rows)
