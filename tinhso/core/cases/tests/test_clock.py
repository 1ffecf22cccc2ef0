"""The legal clock: examples from the law's words, and what must always hold."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.calendar.domain import VIETNAM, DayKind, Hours, WorkingCalendar
from tinhso.core.cases.domain.clock import Segment, SpellKind, after, before, due
from tinhso.core.cases.domain.definition import Span, Unit

PLAIN = WorkingCalendar(days={})
TET = WorkingCalendar(
    days={date(2027, 2, day): DayKind.OFF for day in range(4, 12)} | {date(2027, 2, 13): DayKind.WORK}
)


def days(value: float) -> Span:
    return Span(Unit.WORKING_DAYS, Decimal(str(value)))


def hours(value: float) -> Span:
    return Span(Unit.WORKING_HOURS, Decimal(str(value)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def stop(since: str, until: str) -> list[Segment]:
    return [
        Segment(SpellKind.RUNNING, at("2020-01-01"), at(since)),
        Segment(SpellKind.STOPPED, at(since), at(until)),
        Segment(SpellKind.RUNNING, at(until)),
    ]


@pytest.mark.parametrize(
    ("calendar", "span", "since", "end"),
    [
        (PLAIN, days(5), "2026-11-23T09:00", "2026-11-30T17:00"),
        (PLAIN, days(5), "2026-11-23T15:01", "2026-12-01T17:00"),
        (PLAIN, days(0.5), "2026-11-23T09:00", "2026-11-24T11:30"),
        (PLAIN, hours(8), "2026-11-23T16:00", "2026-11-25T08:00"),
        (PLAIN, hours(4), "2026-11-23T14:00", "2026-11-24T08:30"),
        (PLAIN, Span(Unit.SAME_DAY, Decimal(0)), "2026-11-23T14:59", "2026-11-23T17:00"),
        (PLAIN, Span(Unit.SAME_DAY, Decimal(0)), "2026-11-23T15:01", "2026-11-24T17:00"),
        (PLAIN, Span(Unit.DAYS, Decimal(5)), "2026-11-23T09:00", "2026-11-30T17:00"),
        (TET, days(3), "2027-02-03T09:00", "2027-02-15T17:00"),
        (TET, Span(Unit.DAYS, Decimal(3)), "2027-02-03T09:00", "2027-02-12T17:00"),
    ],
)
def test_terms_end_as_the_law_says(calendar: WorkingCalendar, span: Span, since: str, end: str) -> None:
    assert due(calendar, span, since=at(since)) == at(end)


def test_local_hours_and_half_days_count() -> None:
    short = WorkingCalendar(days={date(2026, 11, 24): DayKind.HALF}, hours=Hours())
    assert due(short, days(1), since=at("2026-11-23T09:00")) == at("2026-11-25T11:30")


@pytest.mark.parametrize(
    ("span", "since", "until", "end"),
    [
        (days(5), "2026-11-25T10:00", "2026-12-02T10:00", "2026-12-07T17:00"),
        (days(5), "2026-11-25T10:00", "2026-11-25T16:00", "2026-11-30T17:00"),
        (days(5), "2026-11-27T10:00", "2026-11-29T10:00", "2026-11-30T17:00"),
        (hours(8), "2026-11-23T10:00", "2026-11-23T11:00", "2026-11-24T10:30"),
        (Span(Unit.DAYS, Decimal(5)), "2026-11-25T10:00", "2026-11-27T10:00", "2026-11-30T17:00"),
    ],
)
def test_a_stop_moves_the_end_by_what_it_took(span: Span, since: str, until: str, end: str) -> None:
    assert due(PLAIN, span, since=at("2026-11-23T09:00"), segments=stop(since, until)) == at(end)


def test_a_stop_over_tet_costs_the_applicant_nothing_and_gives_the_office_nothing() -> None:
    ran = due(TET, days(3), since=at("2027-02-02T09:00"))
    stood = due(TET, days(3), since=at("2027-02-02T09:00"), segments=stop("2027-02-03T10:00", "2027-02-11T10:00"))
    assert ran == stood == at("2027-02-13T17:00")


def test_an_extension_is_counted_on_from_the_end() -> None:
    assert due(PLAIN, days(5), since=at("2026-11-23T09:00"), more=days(3)) == at("2026-12-03T17:00")


def test_the_reminder_lies_before_the_end() -> None:
    assert before(PLAIN, at("2026-11-30T17:00"), days(1)) == at("2026-11-27T17:00")
    assert after(PLAIN, at("2026-11-30T17:00"), hours(2)) == at("2026-12-01T09:30")


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
spans = st.one_of(
    st.integers(1, 60).map(lambda halves: days(halves / 2)),
    st.integers(1, 400).map(lambda quarters: hours(quarters / 4)),
    st.integers(1, 90).map(lambda count: Span(Unit.DAYS, Decimal(count))),
    st.just(Span(Unit.SAME_DAY, Decimal(0))),
)
calendars = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from(list(DayKind)), max_size=60
).map(lambda changed: WorkingCalendar(days=changed))


@st.composite
def stopped(draw: st.DrawFn) -> tuple[datetime, list[Segment]]:
    """A beginning, and stops that follow each other after it."""
    begun = draw(moments)
    gaps = draw(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 900)), max_size=4))
    here, segments = begun, []
    for ran, stood in gaps:
        since = here + timedelta(hours=ran)
        until = since + timedelta(hours=stood)
        segments += [Segment(SpellKind.RUNNING, here, since), Segment(SpellKind.STOPPED, since, until)]
        here = until
    return begun, [*segments, Segment(SpellKind.RUNNING, here)]


@given(calendars, spans, stopped())
def test_nothing_is_due_before_it_was_received(
    calendar: WorkingCalendar, span: Span, told: tuple[datetime, list[Segment]]
) -> None:
    since, segments = told
    assert due(calendar, span, since=since, segments=segments) >= since


@given(calendars, spans, stopped())
def test_a_stop_never_brings_the_end_nearer(
    calendar: WorkingCalendar, span: Span, told: tuple[datetime, list[Segment]]
) -> None:
    since, segments = told
    ends = [due(calendar, span, since=since, segments=segments[:count]) for count in range(len(segments) + 1)]
    assert ends == sorted(ends)


@given(calendars, spans, moments, st.integers(0, 500))
def test_a_stop_of_no_time_changes_nothing(
    calendar: WorkingCalendar, span: Span, since: datetime, hours_later: int
) -> None:
    when = since + timedelta(hours=hours_later)
    nothing = [Segment(SpellKind.STOPPED, when, when)]
    assert due(calendar, span, since=since, segments=nothing) == due(calendar, span, since=since)


@given(calendars, spans, moments)
def test_what_ends_ends_while_the_office_is_open(calendar: WorkingCalendar, span: Span, since: datetime) -> None:
    end = due(calendar, span, since=since)
    assert any(opens < end <= closes for opens, closes in calendar.sessions(end.date()))


@given(calendars, spans, stopped(), st.integers(1, 6))
def test_a_longer_term_ends_later(
    calendar: WorkingCalendar, span: Span, told: tuple[datetime, list[Segment]], more: int
) -> None:
    since, segments = told
    assert due(calendar, span, since=since, segments=segments, more=days(more)) > due(
        calendar, span, since=since, segments=segments
    )
