"""Days, times and numbers as people say them, in the language of the page.

Time is told the way a clerk would: "tomorrow, 7 in the morning", "Thursday, 26/11", never "in 48 hours". A list tells
the same few days again and again: each is put into words once per language.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tinhso.kit.rendering import language, now
from tinhso.kit.wording import told_once

Number = int | float | Decimal
HARD = "\u00a0"


def local(moment: datetime) -> datetime:
    """The moment on the province's clock."""
    return moment.astimezone(timezone.get_default_timezone()) if moment.tzinfo is not None else moment


def day_of(moment: date | datetime) -> date:
    """The day, on the province's clock."""
    return local(moment).date() if isinstance(moment, datetime) else moment


def say_date(moment: date | datetime | None) -> str:
    """26/11/2026. Nothing known is an empty text."""
    return day_of(moment).strftime("%d/%m/%Y") if moment else ""


def say_clock(moment: datetime) -> str:
    """7:05, 14:30."""
    there = local(moment)
    return f"{there.hour}:{there.minute:02}"


def say_day(moment: date | datetime, today: date | None = None) -> str:
    """Today, tomorrow, or the weekday with the date: `thứ Năm, 26/11`; another year is told.

    today   the day it is told on, where one knows it already: a list tells fifty
    """
    return _day(day_of(moment), today or day_of(now()))


@told_once
def _day(day: date, today: date) -> str:
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get((day - today).days)
    if near:
        return near.replace(" ", HARD)
    written = f"{day.day}/{day.month}" if day.year == today.year else f"{day.day}/{day.month}/{day.year}"
    return f"{_weekday(day)}, {written}".replace(" ", HARD).replace("," + HARD, ", ")


def _weekday(day: date) -> str:
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )[day.weekday()]


def say_day_time(moment: datetime) -> str:
    """The day and the hour: `ngày mai, 7 giờ sáng`, `thứ Năm, 26/11, 14:30`."""
    there = local(moment)
    hour = f"{there.hour}:{there.minute:02}" if there.minute else _hour(there.hour)
    return f"{say_day(there.date())}, {hour}"


@told_once
def _hour(hour: int) -> str:
    return _part_of_day(hour, hour if hour <= 12 else hour - 12).replace(" ", HARD)


def _part_of_day(hour: int, spoken: int) -> str:
    values = {"hour": spoken or 12}
    if hour < 1 or hour > 21:
        return pgettext("late hour", "%(hour)s at night") % values
    if hour < 11:
        return _("%(hour)s in the morning") % values
    if hour < 14:
        return _("%(hour)s at midday") % values
    if hour < 18:
        return _("%(hour)s in the afternoon") % values
    return _("%(hour)s in the evening") % values


def say_ago(moment: datetime) -> str:
    """How long ago: `vừa xong`, `5 phút trước`, `2 giờ trước`; from yesterday on, the day and the hour."""
    passed = now() - moment
    minutes = int(passed / timedelta(minutes=1))
    if passed < timedelta(minutes=1):
        return _minutes_ago(0) if passed > timedelta(minutes=-1) else say_day_time(moment)
    if minutes < 60:
        return _minutes_ago(minutes)
    if day_of(moment) == day_of(now()):
        return _hours_ago(minutes // 60)
    return f"{say_day(moment)}, {say_clock(moment)}"


@told_once
def _minutes_ago(minutes: int) -> str:
    if not minutes:
        return _("just now")
    return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {"count": minutes}


@told_once
def _hours_ago(hours: int) -> str:
    return ngettext("%(count)s hour ago", "%(count)s hours ago", hours) % {"count": hours}


def say_left(moment: datetime) -> str:
    """What is left until a due time, in words people use: `còn 3 giờ`, `còn 2 ngày`, `trễ 2 ngày`."""
    at = now()
    gap, days = abs(moment - at), abs((day_of(moment) - day_of(at)).days)
    if days and gap > timedelta(hours=12):
        return _left(late=moment < at, days=days)
    return _left(late=moment < at, hours=max(1, round(gap / timedelta(hours=1))))


@told_once
def _left(*, late: bool, days: int = 0, hours: int = 0) -> str:
    told = (
        ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
        if days
        else ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    )
    return (_("late by %(time)s") if late else _("%(time)s left")) % {"time": told.replace(" ", HARD)}


def say_number(number: Number | None, places: int | None = None) -> str:
    """1.234,5 — with `places` decimals, or as many as it has. Nothing known is a dash, never 0."""
    if number is None:
        return "–"
    if type(number) is int and not places:
        return f"{number:,}".replace(",", _between_thousands(language()))
    exact = Decimal(str(number))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return formats.number_format(f"{exact:f}", use_l10n=True, force_grouping=True)


@cache
def _between_thousands(spoken: str | None) -> str:
    return str(formats.get_format("THOUSAND_SEPARATOR", spoken, use_l10n=True))


def say_length(time: timedelta | None) -> str:
    """A time that something took: hours within two days, days after that. Nothing known is a dash."""
    if time is None:
        return "–"
    hours = round(time / timedelta(hours=1))
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = round(time / timedelta(days=1), 1)
    return ngettext("%(n)s day", "%(n)s days", round(days)) % {"n": say_number(days)}


def say_money(dong: int | None) -> str:
    """8.000 đ. Đồng have no cents."""
    return "–" if dong is None else f"{say_number(dong, 0)}{HARD}đ"


def say_percent(share: Number | None, places: int = 1) -> str:
    """A share of 1 as 96,1 %."""
    return "–" if share is None else f"{say_number(Decimal(str(share)) * 100, places)}{HARD}%"


def say_kilobytes(size: int) -> str:
    """412 KB; from 1000 KB on, 1,2 MB. Thousands, as telephone companies count."""
    if size < 1_000_000:
        return f"{say_number(max(1, round(size / 1000)), 0)}{HARD}KB"
    return f"{say_number(Decimal(size) / 1_000_000, 1)}{HARD}MB"
