"""The manners of this house: when it lets telephones ring."""

from datetime import time

from django.conf import settings

from tinhso.core.calendar.domain import DayKind
from tinhso.core.calendar.models import working_calendar
from tinhso.core.notices.domain.hours import Quiet
from tinhso.core.notices.domain.planning import Manners


def manners() -> Manners:
    """The quiet hours of this house, with the holidays of the working calendar."""
    days = working_calendar().days
    return Manners(
        quiet=Quiet.read(settings.NOTICE_QUIET),
        evening=time.fromisoformat(settings.NOTICE_DIGEST),
        is_holiday=lambda day: days.get(day) is DayKind.OFF,
        a_day=settings.NOTICES_A_DAY,
    )
