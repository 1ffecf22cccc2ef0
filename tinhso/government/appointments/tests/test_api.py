"""Machines book, move and call off hours, read a queue and take numbers: what the pages do, within the same limits."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from tinhso.government.appointments.models import Appointment, Ticket
from tinhso.government.appointments.models.slips import kiosk_key
from tinhso.government.appointments.tests.stories import book, ground, take

pytestmark = pytest.mark.django_db
API = "/api/appointments"


@pytest.fixture
def there(world):
    """It is half past seven at the office."""
    made = ground(world)
    with time_machine.travel(made.at - timedelta(minutes=90), tick=False):
        yield made


def _post(client, address, told, **headers):
    return client.post(f"{API}{address}", told, content_type="application/json", headers=headers)


def _offered(client, there):
    """The first two hours that are free on the day of the story."""
    found = client.get(f"{API}/offices/{there.office.uuid}/hours", {"day": f"{there.at:%Y-%m-%d}"}).json()
    return [one["starts_at"] for one in found if one["left"]][:2]


def test_a_visitor_books_once_takes_another_hour_and_calls_off(client, there):
    assert str(there.office.uuid) in {one["uuid"] for one in client.get(f"{API}/offices").json()}
    assert f"{there.at:%Y-%m-%d}" in client.get(f"{API}/offices/{there.office.uuid}/days").json()
    assert "file" in {one["code"] for one in client.get(f"{API}/matters").json()["matters"]}
    first, second = _offered(client, there)
    key = {"Idempotency-Key": str(uuid4())}
    address = f"/offices/{there.office.uuid}/appointments"
    told = {"matter": "file", "starts_at": first, "phone": "0912 000 111"}
    booked, again = _post(client, address, told, **key), _post(client, address, told, **key)
    assert (booked.status_code, again.status_code) == (201, 201)
    assert booked.json() == again.json()
    one = Appointment.objects.get(office=there.office)
    assert one.phone == "+84912000111"

    taken = _post(client, address, told)
    assert (taken.status_code, taken.json()["code"], taken.json()["field"]) == (409, "Full", "starts")
    mine = f"{API}/appointments/{one.ref}/{one.token}"
    moved = client.put(f"{mine}/hour", {"starts_at": second}, content_type="application/json").json()
    assert moved["starts_at"] == client.get(mine).json()["starts_at"] != booked.json()["starts_at"]
    assert client.post(f"{mine}/cancel").json()["state"] == "cancelled"
    assert client.post(f"{mine}/cancel").json()["code"] == "OverAlready"


def test_no_code_opens_without_its_token_and_one_address_books_no_day_away(client, there):
    one = book(there, there.at)
    wrong = f"{API}/appointments/{one.ref}/{'a' * 16}"
    answers = [client.get(wrong), client.post(f"{wrong}/cancel"), client.get(f"{API}/numbers/{one.ref}/{one.token}")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    address, free = f"/offices/{there.office.uuid}/appointments", _offered
    for _hour in range(6):
        assert _post(client, address, {"matter": "file", "starts_at": free(client, there)[0]}).status_code == 201
    full = _post(client, address, {"matter": "file", "starts_at": free(client, there)[0]})
    assert (full.status_code, full.json()["code"]) == (409, "TooManyFromHere")


def test_someone_with_an_account_books_for_themselves_and_a_helper_needs_leave(world, there):
    my, address = world.client("my"), f"/offices/{there.office.uuid}/appointments"
    first, second = _offered(my, there)
    booked = _post(my, address, {"matter": "file", "starts_at": first, "phone": "not read for a person"})
    assert booked.status_code == 201
    assert booked.json()["code"] in {one["code"] for one in my.get(f"{API}/appointments/mine").json()}
    assert Appointment.objects.get(ref=booked.json()["code"]).person_id == world.person("my").uuid
    assert _post(my, address, {"matter": "file", "starts_at": second}).json()["code"] == "BookedAlready"


def test_a_kiosk_shows_its_key_and_anyone_sees_the_queue(client, there):
    address = f"/offices/{there.office.uuid}/numbers"
    assert _post(client, address, {"matter": "file"}).json()["code"] == "NotYours"
    with time_machine.travel(there.at, tick=False):
        take(there)
        key = {"X-Kiosk-Key": kiosk_key(there.office.uuid), "Idempotency-Key": str(uuid4())}
        given, again = (_post(client, address, {"matter": "file"}, **key) for _twice in range(2))
        assert (given.status_code, given.json()) == (201, again.json())
        assert (given.json()["number"], given.json()["wait"]["people"]) == (2, 1)
        assert Ticket.objects.filter(office=there.office).count() == 2
        queue = client.get(f"{API}/offices/{there.office.uuid}/queue").json()
        assert (queue["next"], queue["called"], queue["waits"]["file"]["people"]) == ([1, 2], [], 2)
        mine = client.get(f"{API}/numbers/{given.json()['code']}/{given.json()['token']}").json()
        assert (mine["state"], mine["number"]) == ("waits", 2)


@pytest.mark.parametrize("starts", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-25T03:07:00Z"])
def test_hours_that_nobody_offers_are_refused_not_stumbled_over(client, there, starts):
    asked = client.get(f"{API}/offices/{there.office.uuid}/hours", {"day": starts[:10]})
    assert asked.status_code == 200
    answer = _post(client, f"/offices/{there.office.uuid}/appointments", {"matter": "file", "starts_at": starts})
    assert (answer.status_code, answer.json()["code"]) == (409, "NoSuchHour")


def test_every_call_that_changes_something_says_how_it_is_refused(client, there):
    described = client.get("/api/openapi.json").json()
    booking = described["paths"]["/api/appointments/offices/{uuid}/appointments"]["post"]["responses"]
    assert {"201", "400", "409"} <= booking.keys()
    assert described["components"]["schemas"]["Refused"]["required"] == ["code", "detail"]
    broken = _post(client, f"/offices/{there.office.uuid}/numbers", {"matter": "file"}, **{"Idempotency-Key": "no key"})
    assert (broken.status_code, broken.json()["code"]) == (400, "BadKey")
