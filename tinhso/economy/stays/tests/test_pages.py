"""A visitor finds a bed, holds it, pays nothing yet; Panh hears it, says yes, enters the guest, sends the notice."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.core.files.tests import samples
from tinhso.economy.stays.actions.searching import Sought, find_homes
from tinhso.economy.stays.models import Booking, Feed, Home, RegisterLine, Review
from tinhso.economy.stays.sleeping import offer
from tinhso.kit.sleeping import Ask

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
CARD = "001192800123||Nguyễn Thu Hà|15081992|Nữ|Số 5, Hàng Bông, Hà Nội|10052021"


@pytest.fixture
def home(world):
    return Home.objects.get(name="Nhà sàn Hoa Mận")


def tonight_room(home):
    """A room of Panh's that is free tonight, without a deposit."""
    Home.objects.filter(pk=home.pk).update(deposit=0)
    today = timezone.localdate()
    return home.rooms.filter(pk__in=home.rooms.model.objects.free(today, today + A_DAY)).order_by("-pk")[0]


def test_the_whole_way_from_a_search_to_the_notice(world, home):
    visitor, panh = world.client(""), world.client("panh")
    today = timezone.localdate()
    room = tonight_room(home)
    found = visitor.get(reverse("stays"), {"arrives": today.isoformat(), "people": 1})
    assert found.status_code == 200
    shown = visitor.get(reverse("stay_home", args=[home.uuid]), {"arrives": today, "leaves": today + A_DAY})
    assert reverse("book_stay", args=[home.rooms.order_by("pk")[0].uuid]) in shown.content.decode()
    told = {
        "arrives": today, "leaves": today + A_DAY, "beds": 1, "people": 1, "name": "Nguyễn Thu Hà",
        "phone": "0912345678",
    }  # fmt: skip
    answer = visitor.post(reverse("book_stay", args=[room.uuid]), told)
    booking = Booking.objects.order_by("-pk")[0]
    assert answer.url == reverse("stay", args=[booking.token])
    mine = panh.get(reverse("my_homes")).content.decode()
    assert "1 người" in mine
    assert "data-read" in mine
    panh.post(reverse("answer_stay", args=[booking.uuid, "yes"]))
    assert "Đã đặt" in visitor.get(answer.url).content.decode()
    entered = panh.post(
        reverse("check_in"), {"code": booking.ref, "papers": f"{CARD}\nMarie Dubois / X12345 / FRA / 01.01.1990"}
    )
    assert entered.url == reverse("my_homes")
    assert RegisterLine.objects.filter(booking=booking, is_foreign=True).count() == 1
    panh.post(reverse("stay_notice", args=[home.uuid]))
    register = panh.get(reverse("stay_register", args=[home.uuid])).content.decode()
    assert "Nguyễn Thu Hà" in register
    assert "FRA" in register
    for kind, starts in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF")):
        file = panh.get(reverse("stay_notice_file", args=[home.uuid, kind]))
        assert file.content.startswith(starts)
    panh.post(reverse("check_out", args=[booking.uuid]), {"cash": booking.total, "invoice": "on"})
    visitor.post(reverse("review_stay", args=[booking.token]), {"faces": 5, "words": "Cơm ngon."})
    visitor.post(reverse("review_stay", args=[booking.token]), {"faces": 1, "words": "Lần nữa."})
    assert [one.faces for one in Review.objects.filter(booking=booking)] == [5]


def test_a_paper_that_cannot_be_read_is_told_with_its_line(world, home):
    answer = world.client("panh").post(reverse("check_in"), {"code": "LT-1", "papers": f"{CARD}\nabc"})
    assert answer.status_code == 400
    assert "2:" in answer.content.decode()


def test_whoever_is_signed_out_is_asked_who_they_are_before_anybody_is_entered(world, home):
    answer = world.client("").post(reverse("check_in"), {"code": "LT-1", "papers": CARD})
    assert (answer.status_code, "/sign-in/" in answer.url) == (302, True)


def test_another_host_sees_nothing_of_panhs_guests(world, home):
    booking = Booking.objects.filter(room__home=home)[0]
    my = world.client("my")
    for name, key in (("home_ready", home.uuid), ("stay_register", home.uuid), ("check_out", booking.uuid)):
        assert my.get(reverse(name, args=[key])).status_code == 404
    assert my.post(reverse("answer_stay", args=[booking.uuid, "yes"])).status_code == 404


def test_officers_see_homes_and_numbers_and_no_guest(world, home):
    hac = world.client("inh")
    for name in ("homes", "stay_numbers"):
        assert hac.get(reverse(name)).status_code == 200
    page = hac.get(reverse("inspect_home", args=[home.uuid])).content.decode()
    names = {one.guest[0] for one in Booking.objects.filter(room__home=home) if one.guest[0]}
    assert names
    assert not any(name in page for name in names)


def test_a_page_in_five_steps(world):
    my = world.client("my")
    place = world.person("my").home
    answer = my.post(reverse("begin_home"), {"name": "Nhà Mỷ", "kind": "homestay", "place": f"{place.full_name}"})
    made = Home.objects.get(name="Nhà Mỷ")
    assert answer.url == reverse("home_step", args=[made.uuid, 2])
    my.post(
        answer.url, {"photo": SimpleUploadedFile("anh.jpg", samples.photo(), "image/jpeg"), "words": "Nhà trên núi."}
    )
    room = {"name": "Phòng 1", "beds": 1, "sleeps": 2, "weekday": "200.000", "weekend": "250.000"}
    my.post(reverse("home_step", args=[made.uuid, 3]), room)
    rules = {"instant": "yes", "deposit": 0, "free_days": 3, "keeps": 50}
    assert my.post(reverse("home_step", args=[made.uuid, 4]), rules).url == reverse("home_ready", args=[made.uuid])
    assert my.post(reverse("home_step", args=[made.uuid, 4]), rules | {"deposit": 30}).status_code == 400
    my.post(reverse("home_ready", args=[made.uuid]))
    shown = world.client("").get(reverse("stay_home", args=[made.uuid])).content.decode()
    assert "Nhà trên núi." in shown
    assert "/preview/" in shown
    assert "200" in shown
    assert my.get(reverse("room_feeds", args=[made.rooms.get().uuid])).status_code == 200
    assert my.get(reverse("room_season", args=[made.rooms.get().uuid])).status_code == 200


def test_our_calendar_names_nobody(world, home):
    room = home.rooms.order_by("pk")[0]
    told = world.client("").get(reverse("room_calendar", args=[room.token])).content.decode()
    assert "BEGIN:VEVENT" in told
    assert "SUMMARY:Reserved" in told
    assert not re.search("Nguyễn|LT-|\\+84", told)
    assert world.client("").get(reverse("room_calendar", args=["0" * 20])).status_code == 404


def test_the_host_takes_in_only_calendars_of_known_sites(world, home):
    panh, room = world.client("panh"), home.rooms.order_by("pk")[0]
    at = reverse("room_feeds", args=[room.uuid])
    for bad in ("http://169.254.169.254/", "https://airbnb.com.evil.test/x.ics", "https://u@airbnb.com/x"):
        assert panh.post(at, {"site": "X", "url": bad}).status_code == 400
    panh.post(at, {"site": "Airbnb", "url": "https://www.airbnb.com/calendar/ical/1.ics?s=2"})
    assert Feed.objects.get().address.startswith("https://www.airbnb.com/")


def test_a_page_of_homes_asks_as_often_as_one_home(world, home, django_assert_max_num_queries):
    today = timezone.localdate()
    with django_assert_max_num_queries(3):
        found, _more = find_homes(Sought(arrives=today + A_DAY, leaves=today + 3 * A_DAY, people=2))
    assert len(found) > 3


def test_who_plans_a_journey_is_offered_what_is_free(world, home):
    near = list(offer(Ask(lat=home.lat, lon=home.lon, night=timezone.localdate() + A_DAY)))
    assert any(one.title == home.name for one in near)


def test_somebody_waits_for_a_bed(world, home):
    today = timezone.localdate()
    told = {"arrives": today + 9 * A_DAY, "leaves": today + 10 * A_DAY, "phone": "0912345678"}
    answer = world.client("").post(reverse("wait_for_bed", args=[home.uuid]), told)
    assert answer.status_code == 302
    assert home.waiting.get().phone == "+84912345678"


def test_the_demo_is_alive(world):
    assert Home.objects.open().count() >= 20
    states = set(Booking.objects.values_list("state", flat=True))
    assert {"asked", "confirmed", "left"} <= states
