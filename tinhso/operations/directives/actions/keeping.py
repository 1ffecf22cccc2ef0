"""Keeping what was read at a moment."""

from datetime import date, datetime

from tinhso.operations.directives.domain.words import Moment
from tinhso.operations.directives.models.directives import Directive
from tinhso.operations.directives.models.readings import KeptReading, read


def keep_reading(directive: Directive, moment: Moment, day: date, *, at: datetime) -> KeptReading:
    """Read the number of a directive on a day and keep it."""
    found = read(directive, day)
    told = {
        "day": day, "top": found.own.top, "bottom": found.own.bottom, "sisters_top": found.others.top,
        "sisters_bottom": found.others.bottom, "before_top": found.others_before.top,
        "before_bottom": found.others_before.bottom, "sisters": found.sisters, "read_at": at,
    }  # fmt: skip
    return KeptReading.objects.get_or_create(directive=directive, moment=moment, defaults=told)[0]
