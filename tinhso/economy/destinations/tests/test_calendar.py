"""The lunar calendar of Hà Nội against days that everyone knows, and rules of days."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tinhso.core.calendar.reference import days as official_days
from tinhso.economy.destinations.domain.lunar import animal, julian, lunar
from tinhso.economy.destinations.domain.occasions import UnknownRule, days_of, is_held, next_day

TET = ["1968-01-29", "1985-01-21", "2007-02-17", "2020-01-25", "2023-01-22", "2024-02-10", "2030-02-02"]
"""1968, 1985 and 2007 differ from the calendar of Beijing."""
CALM = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
long_ago_or_soon = some.dates(date(1905, 1, 1), date(2095, 1, 1))


@pytest.mark.parametrize("day", TET)
def test_the_year_begins_when_viet_nam_begins_it(day):
    told = lunar(date.fromisoformat(day))
    assert (told.year, told.month, told.day, told.leap) == (int(day[:4]), 1, 1, False)


def test_it_agrees_with_the_official_holidays():
    first = [one.day for one in official_days() if one.note == "Tết Nguyên Đán"]
    assert first
    assert all((lunar(day).month, lunar(day).day) == (1, 1) for day in first)


@pytest.mark.parametrize(("day", "month"), [("2023-03-22", 2), ("2025-07-25", 6), ("2033-12-22", 11)])
def test_leap_months_are_where_they_are_printed(day, month):
    told = lunar(date.fromisoformat(day))
    assert (told.month, told.day, told.leap) == (month, 1, True)


def test_animals_of_days():
    assert julian(date(2000, 1, 1)) == 2_451_545
    assert animal(date(2000, 1, 1)) == 6, "Mậu Ngọ"
    assert animal(date(2026, 11, 22)) == (julian(date(2026, 11, 22)) + 1) % 12


@CALM
@given(long_ago_or_soon)
def test_days_follow_each_other(day):
    today, tomorrow = lunar(day), lunar(day + timedelta(1))
    assert 1 <= today.day <= 30
    assert 1 <= today.month <= 12
    if today.last:
        assert tomorrow.day == 1
        assert (tomorrow.month, tomorrow.leap) != (today.month, today.leap)
    else:
        assert (tomorrow.year, tomorrow.month, tomorrow.day) == (today.year, today.month, today.day + 1)


@pytest.mark.parametrize(
    ("rule", "since", "day"),
    [
        ("week:7", "2026-11-23", "2026-11-29"),
        ("lunar:16/10", "2026-11-22", "2026-11-24"),
        ("lunar:26-27/3", "2026-01-01", "2026-05-12"),
        ("lunar:last", "2026-01-01", "2026-02-16"),
        ("solar:2/9", "2026-11-22", "2027-09-02"),
        ("last:6/5", "2026-01-01", "2026-05-30"),
    ],
)
def test_the_next_day_of_a_rule(rule, since, day):
    assert next_day(rule, date.fromisoformat(since)) == date.fromisoformat(day)


@CALM
@given(long_ago_or_soon)
def test_a_market_of_two_opposite_animals_comes_every_six_days(day):
    found = list(days_of("zodiac:2,8", day, 37))
    assert all(second - first == timedelta(6) for first, second in itertools.pairwise(found))
    assert len(found) >= 6


@pytest.mark.parametrize(
    "rule", ["week:8", "zodiac:12", "lunar:0/3", "lunar:26-/3", "solar:3/13", "sometimes", "week:"]
)
def test_a_rule_that_says_nothing_is_refused(rule):
    with pytest.raises(UnknownRule):
        is_held(rule, date(2026, 1, 1))
