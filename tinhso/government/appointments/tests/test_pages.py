"""The doors: a kiosk gives numbers, a screen calls them, a telephone shows one's place, an hour is booked and kept."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tinhso.core.cases.actions.slips import NotFound
from tinhso.core.speech.actions.house_words import is_public
from tinhso.core.speech.domain.voices import VOICES
from tinhso.government.appointments.actions.calling import call_next, serve
from tinhso.government.appointments.models import Appointment, Ticket
from tinhso.government.appointments.models.slips import kiosk_key
from tinhso.government.appointments.portions import tell
from tinhso.government.appointments.tests.stories import book, ground, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(world):
    return ground(world)


@pytest.fixture
def morning(there):
    """It is nine o'clock at the office."""
    with time_machine.travel(there.at, tick=False):
        yield there


def _kiosk(there):
    client = Client()
    client.get(reverse("become_kiosk", args=[there.office.uuid, kiosk_key(there.office.uuid)]))
    return client


def test_a_kiosk_gives_a_number_and_a_telephone_shows_ones_place(morning):
    address = reverse("ticket", args=[morning.office.uuid])
    kiosk = _kiosk(morning)
    assert "matter=file" in kiosk.get(address).content.decode()
    assert "elderly" in kiosk.get(f"{address}?matter=file").content.decode()
    take(morning)
    given = kiosk.post(f"{address}?matter=file", {"group": ""})
    told = kiosk.get(given.headers["Location"]).content.decode()
    assert ">2</h1>" in told
    ticket = Ticket.objects.get(office=morning.office, number=2)
    mine = Client().get(reverse("my_number", args=[ticket.ref, ticket.token])).content.decode()
    assert "Trước bà con còn 1 người" in mine
    assert re.search(r"khoảng \d+–\d+ phút|dưới \d+ phút", mine)


def test_from_home_nobody_takes_a_number_and_a_wrong_key_makes_no_kiosk(morning):
    address = reverse("ticket", args=[morning.office.uuid])
    assert Client().post(f"{address}?matter=file", {"group": ""}).status_code == 409
    assert Client().get(reverse("become_kiosk", args=[morning.office.uuid, "a" * 16])).status_code == 404
    assert not Ticket.objects.filter(office=morning.office).exists()


def test_who_booked_types_four_digits_at_the_kiosk(morning, world):
    booked = book(morning, morning.at + timedelta(minutes=30), person=world.person("my"))
    kiosk, address = _kiosk(morning), reverse("booked_here", args=[morning.office.uuid])
    assert kiosk.post(address, {"code": "0000"}).status_code == 400
    given = kiosk.post(address, {"code": booked.ref[-4:]})
    assert "/queue/place/" in given.headers["Location"]
    slip = Client().get(reverse("appointment", args=[booked.ref, booked.token]))
    assert "/queue/place/" in slip.headers["Location"]


@pytest.mark.promise("P21")
def test_the_slip_opens_by_nine_digits_at_the_door_of_all_codes_and_names_nobody(morning, world):
    my = world.person("my")
    booked, ticket = book(morning, morning.at + timedelta(hours=1), person=my), take(morning)
    for one in (booked, ticket):
        found = Client().post(reverse("track"), {"code": one.ref, "secret": one.secret})
        page = Client().get(found.headers["Location"]).content.decode()
        assert one.ref in page
        assert my.full_name not in page
        wrong = Client().post(reverse("track"), {"code": one.ref, "secret": "000000000"})
        assert (wrong.status_code, str(NotFound.sentence) in wrong.content.decode()) == (404, True)
    assert Client().get(reverse("appointment", args=[booked.ref, ticket.token])).status_code == 404
    for _try in range(6):
        last = Client().post(reverse("track"), {"code": booked.ref, "secret": "000000000"})
    assert last.status_code == 429


def test_the_screen_calls_a_number_and_is_told_once(morning, world):
    take(morning, minutes=-5)
    desk = _desk(world, morning)
    desk.post(reverse("call_next"))
    now = reverse("screen_now", args=[morning.office.uuid])
    first = Client().get(now)
    assert "Mời số 1 đến quầy 1." in first.content.decode()
    assert Client().get(now, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    take(morning)
    assert Client().get(now, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert 'http-equiv="refresh"' in Client().get(reverse("screen", args=[morning.office.uuid])).content.decode()


def test_every_call_is_a_public_sentence():
    assert is_public("Mời số 12 đến quầy 2.", VOICES["vi"])
    assert is_public("Number 12, please come to counter 2.", VOICES["en"])
    assert not is_public("Mời số 12 đến quầy 99.", VOICES["vi"])


def _desk(world, there):
    """The head of the commune sits down at the first counter."""
    client = world.client("muon")
    client.post(reverse("sit_down", args=[there.counters[0].uuid]))
    return client


def test_an_hour_is_booked_moved_and_called_off_with_nothing_but_paper(there):
    eve = there.at - timedelta(hours=2)
    with time_machine.travel(eve, tick=False):
        visitor, address = Client(), reverse("book_hour", args=[there.office.uuid])
        assert "matter=file" in visitor.get(address).content.decode()
        day = f"{address}?matter=file&day={there.at:%Y-%m-%d}"
        hours = re.findall(r'name="starts" value="([^"]+)"', visitor.get(day).content.decode())
        booked = visitor.post(day, {"starts": hours[0], "group": "", "phone": "0912 000 111"})
        slip = booked.headers["Location"]
        assert hours[0] not in re.findall(r'value="([^"]+)"', visitor.get(day).content.decode())
        moved = visitor.post(f"{slip}move/?day={there.at:%Y-%m-%d}", {"starts": hours[3]})
        assert moved.headers["Location"] == slip
        one = Appointment.objects.get(office=there.office)
        assert timezone.localtime(one.starts_at).isoformat() == hours[3]
        visitor.post(f"{slip}cancel/")
        assert "Đã hủy" in visitor.get(slip).content.decode()


def test_mine_stands_among_my_matters_and_in_what_i_take_along(there, world):
    booked = book(there, there.at + timedelta(hours=1), person=world.person("my"))
    assert booked.token in world.client("my").get(reverse("my_matters")).content.decode()
    assert any(booked.ref in row for sheet in tell(world.person("my").uuid) for row in sheet.rows)


def test_who_stands_in_line_finds_the_number_among_their_matters(morning, world):
    mine = take(morning, person=world.person("panh"))
    client = world.client("panh")
    assert ">Số 1<" in client.get(reverse("my_matters")).content.decode().replace("</svg>", ">")
    call_next(morning.counters[0], by=morning.one, at=morning.at)
    assert "Mời bà con đến quầy 1" in client.get(reverse("my_matters")).content.decode()
    serve(mine, by=morning.one, at=morning.at)
    assert mine.token not in client.get(reverse("my_matters")).content.decode()


def test_a_procedure_and_a_life_event_lead_to_the_booking_of_an_hour():
    for page in (reverse("procedure", args=["dang-ky-khai-sinh"]), reverse("life_event", args=["birth"])):
        assert f'href="{reverse("appointments")}"' in Client().get(page).content.decode()


def test_the_desk_asks_no_more_when_more_wait(morning, world, django_assert_max_num_queries):
    client = _desk(world, morning)
    for minutes in range(30):
        take(morning, minutes=-minutes / 10)
    with django_assert_max_num_queries(26):
        assert client.get(reverse("queue")).status_code == 200


def test_the_head_sets_up_counters_and_sees_how_it_went(there, world):
    head = world.client("muon")
    assert head.get(reverse("counters")).status_code == 200
    of_office = reverse("counters_of", args=[there.office.uuid])
    head.post(of_office, {"what": "counter", "number": "3", "serves": ["certify"]})
    assert there.office.counters.current().count() == 3
    head.post(
        of_office,
        {
            "what": "booking",
            "slot_minutes": "30",
            "per_slot": "2",
            "days_ahead": "7",
            "booked_first": "0",
            "grace": "5",
        },
    )
    there.office.refresh_from_db()
    assert there.office.slot_minutes == 30
    wrong = head.post(
        of_office, {"what": "opening", "day": "26/11/2026", "begins": "10:00", "ends": "09:00", "why": "Chợ"}
    )
    assert wrong.status_code == 400
    assert head.get(reverse("queue_numbers"), {"office": str(there.office.uuid)}).status_code == 200
