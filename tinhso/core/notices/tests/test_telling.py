"""Telling people: once each, by the way they want, not at night."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.accounts.actions import open_account
from tinhso.core.accounts.domain import Kind as AccountKind
from tinhso.core.accounts.models import Account
from tinhso.core.calendar.models import Day, Version
from tinhso.core.notices.actions import choose, follow_person, forget_person, open_notice, read_all, tell
from tinhso.core.notices.actions.choosing import Chosen, MustBeTold
from tinhso.core.notices.actions.telling import NoWordsError
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.hours import Quiet, may_ring_from
from tinhso.core.notices.models import Contact, Delivery, Notice
from tinhso.core.notices.tests.stories import BY, DAY, HOUR, NOW, VALUES, kind, someone, told, ways
from tinhso.core.people.actions import merge_people, record_death
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(autouse=True)
def _open(settings):
    settings.SMS_URL = "http://127.0.0.1:1"
    settings.PUSH_HOSTS = ["push.example"]
    settings.MAIL_HOST = "127.0.0.1"


def mine(person):
    return Actor(person=person.uuid, account=1)


def test_the_same_event_tells_a_person_once():
    kind()
    my = someone()
    assert [told(my), told(my), told(my, cause="2")] == [1, 0, 1]
    assert ways(my) == [("sms", "waiting"), ("sms", "waiting")]


def test_who_was_merged_is_told_under_one_row():
    kind()
    one, other = someone(), someone(name="Giàng Thị Mỷ", phone=None)
    merge_people(one, other, by=BY, at=NOW)
    assert tell("tests.received", [one.uuid, other.uuid], values=VALUES, cause="1", at=NOW) == 1
    assert Notice.objects.get().person == one.uuid


def test_the_dead_and_the_forgotten_are_left_in_peace():
    kind()
    dead = someone()
    record_death(dead, on=None, by=BY, at=NOW)
    assert told(dead) == 0


def test_words_that_nobody_published_tell_nobody():
    with pytest.raises(NoWordsError):
        told(someone(), kind="tests.unknown")


def test_without_a_telephone_it_goes_on_paper_and_without_anything_a_person_looks_at_it():
    kind()
    la, nobody = someone(phone=None), someone(phone=None, home=False)
    told(la)
    told(nobody)
    assert ways(la) == [("paper", "waiting")]
    assert ways(nobody) == []
    assert list(Notice.objects.stuck().values_list("person", flat=True)) == [nobody.uuid]


@pytest.mark.parametrize("phone", ["+842123855123", "+8419001234", "+12025550123"])
def test_only_mobile_numbers_of_this_country_get_text_messages(phone):
    kind()
    my = someone(phone=phone)
    told(my)
    assert ways(my)[0][0] == "voice"


def test_a_person_chooses_the_ways_their_order_and_the_language():
    kind(title={"vi": "x", "en": "y", "id": "z"})
    my = someone()
    Contact.objects.create(person=my.uuid, channel="email", print="p", given_at=NOW, confirmed_at=NOW)
    wanted = Chosen(channels=[Channel.EMAIL, Channel.SMS], language="en")
    choose(my, wanted, by=mine(my), at=NOW)
    told(my)
    notice = Notice.objects.get()
    assert (notice.language, ways(my), notice.plan) == ("en", [("email", "waiting")], ["sms", "paper"])


def test_what_the_law_lets_one_refuse_can_be_refused_and_nothing_else():
    kind("tests.rating", refusable=True)
    kind()
    my = someone()
    choose(my, Chosen(kind="tests.rating", refused=True), by=mine(my), at=NOW)
    assert told(my, kind="tests.rating") == 0
    for must in ("tests.received", ""):
        with pytest.raises(MustBeTold):
            choose(my, Chosen(kind=must, refused=True), by=mine(my), at=NOW)
    assert told(my) == 1


def due(person):
    return [
        row.astimezone(HERE)
        for row in Delivery.objects.filter(notice__person=person.uuid).values_list("due", flat=True)
    ]


def at_clock(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("told_at", "rings"),
    [
        ("2026-11-20T20:59", "2026-11-20T20:59"),
        ("2026-11-20T21:00", "2026-11-21T07:00"),
        ("2026-11-20T23:59", "2026-11-21T07:00"),
        ("2026-11-21T00:01", "2026-11-21T07:00"),
        ("2026-11-21T06:59", "2026-11-21T07:00"),
        ("2026-11-21T07:00", "2026-11-21T07:00"),
        ("2026-12-31T23:30", "2027-01-02T07:00"),
    ],
)
def test_nothing_rings_at_night_nor_on_a_holiday(told_at, rings):
    Day.objects.create(date=date(2027, 1, 1), kind="off", note="Tết Dương lịch")
    Version.renew()
    kind()
    my = someone()
    told(my, at=at_clock(told_at))
    assert due(my) == [at_clock(rings)]


def test_at_tet_what_is_not_urgent_waits_and_what_is_urgent_does_not():
    for number in range(7):
        Day.objects.create(date=date(2027, 2, 5) + timedelta(days=number), kind="off", note="Tết Nguyên đán")
    Version.renew()
    kind()
    kind("tests.flood", urgent=True)
    my, at = someone(), at_clock("2027-02-05T23:10")
    told(my, at=at)
    told(my, kind="tests.flood", cause="2", at=at)
    assert sorted(due(my)) == [at, at_clock("2027-02-12T07:00")]


def test_ones_own_quiet_hours_hold():
    kind()
    my = someone()
    choose(my, Chosen(quiet="12:00-13:30"), by=mine(my), at=NOW)
    told(my, at=at_clock("2026-11-20T12:10"))
    told(my, cause="2", at=at_clock("2026-11-20T22:10"))
    assert sorted(due(my)) == [at_clock("2026-11-20T13:30"), at_clock("2026-11-20T22:10")]


def test_what_can_wait_comes_in_the_evening_for_who_wants_that():
    kind(digest=True)
    my = someone()
    choose(my, Chosen(digest=True), by=mine(my), at=NOW)
    told(my)
    told(my, cause="2", at=at_clock("2026-11-20T19:00"))
    assert sorted(due(my)) == [at_clock("2026-11-20T18:30"), at_clock("2026-11-21T18:30")]


def test_more_than_enough_for_a_day_waits_for_the_next_evening(settings):
    settings.NOTICES_A_DAY = 2
    kind()
    my = someone()
    for number in range(3):
        told(my, cause=str(number))
    assert sorted(due(my))[2] == at_clock("2026-11-21T18:30")


@given(st.times(), st.times(), st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.sets(st.integers(0, 9)))
def test_whatever_the_hours_it_rings_later_never_earlier_and_never_in_them(since, until, at, holidays):
    quiet = Quiet(time(since.hour, since.minute), time(until.hour, until.minute))
    off = {at.date() + timedelta(days=number) for number in holidays}
    rings = may_ring_from(at.replace(tzinfo=HERE), quiet, off.__contains__)
    assert rings >= at.replace(tzinfo=HERE)
    assert not quiet.holds(rings.time())
    assert rings.date() not in off


def test_the_number_of_unread_messages_travels_with_the_session():
    kind()
    my = someone()
    account = open_account(username="my", kind=AccountKind.STAFF, person=my.uuid, by=BY, at=NOW)
    told(my)
    told(my, cause="2")
    assert Account.objects.get(pk=account.pk).unread == 2
    open_notice(Notice.objects.first(), by=mine(my), at=NOW + HOUR)
    assert Account.objects.get(pk=account.pk).unread == 1
    assert read_all(my.uuid, by=mine(my), at=NOW + HOUR) == 1
    assert Account.objects.get(pk=account.pk).unread == 0


def test_who_is_forgotten_leaves_no_message_behind():
    kind()
    my = someone()
    told(my)
    choose(my, Chosen(quiet="12:00-13:30"), by=mine(my), at=NOW)
    forget_person(my.uuid)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_choices_follow_a_person_who_was_there_twice():
    kind()
    stays, gone = someone(), someone(phone=None)
    choose(gone, Chosen(quiet="12:00-13:30"), by=mine(gone), at=NOW)
    merge_people(stays, gone, by=BY, at=NOW)
    follow_person(stays.uuid)
    told(stays, at=at_clock("2026-11-20T12:10"))
    assert due(stays) == [at_clock("2026-11-20T13:30")]


def test_ten_thousand_is_a_handful_of_questions(django_assert_max_num_queries):
    kind()
    people = [someone(name="Giàng Thị Mỷ", phone=f"+8491234{number:04}").uuid for number in range(20)]
    with django_assert_max_num_queries(25):
        assert tell("tests.received", people, values=VALUES, cause="x", at=NOW + DAY) == 20
