"""The Vietnamese lunar calendar, reckoned from sun and moon on the clock of Hà Nội (UTC+7), and the twelve animals.

A month begins on the day of the new moon; the month in which the sun reaches the winter solstice is the eleventh; of
thirteen months between two solstices the first without a principal term is the leap one. New moon and the sun's
longitude after Meeus, Astronomical Algorithms (1991), chapters 25 and 49: good to minutes, years 1900–2100.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from math import floor, radians, sin

UNIX = 2_440_588
"""Julian day number of 1 January 1970."""
SYNODIC = 29.530588861
FIRST_MOON = 2_451_550.09766
_HOURS_AHEAD = 7 / 24
CLOCK_BEHIND = 64 / 86_400
"""The even time of the formulas is a minute ahead of the clock, in days; minutes at most in these two centuries."""
_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, order=True)
class LunarDay:
    """A day of the lunar calendar; `leap`: of a leap month, `last`: the month's last day."""

    year: int
    month: int
    day: int
    leap: bool = False
    last: bool = False


def julian(day: date) -> int:
    """The Julian day number."""
    return day.toordinal() - _ORDINAL + UNIX


def animal(day: date) -> int:
    """The animal of a day: 0 Rat (Tý), 1 Ox (Sửu) … 11 Pig (Hợi)."""
    return (julian(day) + 1) % 12


@cache
def lunar(day: date) -> LunarDay:
    """The lunar day of a day of the common calendar."""
    number = julian(day)
    moon = floor((number - FIRST_MOON) / SYNODIC) + 1
    while _new_moon(moon) > number:
        moon -= 1
    start = _new_moon(moon)
    eleventh, year = _eleventh(day.year), day.year
    if eleventh > moon:
        eleventh, year = _eleventh(day.year - 1), day.year - 1
    month, leap = _month(moon - eleventh, eleventh, _eleventh(year + 1))
    return LunarDay(
        year=year if month >= 11 and moon - eleventh < 3 else year + 1,
        month=month,
        day=number - start + 1,
        leap=leap,
        last=_new_moon(moon + 1) == number + 1,
    )


def _month(after: int, eleventh: int, next_eleventh: int) -> tuple[int, bool]:
    """Number of a month that comes so many new moons after the eleventh, and whether it is the leap one."""
    if next_eleventh - eleventh == 12:
        return (after + 10) % 12 + 1, False
    leap = next(step for step in range(1, 14) if _has_no_term(eleventh + step))
    return (after - (after >= leap) + 10) % 12 + 1, after == leap


def _has_no_term(moon: int) -> bool:
    return _sector(_new_moon(moon)) == _sector(_new_moon(moon + 1))


@cache
def _eleventh(year: int) -> int:
    """The number of the new moon that begins the eleventh month of a year."""
    solstice = julian(date(year, 12, 31))
    moon = floor((solstice - FIRST_MOON) / SYNODIC)
    return moon - 1 if _sector(_new_moon(moon)) >= 9 else moon


def _sector(midnight: int) -> int:
    """In which twelfth of its way the sun stands when a day begins in Hà Nội; 9 from the winter solstice on."""
    centuries = (midnight - 0.5 - _HOURS_AHEAD - 2_451_545) / 36_525
    anomaly = radians(357.52911 + 35_999.05029 * centuries - 0.0001537 * centuries**2)
    longitude = 280.46646 + 36_000.76983 * centuries + 0.0003032 * centuries**2
    longitude += (1.914602 - 0.004817 * centuries - 0.000014 * centuries**2) * sin(anomaly)
    longitude += (0.019993 - 0.000101 * centuries) * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    apparent = longitude - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * centuries))
    return floor(apparent % 360 / 30)


@cache
def _new_moon(number: int) -> int:
    """The day number, in Hà Nội, of the new moon so many after that of 6 January 2000."""
    t = number / 1236.85
    mean = FIRST_MOON + SYNODIC * number + 0.00015437 * t**2 - 0.00000015 * t**3
    eccentric = 1 - 0.002516 * t - 0.0000074 * t**2
    sun = radians(2.5534 + 29.1053567 * number - 0.0000014 * t**2)
    moon = radians(201.5643 + 385.81693528 * number + 0.0107582 * t**2)
    latitude = radians(160.7108 + 390.67050284 * number - 0.0016118 * t**2)
    node = radians(124.7746 - 1.56375588 * number + 0.0020672 * t**2)
    change = (
        -0.4072 * sin(moon) + 0.17241 * eccentric * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * latitude)
    )
    change += eccentric * (0.00739 * sin(moon - sun) - 0.00514 * sin(moon + sun) + 0.00208 * eccentric * sin(2 * sun))
    change += -0.00111 * sin(moon - 2 * latitude) - 0.00057 * sin(moon + 2 * latitude)
    change += 0.00056 * eccentric * sin(2 * moon + sun) - 0.00042 * sin(3 * moon)
    change += eccentric * (0.00042 * sin(sun + 2 * latitude) + 0.00038 * sin(sun - 2 * latitude))
    change += -0.00024 * eccentric * sin(2 * moon - sun) - 0.00017 * sin(node)
    return floor(mean + change - CLOCK_BEHIND + _HOURS_AHEAD + 0.5)
