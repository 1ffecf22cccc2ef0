"""Days, hours and spans of time in Vietnamese words."""

from datetime import date, timedelta
from decimal import Decimal

from tinhso.core.speech.domain.manners import NORTH, Manner
from tinhso.core.speech.domain.numbers import say_whole, say_with_half

WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_NOON = 12


def say_day_of_month(day: int, manner: Manner = NORTH) -> str:
    """The first ten days have a word of their own in front: 2/9 is `mùng hai tháng chín`."""
    return f"mùng {say_whole(day, manner)}" if day <= 10 else say_whole(day, manner)


def say_month(month: int, manner: Manner = NORTH) -> str:
    """`tháng tư`, never `tháng bốn`."""
    return f"tháng {'tư' if month == 4 else say_whole(month, manner)}"


def say_date(day: int, month: int, year: int | None = None, manner: Manner = NORTH) -> str:
    """`ngày mùng hai tháng chín năm hai nghìn không trăm hai mươi sáu`; the year where it is told."""
    said = f"ngày {say_day_of_month(day, manner)} {say_month(month, manner)}"
    return said if year is None else f"{said} năm {say_whole(year, manner)}"


def say_full_date(day: date, manner: Manner = NORTH) -> str:
    """With the weekday: `thứ năm, ngày hai mươi sáu tháng mười một năm …`."""
    return f"{WEEKDAYS[day.weekday()]}, {say_date(day.day, day.month, day.year, manner)}"


def say_clock(hour: int, minute: int = 0, manner: Manner = NORTH) -> str:
    """The hour with its part of the day: 7:00 `bảy giờ sáng`, 14:30 `hai giờ rưỡi chiều`."""
    spoken = hour if 0 < hour <= _NOON else abs(hour - _NOON)
    said = f"{say_whole(spoken, manner)} giờ"
    if minute == 30:
        said += " rưỡi"
    elif minute:
        said += f" {say_whole(minute, manner)} phút"
    return f"{said} {part_of_day(hour)}"


def part_of_day(hour: int) -> str:
    """As people part the day: sáng, trưa, chiều, tối, đêm."""
    for until, word in ((1, "đêm"), (11, "sáng"), (13, "trưa"), (18, "chiều"), (22, "tối")):
        if hour < until:
            return word
    return "đêm"


def say_span(span: timedelta, manner: Manner = NORTH) -> str:
    """How long: `hai ngày`, `một tiếng rưỡi`, `bốn mươi lăm phút`, `ba ngày hai tiếng`: the two largest parts."""
    minutes = max(int(span / timedelta(minutes=1)), 0)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if not days and hours and minutes == 30:
        return say_with_half(Decimal(hours) + Decimal("0.5"), "tiếng", manner)
    told = [(days, "ngày"), (hours, "tiếng"), (minutes, "phút")]
    said = [f"{say_whole(count, manner)} {unit}" for count, unit in told if count]
    return " ".join(said[:2]) or "chưa đến một phút"
