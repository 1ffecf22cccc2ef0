"""Prices by night, calendars of other sites with all their bad days, and figures that were published."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tinhso.economy.stays.domain.comparing import before_growth, growth, share
from tinhso.economy.stays.domain.feeds import LARGEST, Busy, NotACalendar, read_calendar, write_calendar
from tinhso.economy.stays.domain.months import Day, month_of, next_month
from tinhso.economy.stays.domain.notice import Guest, is_late, read_paper
from tinhso.economy.stays.domain.prices import Rate, Season, deposit_of, kept_of, nights, price_of_stay
from tinhso.economy.stays.domain.words import Came

AIRBNB = """BEGIN:VCALENDAR\r
PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN\r
CALSCALE:GREGORIAN\r
VERSION:2.0\r
{events}END:VCALENDAR\r
"""
EVENT = "BEGIN:VEVENT\r\nDTSTART{first}\r\nDTEND{end}\r\nSUMMARY:{summary}\r\nUID:{uid}\r\nEND:VEVENT\r\n"
DAYS = some.dates(date(2026, 1, 1), date(2028, 12, 31))


def calendar(*events):
    """A calendar as Airbnb writes it; events as (first, end, summary, uid), the days after DTSTART as they stand."""
    told = "".join(EVENT.format(first=first, end=end, summary=summary, uid=uid) for first, end, summary, uid in events)
    return AIRBNB.format(events=told).encode()


def of_day(day):
    return f";VALUE=DATE:{day}"


def test_six_nights_of_airbnb_are_six_nights_and_a_shut_day_is_none_of_a_guest():
    found = read_calendar(
        calendar(
            (of_day("20261205"), of_day("20261211"), "Reserved", "1@airbnb.com"),
            (of_day("20261220"), of_day("20261221"), "Airbnb (Not available)", "2@airbnb.com"),
            (of_day("20261224"), of_day("20261226"), "CLOSED - Not available", "3@booking.com"),
        )
    )
    assert [((one.end - one.first).days, one.came) for one in found] == [
        (6, Came.RESERVED), (1, Came.SHUT), (2, Came.SHUT),
    ]  # fmt: skip


def test_one_stay_that_a_feed_lists_as_three_events_is_one():
    parts = [(of_day(f"2026120{day}"), of_day(f"2026120{day + 1}"), "Reserved", "same@x") for day in (5, 6, 7)]
    assert read_calendar(calendar(*parts)) == [Busy("same@x", date(2026, 12, 5), date(2026, 12, 8), Came.RESERVED)]


def test_hours_of_another_zone_count_by_the_day_here():
    late_in_london = (":20260327T200000Z", ":20260329T100000Z", "Reserved", "uk@x")
    assert read_calendar(calendar(late_in_london)) == [
        Busy("uk@x", date(2026, 3, 28), date(2026, 3, 29), Came.RESERVED)
    ]


def test_the_29th_of_february_is_a_night():
    found = read_calendar(calendar((of_day("20280228"), of_day("20280301"), "Reserved", "leap@x")))
    assert list(nights(found[0].first, found[0].end)) == [date(2028, 2, 28), date(2028, 2, 29)]


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>404</html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:abc\r\nEND:VEVENT\r\nEND:VCALENDAR",
     b"BEGIN:VCALENDAR" + b"x" * LARGEST],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(content):
    with pytest.raises(NotACalendar):
        read_calendar(content)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30, deadline=None)
@given(some.lists(some.tuples(DAYS, some.integers(1, 30)), max_size=8))
def test_what_we_write_we_read_again(stays):
    taken = [(f"{number}@here", day, day + timedelta(days=long)) for number, (day, long) in enumerate(stays)]
    read = read_calendar(write_calendar(taken, at=datetime(2026, 11, 23, tzinfo=UTC)))
    assert [(one.uid, one.first, one.end) for one in read] == taken


@given(DAYS, some.integers(1, 40), some.integers(1, 10**6), some.integers(1, 10**6))
def test_a_stay_costs_the_sum_of_its_nights_however_it_is_cut(first, long, weekday, weekend):
    rate, season = Rate(weekday, weekend), Season(first, first + timedelta(days=3), Rate(weekend, weekday))
    end = first + timedelta(days=long)
    middle = first + timedelta(days=long // 2)
    whole = price_of_stay(first, end, rate, [season])
    assert whole == price_of_stay(first, middle, rate, [season]) + price_of_stay(middle, end, rate, [season])


@given(some.integers(0, 10**8), some.integers(0, 100), some.integers(0, 100), some.integers(-5, 60))
def test_shares_never_exceed_the_whole(total, percent, keeps, days):
    assert 0 <= deposit_of(total, percent) <= total
    today = date(2026, 11, 23)
    kept = kept_of(total, arrives=today + timedelta(days=days), today=today, free_days=3, keeps=keeps)
    assert 0 <= kept <= total
    assert days < 3 or kept == 0


@given(DAYS)
def test_a_month_shows_each_of_its_days_once(day):
    first = day.replace(day=1)
    shown = [cell.day for week in month_of(first, lambda one: Day(one, None)) for cell in week if cell]
    assert shown == list(nights(first, next_month(first)))


def test_a_notice_after_eleven_is_late():
    assert not is_late(datetime(2026, 11, 23, 15, 59, tzinfo=UTC), date(2026, 11, 23))
    assert is_late(datetime(2026, 11, 23, 16, 1, tzinfo=UTC), date(2026, 11, 23))


def test_a_passport_is_kept_as_it_was_typed():
    guest = read_paper("Marie Dubois / x12345 / fra / 01.01.1990")
    assert (guest.is_foreign, guest.number) == (True, "X12345")
    assert Guest.unpacked(guest.packed()) == guest


def test_published_figures_of_ha_giang_agree_with_each_other():
    """Province report: 2023 over 3 M visitors (+33 %), 7.1 trillion đồng (+56.3 %); first half of 2024 about 1.7 M,
    52.8 % of the year's plan. Each is rounded: the published share must lie between what the roundings allow."""
    low, high = growth(Decimal("2.95"), Decimal("2.25")), growth(Decimal("3.05"), Decimal("2.25"))
    assert low < 33 < high
    assert round(before_growth(Decimal("7.1"), Decimal("56.3")), 2) == Decimal("4.54")
    plan = Decimal("1.7") * 100 / Decimal("52.8")
    assert share(Decimal("1.65"), plan) < Decimal("52.8") < share(Decimal("1.75"), plan)
