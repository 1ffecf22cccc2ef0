"""Counting in working days and hours, held against a plain count minute by minute."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tinhso.core.calendar.domain import (
    VIETNAM,
    DayKind,
    Hours,
    TermTooLongError,
    WorkingCalendar,
    layered,
    month_sheet,
)

OFF, WORK, HALF = DayKind.OFF, DayKind.WORK, DayKind.HALF
TET = {date(2026, 2, day): OFF for day in range(16, 21)}
CALENDAR = WorkingCalendar(
    days=TET | {date(2026, 1, 1): OFF, date(2026, 1, 2): OFF, date(2026, 1, 10): WORK, date(2026, 3, 7): HALF}
)


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-03-02 09:00", 1, "2026-03-03 17:00"),  # Monday → Tuesday
        ("2026-03-02 15:00", 1, "2026-03-03 17:00"),  # the last moment of reception
        ("2026-03-02 15:01", 1, "2026-03-04 17:00"),  # counts from the next day
        ("2026-02-27 16:00", 1, "2026-03-03 17:00"),  # late on Friday: received on Monday
        ("2026-03-01 10:00", 1, "2026-03-03 17:00"),  # Sunday: received on Monday
        ("2026-02-13 09:00", 1, "2026-02-23 17:00"),  # over Tết
        ("2025-12-31 09:00", 2, "2026-01-06 17:00"),  # 1 and 2 January are off: Monday, Tuesday
        ("2026-01-09 09:00", 1, "2026-01-10 17:00"),  # a Saturday made up
        ("2026-03-06 09:00", 1, "2026-03-09 11:30"),  # half a Saturday counts half
        ("2026-03-02 09:00", 0, "2026-03-02 17:00"),
        ("2026-03-02 09:00", Decimal("0.5"), "2026-03-03 11:30"),
        ("2026-03-02 05:00", 1, "2026-03-03 17:00"),
    ],
)
def test_terms_in_days_as_the_law_counts_them(received, days, due):
    assert CALENDAR.due_after_days(at(received), days) == at(due)


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2026-03-02 09:00", 1, "2026-03-02 10:00"),
        ("2026-03-02 11:00", 1, "2026-03-02 14:00"),  # over noon
        ("2026-03-02 14:00", 4, "2026-03-03 08:30"),
        ("2026-03-02 15:30", 1, "2026-03-03 08:30"),  # after the last hour of reception
        ("2026-03-06 14:00", 8, "2026-03-09 08:30"),  # Friday, half a Saturday, Monday
    ],
)
def test_terms_in_hours(received, hours, due):
    assert CALENDAR.due_after_hours(at(received), hours) == at(due)


KINDS = st.sampled_from(list(DayKind))
DAYS = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 3, 31)), KINDS, max_size=25)
CALENDARS = DAYS.map(lambda days: WorkingCalendar(days=days))
MOMENTS = st.datetimes(datetime(2026, 1, 5), datetime(2026, 3, 10)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=VIETNAM)
)
QUARTERS = st.integers(0, 160).map(lambda number: Decimal(number) / 4)


def open_at(calendar, moment):
    """Said again in another way: by the kind of day and the clock on the wall."""
    kind, clock = calendar.kind(moment.date()), moment.time()
    morning = time(7, 30) <= clock < time(11, 30)
    afternoon = time(13, 30) <= clock < time(17, 0)
    return (kind is not OFF and morning) or (kind is WORK and afternoon)


def minutes_between(calendar, start, end):
    count = 0
    while start < end:
        count += open_at(calendar, start)
        start += timedelta(minutes=1)
    return count


@settings(max_examples=40, deadline=None)
@given(CALENDARS, MOMENTS, st.integers(0, 9 * 24 * 60))
def test_working_time_is_the_count_of_open_minutes(calendar, start, minutes):
    end = start + timedelta(minutes=minutes)
    wanted = timedelta(minutes=minutes_between(calendar, start, end))
    assert calendar.working_time_between(start, end) == wanted
    assert calendar.working_time_between(end, start) == -wanted


@settings(max_examples=40, deadline=None)
@given(CALENDARS, MOMENTS, st.integers(0, 25).map(lambda number: Decimal(number) / 4))
def test_adding_hours_is_walking_over_open_minutes(calendar, moment, hours):
    end = calendar.add_working_hours(moment, hours)
    assert minutes_between(calendar, moment, end) == hours * 60
    if hours:
        assert open_at(calendar, end - timedelta(minutes=1))


@given(CALENDARS, MOMENTS, QUARTERS)
def test_going_there_and_measuring_back_is_the_same(calendar, moment, hours):
    end = calendar.add_working_hours(moment, hours)
    assert calendar.working_time_between(moment, end) == timedelta(hours=float(hours))
    back = calendar.add_working_hours(end, -hours)
    assert calendar.working_time_between(back, end) == timedelta(hours=float(hours))


@given(CALENDARS, MOMENTS, QUARTERS, QUARTERS)
def test_hours_add_up(calendar, moment, first, second):
    assume(first and second)
    assert calendar.add_working_hours(calendar.add_working_hours(moment, first), second) == (
        calendar.add_working_hours(moment, first + second)
    )


@given(CALENDARS, MOMENTS, MOMENTS, QUARTERS)
def test_who_comes_earlier_is_never_due_later(calendar, one, other, hours):
    first, second = sorted([one, other])
    assert calendar.due_after_hours(first, hours) <= calendar.due_after_hours(second, hours)
    assert calendar.due_after_days(first, hours // 1) <= calendar.due_after_days(second, hours // 1)


@given(CALENDARS, MOMENTS, st.integers(0, 40))
def test_a_term_never_ends_on_a_day_off_and_always_when_a_session_ends(calendar, moment, halves):
    due = calendar.due_after_days(moment, Decimal(halves) / 2)
    assert calendar.is_working_day(due.date())
    assert due in [end for _start, end in calendar.sessions(due.date())]
    assert due > moment


@given(CALENDARS, st.dates(date(2026, 1, 5), date(2026, 3, 10)), st.integers(-30, 30))
def test_days_are_the_count_of_sessions(calendar, day, halves):
    reached, position = calendar.session_after(day, halves)
    first = day if calendar.is_working_day(day) else None
    if halves > 0 and first:
        passed = calendar.working_days_between(day, reached) * 2 - (len(calendar.sessions(reached)) - 1 - position)
        assert passed == halves
    assert 0 <= position < len(calendar.sessions(reached))


WHOLE_DAYS = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2026, 3, 31)), st.sampled_from([OFF, WORK]), max_size=25
).map(lambda days: WorkingCalendar(days=days))


@given(WHOLE_DAYS, st.dates(date(2026, 1, 5), date(2026, 3, 1)), st.integers(0, 10), st.integers(0, 20))
def test_days_add_up(calendar, day, first, second):
    reached, position = calendar.session_after(day, 2 * first)
    assert position == 1
    if first:
        assert calendar.session_after(reached, second) == calendar.session_after(day, 2 * first + second)


@given(WHOLE_DAYS, st.dates(date(2026, 1, 5), date(2026, 3, 1)), st.integers(0, 10))
def test_going_back_comes_home(calendar, day, count):
    start, _position = calendar.session_after(day, 0)
    reached, _position = calendar.session_after(start, 2 * count)
    assert calendar.session_after(reached, -2 * count) == (start, 1)


def test_a_whole_country_closed_for_ever_is_said_and_not_waited_for():
    closed = WorkingCalendar(days={date(2026, 1, 1) + timedelta(days=n): OFF for n in range(2000)})
    for ask in (closed.due_after_days, closed.due_after_hours):
        with pytest.raises(TermTooLongError):
            ask(at("2026-03-02 09:00"), 1)
    with pytest.raises(TermTooLongError):
        CALENDAR.due_after_days(at("2026-03-02 09:00"), 9_000)


def test_thirds_of_a_day_are_not_counted():
    with pytest.raises(ValueError, match="half"):
        CALENDAR.due_after_days(at("2026-03-02 09:00"), Decimal("0.3"))


def test_hours_must_follow_each_other():
    with pytest.raises(ValueError, match="follow"):
        Hours(morning=(time(8), time(7)))


def test_moments_of_another_zone_are_understood():
    london = at("2026-03-02 09:00").astimezone(tz=None)
    assert CALENDAR.due_after_hours(london, 1) == at("2026-03-02 10:00")


def test_the_nearer_calendar_decides():
    day = date(2026, 3, 4)
    assert layered([{day: OFF}, {}, {day: WORK}]) == {day: WORK}


def test_a_month_is_printed_in_whole_weeks():
    weeks = month_sheet(CALENDAR, 2026, 2)
    assert all(len(week) == 7 for week in weeks)
    assert weeks[2][0] == (date(2026, 2, 9), WORK)
    assert weeks[3][0] == (date(2026, 2, 16), OFF)
    assert weeks[0][0] is None
