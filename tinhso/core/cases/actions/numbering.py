"""Running numbers: the next one of a series and a year, and the holes that were explained."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions.terms import ReasonNeeded
from tinhso.core.cases.events import NumberVoided
from tinhso.core.cases.models import Number, VoidNumber
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class NumberNotGiven(Refusal):
    sentence = _("This number was not given yet, or was struck before.")
    field = "number"


def next_number(series: str, year: int) -> int:
    """The next number of a series in a year, from 1. Call it inside the transaction that uses it: undone together."""
    return Number.objects.take(series, year)


@transaction.atomic
def void_number(series: str, year: int, number: int, *, reason: str, by: Actor, at: datetime) -> VoidNumber:
    """Say that a number that was given will not be used, and why. Raises NumberNotGiven, ReasonNeeded."""
    row = Number.objects.select_for_update().filter(series=series, year=year, last__gte=number).first()
    struck = VoidNumber.objects.filter(series=series, year=year, number=number)
    if row is None or number < 1 or struck.exists():
        raise NumberNotGiven
    if not reason.strip():
        raise ReasonNeeded

    hole = VoidNumber.objects.create(series=series, year=year, number=number, reason=reason.strip()[:300], made_at=at)

    record(NumberVoided(series=Code(series), year=year, number=number), about=hole, by=by, at=at)
    return hole
