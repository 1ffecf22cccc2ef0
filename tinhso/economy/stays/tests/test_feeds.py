"""A feed replaces its own nights whole, keeps the last good copy, and shows what was sold twice."""

from datetime import date, timedelta

import pytest

from tinhso.economy.stays import jobs
from tinhso.economy.stays.actions.booking import Full
from tinhso.economy.stays.actions.feeds import add_feed, take_content
from tinhso.economy.stays.domain.feeds import write_calendar
from tinhso.economy.stays.models import Feed, Night
from tinhso.economy.stays.tests.stories import A_DAY, AT, FRIDAY, SATURDAY, a_house
from tinhso.kit.lines import LineDown

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.airbnb.com/calendar/ical/1.ics?s=2"


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def feed(house):
    return add_feed(house.room, site="Airbnb", address=ADDRESS, by=house.host, at=AT)


def says(*stays: tuple[date, date]) -> bytes:
    return write_calendar([(f"{first}@x", first, end) for first, end in stays], at=AT)


def test_what_is_sold_elsewhere_is_not_sold_here(house, feed):
    assert take_content(feed, says((SATURDAY, SATURDAY + 2 * A_DAY)), at=AT)
    with pytest.raises(Full):
        house.books()


def test_the_next_copy_replaces_the_last_one_whole(house, feed):
    take_content(feed, says((SATURDAY, SATURDAY + 2 * A_DAY)), at=AT)
    take_content(feed, says((FRIDAY, SATURDAY)), at=AT)
    assert set(Night.objects.values_list("day", flat=True)) == {FRIDAY}
    house.books()


@pytest.mark.parametrize(("content", "why"), [(b"<html>", "broken"), (None, "empty")])
def test_a_broken_or_empty_feed_leaves_the_last_good_copy(house, feed, content, why):
    take_content(feed, says((SATURDAY, SATURDAY + A_DAY)), at=AT)
    later = AT + timedelta(hours=1)
    assert not take_content(feed, says() if content is None else content, at=later)
    feed.refresh_from_db()
    assert (feed.trouble, feed.good_at, feed.asked_at) == (why, AT, later)
    assert Night.objects.filter(feed=feed).count() == 1


def test_what_was_sold_twice_stays_sold_and_is_shown(house, feed):
    booking = house.books()
    take_content(feed, says((FRIDAY, SATURDAY + A_DAY)), at=AT)
    assert feed.spans.get().conflict
    assert Night.objects.get(day=SATURDAY).booking == booking
    assert Night.objects.get(day=FRIDAY).feed == feed


def test_the_job_fetches_each_feed_about_once_an_hour(house, feed, monkeypatch):
    asked = []

    def answers(address):
        asked.append(address)
        return says((SATURDAY, SATURDAY + A_DAY))

    monkeypatch.setattr(jobs, "fetch_calendar", answers)
    for minutes in (0, 10, 60):
        jobs.fetch_feeds(AT + timedelta(minutes=minutes))
    assert asked == [ADDRESS, ADDRESS]


def test_a_site_that_is_silent_is_noted_and_changes_nothing(house, feed, monkeypatch):
    take_content(feed, says((SATURDAY, SATURDAY + A_DAY)), at=AT)

    def silent(_address):
        raise LineDown("silent")

    monkeypatch.setattr(jobs, "fetch_calendar", silent)
    jobs.fetch_feeds(AT + timedelta(hours=2))
    assert Feed.objects.get().trouble == "silent"
    assert Night.objects.filter(feed=feed).count() == 1
