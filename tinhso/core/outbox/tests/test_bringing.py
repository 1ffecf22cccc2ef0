"""Thoa's phone cannot reach us: she writes its outbox into a file, and a computer of the commune takes it in."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import include, path

from tinhso.core.accounts.models import Account
from tinhso.core.files.actions.receipting import believe_receipt
from tinhso.core.outbox import portions
from tinhso.core.outbox.jobs import throw_away_what_nobody_decided
from tinhso.core.outbox.models import Delivered, Held, Locker
from tinhso.core.outbox.tests.phone import Kept, Phone
from tinhso.core.outbox.tests.test_taking import tell
from tinhso.events.log import history
from tinhso.kit.doors import signed_in
from tinhso.kit.page_parts import who_is
from tinhso.kit.saying import say_date

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("tell/", tell), path("mine/", signed_in(tell)), path("", include("tinhso.site.urls"))]


@pytest.fixture
def thoa(world):
    """Her account, her phone with an open locker."""
    phone = Phone()
    told = {"uuid": phone.locker, "device": phone.device, "key": phone.key, "phone": "Android"}
    assert world.client("thoa").post("/outbox/phones/open/", told).json() == {"state": "open"}
    return phone


def mine(world, word, **more):
    return Kept([("word", word)], action="/mine/", owner=who_is(world.account("thoa").pk), **more)


def bring(client, content):
    return client.post("/outbox/bring/", {"file": SimpleUploadedFile("22.outbox", content)})


def hand_over(client, content):
    answer = client.post("/outbox/hand-over/", {"file": SimpleUploadedFile("outbox", content)})
    return answer.json()


@pytest.mark.promise("P07")
def test_an_officer_brings_a_members_file_and_it_is_taken_in_as_hers_once(world, thoa):
    items = [mine(world, "cầu gãy", files=[("photo", b"a picture")]), Kept([("word", "không tên")])]
    file = thoa.written(*items)
    answers = [bring(world.client("hac"), file) for _ in range(3)]
    assert all(answer.status_code == 200 and b"H52.1" in answer.content for answer in answers)
    assert Delivered.objects.filter(uuid__in=[item.uuid for item in items]).count() == 2
    phone_hears = thoa.send(world.client("thoa"), items[0]).json()
    assert phone_hears["state"] == "accepted"
    assert believe_receipt(phone_hears["receipt"]).ref == "H52.1"


def test_what_was_refused_says_why_and_takes_nothing_else_with_it(world, thoa):
    file = thoa.written(mine(world, "x" * 41), mine(world, "good"), mine(world, "lost", sequence=8))
    text = bring(world.client("hac"), file).content.decode()
    assert text.count("parcel accepted") == 2
    assert text.count("parcel refused") == 1
    assert "41" in text


def test_nobody_acts_for_another_by_a_file(world, thoa):
    """Unsigned, or signed by another's phone: the item waits for its own member to sign in here."""
    item = mine(world, "ai đó")
    unsigned, stranger = thoa.written(item, signed=False), Phone()
    told = {"uuid": stranger.locker, "device": stranger.device, "key": stranger.key}
    world.client("my").post("/outbox/phones/open/", told)
    for file in (unsigned, stranger.written(item)):
        assert "parcel refused" in bring(world.client("hac"), file).content.decode()
    assert not Delivered.objects.filter(uuid=item.uuid).exists()
    assert "parcel accepted" in bring(world.client("thoa"), unsigned).content.decode()


def test_doors_that_no_phone_delivers_to_are_closed_to_files_too(world, thoa):
    owner = who_is(world.account("thoa").pk)
    for action in ("/outbox/phones/", "/sign-out/", "/nowhere/"):
        item = Kept([("word", "a")], action=action, owner=owner)
        assert "parcel refused" in bring(world.client("hac"), thoa.written(item)).content.decode()


@pytest.mark.promise("P07")
def test_a_file_with_one_other_letter_is_refused_with_the_reason(world, thoa):
    item = mine(world, "nguyên vẹn", files=[("photo", b"a picture")])
    told = json.loads(thoa.written(item))
    for change in (_other_letter, _swapped, _without_blob, _other_locker, _other_name):
        answer = bring(world.client("hac"), json.dumps(change(json.loads(json.dumps(told)))).encode())
        assert answer.status_code == 400, change
    for content in (b"", b"{}", b"[1]", b'{"format": "TINHSO-OUTBOX-1"}', b"\xff\xfe"):
        assert bring(world.client("hac"), content).status_code == 400
    foreign = bring(world.client("hac"), json.dumps(told | {"key": "00" * 8}).encode())
    assert foreign.status_code == 400
    assert not Delivered.objects.filter(uuid=item.uuid).exists()


def _other_letter(told):
    text = told["blobs"][1]["bytes"]
    told["blobs"][1]["bytes"] = ("B" if text[0] != "B" else "C") + text[1:]
    return told


def _swapped(told):
    told["blobs"].reverse()
    return told


def _without_blob(told):
    return told | {"blobs": told["blobs"][:1]}


def _other_locker(told):
    return told | {"locker": "7f1f5f0a-5c43-4a51-8f5e-0c6f0a6c1f01"}


def _other_name(told):
    told["blobs"][0]["name"], told["blobs"][1]["name"] = told["blobs"][1]["name"], told["blobs"][0]["name"]
    return told


@pytest.mark.promise("P08")
def test_a_phone_whose_pin_is_forgotten_hands_its_work_over_closed_and_hears_of_each_thing(world, thoa):
    good, bad = mine(world, "giao"), mine(world, "x" * 41)
    told = hand_over(world.client("thoa"), thoa.written(good, bad))
    assert [one["state"] for one in told["items"]] == ["accepted", "refused"]
    assert believe_receipt(told["items"][0]["receipt"])
    assert hand_over(world.client(""), thoa.written(good, signed=False))["state"] == "refused"


@pytest.mark.promise("P16")
def test_a_phone_that_was_taken_out_of_use_is_believed_no_more(world, thoa):
    """What it still sends by itself is turned back; what it hands over waits for a person; then it is empty."""
    officer, locker = world.client("hac"), Locker.objects.get(uuid=thoa.locker)
    assert world.client("my").post(f"/outbox/phones/{thoa.locker}/revoke/").status_code == 404
    assert world.client("hac_elsewhere").post(f"/outbox/phones/{thoa.locker}/revoke/").status_code == 404
    assert officer.post(f"/outbox/phones/{thoa.locker}/revoke/").status_code == 302

    item, lost = mine(world, "còn trong máy"), world.client("")
    assert thoa.send(world.client("thoa"), item).json() == {"state": "revoked"}
    lost.cookies["outbox"] = f"{thoa.device}.7.1"
    assert lost.get("/outbox/now/").json()["wipe"] == [str(thoa.locker)]
    file = thoa.written(item)
    assert [hand_over(lost, file)["state"] for _ in range(2)] == ["held", "held"]
    assert [lost.post("/outbox/phones/wiped/", thoa.emptied()).json()["state"] for _ in range(2)] == ["noted"] * 2
    assert lost.get("/outbox/now/").json()["wipe"] == []
    assert not Delivered.objects.filter(uuid=item.uuid).exists()

    held = Held.objects.get()
    assert str(held.uuid) not in world.client("thoa").get("/outbox/phones/").content.decode()
    assert world.client("thoa").post(f"/outbox/held/{held.uuid}/", {"taken": "yes"}).status_code == 404
    assert "parcel accepted" in officer.post(f"/outbox/held/{held.uuid}/", {"taken": "yes"}).content.decode()
    assert officer.post(f"/outbox/held/{held.uuid}/", {"taken": "yes"}).status_code == 404
    assert Delivered.objects.filter(uuid=item.uuid).count() == 1
    told = {one.event.name for one in history(locker)}
    assert told == {"outbox.LockerOpened", "outbox.LockerRevoked", "outbox.LockerWiped", "outbox.OutboxBrought"}


@pytest.mark.promise("P16")
def test_only_the_locker_itself_says_that_it_is_empty(world, thoa):
    """Who merely knows its name, as officers and thieves may, is not believed; nor before it is out of use."""
    officer, stranger = world.client("hac"), Phone()
    assert officer.post("/outbox/phones/wiped/", thoa.emptied()).status_code == 400
    officer.post(f"/outbox/phones/{thoa.locker}/revoke/")
    other = thoa.emptied(stranger.locker) | {"uuid": thoa.locker}
    for told in ({"uuid": thoa.locker}, stranger.emptied(thoa.locker), other, {"uuid": thoa.locker, "signature": "x"}):
        assert officer.post("/outbox/phones/wiped/", told).status_code == 400
    assert Locker.objects.get(uuid=thoa.locker).wiped_at is None
    assert officer.post("/outbox/phones/wiped/", thoa.emptied()).status_code == 200
    assert Locker.objects.get(uuid=thoa.locker).wiped_at


def test_what_nobody_decides_over_is_thrown_away_in_time_and_the_log_says_so(world, thoa, settings):
    settings.HELD_KEPT_DAYS = 30
    world.client("thoa").post(f"/outbox/phones/{thoa.locker}/revoke/")
    hand_over(world.client(""), thoa.written(mine(world, "lâu rồi")))
    held = Held.objects.get()
    assert say_date(held.came_at + timedelta(days=30)) in _phones(world)
    throw_away_what_nobody_decided(held.came_at + timedelta(days=30))
    assert bytes(Held.objects.get().content)
    throw_away_what_nobody_decided(held.came_at + timedelta(days=30, seconds=1))
    held = Held.objects.get()
    assert (bytes(held.content), held.taken) == (b"", False)
    assert [one.event.name for one in history(held)] == ["outbox.OutboxHeld", "outbox.HeldOutboxDecided"]
    assert str(held.uuid) not in _phones(world)


def _phones(world):
    return world.client("hac").get("/outbox/phones/").content.decode()


def test_what_phones_left_with_us_goes_along_when_she_takes_her_data(world, thoa):
    item = mine(world, "ảnh", files=[("photo", b"a picture")])
    thoa.piece(world.client("thoa"), item, 0, 0, 4)
    world.client("thoa").post(f"/outbox/phones/{thoa.locker}/revoke/")
    hand_over(world.client(""), thoa.written(item))
    phones, held, arriving = portions.tell(world.person("thoa").uuid)
    assert phones.rows[0][0] == "Android"
    assert phones.rows[0][2]
    assert held.rows[0][2:] == [None, None]
    assert [row[1:] for row in arriving.rows] == [[1, 4]]
    assert not any(sheet.rows for sheet in portions.tell(world.person("my").uuid))


def test_what_is_held_can_be_thrown_away_unread(world, thoa):
    world.client("thoa").post(f"/outbox/phones/{thoa.locker}/revoke/")
    item = mine(world, "giả mạo")
    hand_over(world.client(""), thoa.written(item))
    held = Held.objects.get()
    assert world.client("hac").post(f"/outbox/held/{held.uuid}/", {"taken": "no"}).status_code == 302
    assert not Delivered.objects.filter(uuid=item.uuid).exists()
    assert bytes(Held.objects.get().content) == b""


def test_a_shut_account_sends_nothing_by_a_file(world, thoa):
    Account.objects.filter(pk=world.account("thoa").pk).update(is_active=False)
    assert "parcel refused" in bring(world.client("hac"), thoa.written(mine(world, "a"))).content.decode()


def test_a_member_opens_ten_lockers_and_the_same_one_twice_is_one(world, thoa):
    client = world.client("thoa")
    tell_us = {"uuid": thoa.locker, "device": thoa.device, "key": thoa.key}
    assert client.post("/outbox/phones/open/", tell_us).status_code == 200
    for _ in range(9):
        other = Phone()
        assert (
            client.post(
                "/outbox/phones/open/", {"uuid": other.locker, "device": other.device, "key": other.key}
            ).status_code
            == 200
        )
    last = Phone()
    assert (
        client.post("/outbox/phones/open/", {"uuid": last.locker, "device": last.device, "key": last.key}).status_code
        == 409
    )
    assert client.post("/outbox/phones/open/", {"uuid": "me"}).status_code == 400
