"""The registrar keeps the calendar: days, swaps, hours; everyone counts with it at once."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import PermissionDenied

from tinhso.core.calendar import actions, reference, views
from tinhso.core.calendar.domain import VIETNAM, DayKind, Hours
from tinhso.core.calendar.events import WorkingDayChanged
from tinhso.core.calendar.models import Day, OpeningHours, working_calendar
from tinhso.core.search.actions import index
from tinhso.events.log import history
from tinhso.kit.actors import Actor
from tinhso.kit.doors import NotSignedIn
from tinhso.kit.tests.asking import VISITOR, Asker, request

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, tzinfo=VIETNAM)
BY = Actor.system()
REGISTRAR = Asker(held={"edit_calendar": None})
HEAD_OF_SEVEN = Asker(held={"edit_calendar": frozenset({7})})
MARKET = {"date": "20/11/2026", "kind": "off", "note": "Hội chợ huyện", "source": "QĐ 12", "place": ""}


@pytest.fixture
def shipped():
    reference.load(NOW)


def test_the_shipped_days_are_entered_once_and_a_changed_one_is_left_alone(shipped):
    count = Day.objects.count()
    entry = actions.Entry(day=date(2027, 2, 4), kind=DayKind.WORK, note="Tết lùi")
    actions.change_day(entry, by=BY, at=NOW)
    reference.load(NOW)
    assert Day.objects.count() == count == 61
    assert working_calendar().is_working_day(date(2027, 2, 4))


def test_tết_and_made_up_saturdays_count(shipped):
    calendar = working_calendar()
    received = datetime(2026, 2, 13, 9, tzinfo=VIETNAM)
    assert calendar.due_after_days(received, 5) == datetime(2026, 2, 27, 17, tzinfo=VIETNAM)
    assert calendar.is_working_day(date(2026, 8, 22))
    assert calendar.until == date(2027, 12, 31)


def test_a_local_holiday_counts_there_and_nowhere_else():
    entry = actions.Entry(day=date(2026, 11, 20), kind=DayKind.OFF, note="Hội bản", place=7)
    actions.change_day(entry, by=BY, at=NOW)
    assert not working_calendar((3, 7)).is_working_day(date(2026, 11, 20))
    assert not working_calendar((3, 7, 70)).is_working_day(date(2026, 11, 20))
    assert working_calendar((3, 8)).is_working_day(date(2026, 11, 20))
    assert working_calendar().is_working_day(date(2026, 11, 20))


def test_a_copy_in_memory_is_dropped_when_a_day_changes(django_assert_num_queries):
    first = working_calendar()
    with django_assert_num_queries(1):
        assert working_calendar() is first
    actions.change_day(actions.Entry(day=date(2026, 11, 20), kind=DayKind.HALF, note="x"), by=BY, at=NOW)
    assert working_calendar().kind(date(2026, 11, 20)) is DayKind.HALF


def test_a_change_is_written_in_the_log():
    day = actions.change_day(actions.Entry(day=date(2026, 11, 20), kind=DayKind.OFF, note="x"), by=BY, at=NOW)
    again = actions.Entry(day=date(2026, 11, 20), kind=DayKind.HALF, note="y")
    assert actions.change_day(again, by=BY, at=NOW) == day
    told = [happening.event for happening in history(day)]
    assert [type(event) for event in told] == [WorkingDayChanged, WorkingDayChanged]
    assert [event.kind for event in told] == ["off", "half"]


def test_the_same_day_twice_is_refused():
    entry = actions.Entry(day=date(2026, 11, 20), kind=DayKind.OFF, note="x")
    actions.change_day(entry, by=BY, at=NOW)
    with pytest.raises(actions.NothingChanges):
        actions.change_day(entry, by=BY, at=NOW)


def test_a_day_that_is_cleared_follows_the_week():
    day = actions.change_day(actions.Entry(day=date(2026, 11, 20), kind=DayKind.OFF, note="x"), by=BY, at=NOW)
    actions.clear_day(day, by=BY, at=NOW)
    assert working_calendar().is_working_day(date(2026, 11, 20))


def test_hours_of_a_place_hold_below_it():
    actions.change_hours(Hours(), place=None, by=BY, at=NOW)
    actions.change_hours(Hours(morning=(time(7), time(11))), place=3, by=BY, at=NOW)
    assert working_calendar((3, 7)).hours.morning == (time(7), time(11))
    assert working_calendar((4,)).hours.morning == (time(7, 30), time(11, 30))


def test_the_registrar_enters_a_day_on_the_page():
    answer = views.change_day(request("post", "/calendar/change/", MARKET, rights=REGISTRAR))
    assert answer.status_code == 302
    assert Day.objects.get().note == "Hội chợ huyện"


@pytest.mark.parametrize(
    "wrong", [{"date": "31/02/2026"}, {"kind": "maybe"}, {"note": ""}, {"place": "Xã Không Có"}, {"date": "\x00"}]
)
def test_a_mistake_is_told_and_nothing_is_lost(wrong):
    answer = views.change_day(request("post", "/calendar/change/", MARKET | wrong, rights=REGISTRAR))
    assert answer.status_code == 422
    assert ("Hội chợ huyện" in answer.content.decode()) == ("note" not in wrong)
    assert not Day.objects.exists()


def test_a_head_changes_only_the_calendar_of_their_commune():
    index("place", "7", "Xã Mường Lạn", place=7)
    index("place", "8", "Xã Mường Lèo", place=8)
    mine, theirs = MARKET | {"place": "xã mường lạn"}, MARKET | {"place": "Xã Mường Lèo"}
    assert views.change_day(request("post", "/", MARKET, rights=HEAD_OF_SEVEN)).status_code == 422
    assert views.change_day(request("post", "/", theirs, rights=HEAD_OF_SEVEN)).status_code == 422
    assert views.change_day(request("post", "/", mine, rights=HEAD_OF_SEVEN)).status_code == 302
    assert Day.objects.get().place == 7


def test_two_days_are_swapped():
    given = {"off_on": "02/01/2026", "work_on": "10/01/2026", "note": "Hoán đổi", "source": "12729", "place": ""}
    assert views.swap_days(request("post", "/", given, rights=REGISTRAR)).status_code == 302
    calendar = working_calendar()
    assert (calendar.is_working_day(date(2026, 1, 2)), calendar.is_working_day(date(2026, 1, 10))) == (False, True)
    same = given | {"work_on": "02/01/2026"}
    assert views.swap_days(request("post", "/", same, rights=REGISTRAR)).status_code == 422


def test_hours_are_set_on_the_page_and_must_follow_each_other():
    given = {"morning_from": "08:00", "morning_to": "12:00", "afternoon_from": "13:00", "afternoon_to": "17:00"}
    given |= {"reception_until": "15:30", "place": ""}
    assert (
        views.change_hours(request("post", "/", given | {"morning_to": "07:00"}, rights=REGISTRAR)).status_code == 422
    )
    assert views.change_hours(request("post", "/", given, rights=REGISTRAR)).status_code == 302
    assert OpeningHours.objects.get().reception_until == time(15, 30)


def test_strangers_stay_outside():
    for view in (views.change_day, views.swap_days, views.change_hours):
        with pytest.raises(NotSignedIn):
            view(request("get", "/", rights=VISITOR))
        with pytest.raises(PermissionDenied):
            view(request("get", "/", rights=Asker(held={})))


def test_a_day_of_elsewhere_cannot_be_cleared():
    day = actions.change_day(actions.Entry(day=date(2026, 11, 20), kind=DayKind.OFF, note="x"), by=BY, at=NOW)
    assert views.clear_day(request("post", "/", rights=HEAD_OF_SEVEN), day.uuid).status_code == 403
    assert views.clear_day(request("post", "/", rights=REGISTRAR), day.uuid).status_code == 302
    assert not Day.objects.exists()


@pytest.mark.parametrize("year", ["2026", "1999", "9999", "abc", "٢٠٢٦", ""])
def test_everyone_may_see_a_year(shipped, year):
    answer = views.calendar(request("get", "/calendar/", {"year": year}, at=NOW))
    assert answer.status_code == 200
    if year in ("2026", ""):
        assert "24/11/2026" in answer.content.decode()


def test_a_day_shows_its_history():
    day = actions.change_day(actions.Entry(day=date(2026, 11, 20), kind=DayKind.OFF, note="Hội"), by=BY, at=NOW)
    assert b"timeline" in views.day(request("get", "/", rights=REGISTRAR), day.uuid).content


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"start": "20/11/2026 09:00", "days": "1"}, 200, "23/11/2026"),
        ({"start": "20/11/2026 15:30", "days": "1"}, 200, "25/11/2026"),  # 24 November is a holiday from 2026
        ({"start": "", "days": "2"}, 200, "2026"),
        ({"start": "gestern", "days": "1"}, 422, ""),
        ({"start": "20/11/2026 09:00", "days": "-1"}, 422, ""),
        ({"start": "20/11/2026 09:00", "days": "99999999"}, 422, ""),
        ({"start": "01/01/0001 00:00", "days": "1"}, 422, ""),
        ({}, 422, ""),
    ],
)
def test_anyone_may_ask_when_it_is_due(shipped, asked, status, told):
    answer = views.due(request("get", "/calendar/due/", asked, at=NOW))
    assert answer.status_code == status
    assert told in answer.content.decode()


def test_the_api_counts_too(shipped, client):
    answer = client.get("/api/calendar/due", {"from": "2026-11-20T09:00:00", "days": "1"}).json()
    assert datetime.fromisoformat(answer["due"]) == datetime(2026, 11, 23, 17, tzinfo=VIETNAM)
    assert answer["known_until"] == "2027-12-31"
    hours = client.get("/api/calendar/due", {"from": "2026-11-20T09:00:00+07:00", "hours": "3"}).json()
    assert datetime.fromisoformat(hours["due"]) == datetime(2026, 11, 20, 14, tzinfo=VIETNAM)


@pytest.mark.parametrize("bad", [{"days": "0.3"}, {"days": "x"}, {"from": "never"}, {"days": "1001"}])
def test_the_api_says_what_is_wrong(bad, client):
    assert client.get("/api/calendar/due", bad).status_code == 422


def test_the_api_refuses_moments_far_away(client):
    assert client.get("/api/calendar/due", {"from": "9999-12-31T23:00:00", "days": "5"}).status_code == 409


def test_the_api_lists_a_year(shipped, client):
    days = client.get("/api/calendar/days", {"year": 2026}).json()
    assert {"2026-11-24", "2026-01-10"} <= {day["date"] for day in days}
