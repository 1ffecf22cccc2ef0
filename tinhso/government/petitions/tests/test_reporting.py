"""Somebody says something from a page: by pictures alone, without a name, too often, with a photo that is too large."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.core.accounts.models import Account, Post
from tinhso.core.cases.actions.slips import secret
from tinhso.core.files.tests import samples
from tinhso.events.models import Entry
from tinhso.government.petitions.actions.reporting import Sender, TooQuick, report
from tinhso.government.petitions.domain import pace
from tinhso.government.petitions.models import Knock, Petition, Topic
from tinhso.government.petitions.tests.stories import said
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db


def photo(name: str = "cau.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.photo(), "image/jpeg")


def note(seconds: int = 20) -> SimpleUploadedFile:
    return SimpleUploadedFile("voice.webm", samples.webm(live=True, seconds=seconds), "audio/webm")


def told(**also: object) -> dict[str, object]:
    return {"topic": "roads.bridge", "words": "Cầu gãy hai tấm ván.", "where": "xã Mường Lạn", "may_show": "on"} | also


def newest() -> Petition:
    return Petition.objects.select_related("case__agency", "topic", "place__parent").latest("pk")


def test_pictures_a_photo_and_the_voice_are_enough(world):
    my = world.client("my")
    shown = my.get("/report/").content.decode()
    assert 'id="topic-roads"' in shown
    assert 'data-next="/report/about/roads/"' in shown
    assert 'value="roads.bridge"' in my.get("/report/about/roads/").content.decode()
    assert my.get("/report/about/roads.bridge/").status_code == 404, "nothing lies below it"
    sent = my.post("/report/", {"topic": "roads.bridge", "photo_1": photo(), "voice": note(), "as_whom": "me",
                                "place": str(world.person("my").home.uuid)})  # fmt: skip
    assert sent.status_code == 302
    petition = newest()
    assert (petition.topic.code, petition.words, petition.place) == ("roads.bridge", "", world.person("my").home)
    assert petition.case.applicant_id == world.person("my").uuid
    assert sorted(petition.files.values_list("kind", flat=True)) == ["photo", "voice"]
    slip = my.get(sent["Location"]).content.decode()
    assert petition.ref in slip
    digits = secret(petition.case)
    assert f"{digits[:3]} {digits[3:6]} {digits[6:]}" in slip
    assert f"/petitions/{petition.uuid}/" in slip, "signed in, it is followed on one's own page"


def test_without_an_account_the_slip_is_the_way(world):
    visitor = world.client("")
    sent = visitor.post("/report/", told())
    petition = newest()
    assert petition.case.applicant_id is None
    assert petition.place.full_name == "Xã Mường Lạn"
    assert petition.case.agency.place.full_name == "Xã Mường Lạn"
    found = world.client("").post("/track/", {"code": petition.ref, "secret": secret(petition.case)})
    page = world.client("").get(found["Location"]).content.decode()
    assert petition.case.agency.name in page
    assert "Cầu gãy" not in page, "the slip tells nothing of what they said"
    assert sent["Location"].startswith(found["Location"])


def test_who_is_signed_in_and_wants_no_name_stands_nowhere(world):
    my = world.client("my")
    before = Entry.objects.count()
    my.post("/report/", told(as_whom="nobody", photo_1=photo()))
    petition = newest()
    assert petition.anonymous
    assert petition.case.applicant_id is None
    account = Account.objects.get(person=world.person("my")).pk
    wrote = Entry.objects.order_by("-pk")[: Entry.objects.count() - before]
    assert all(entry.account != account for entry in wrote)
    assert my.get(f"/petitions/{petition.uuid}/").status_code == 404


def test_nothing_said_is_told_and_what_was_chosen_stays(world):
    refused = world.client("").post("/report/", {"topic": "roads.bridge"})
    assert refused.status_code == 400
    page = refused.content.decode()
    assert 'class="report whole' in page
    assert 'name="chosen_before" value="roads.bridge"' in page
    world.client("").post("/report/", {"chosen_before": "roads.bridge", "words": "Cầu gãy.", "where": "xã Mường Lạn"})
    assert newest().topic.code == "roads.bridge"


def test_a_topic_that_vanished_between_two_screens_is_heard_under_the_one_above(world):
    Topic.objects.filter(code="roads.bridge").update(retired_at="2026-11-22T00:00Z")
    world.client("").post("/report/", told())
    assert newest().topic.code == "roads"
    world.client("").post("/report/", told(topic="never.was", words="Khác."))
    assert newest().topic.code == "other"


def test_a_place_that_nobody_knows_is_never_lost(world):
    my, nowhere = world.client("my"), "Bản Không Có Trên Bản Đồ"
    my.post("/report/", told(where=nowhere))
    petition = newest()
    assert petition.words.startswith(f"{nowhere}. ")
    assert petition.place == world.person("my").home
    Post.objects.filter(place__kind="province").update(ends_at=petition.sent_at)
    asked = world.client("").post("/report/", told(where=nowhere, words="Ai nghe thì đọc."))
    assert asked.status_code == 400
    assert "ở xã nào" in asked.content.decode()
    assert "Ai nghe thì đọc." in asked.content.decode()
    around = world.person("my").home.parent
    world.client("").post("/report/", told(where="", lat=str(around.lat), lon=str(around.lon)))
    assert newest().place == around


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ({"voice": note(1800)}, "Bài nói dài quá"),
        ({"photo_1": SimpleUploadedFile("to.jpg", samples.photo() + bytes(21 * 2**20), "image/jpeg")}, "lớn quá"),
        ({"photo_2": SimpleUploadedFile("a.jpg", b"<!doctype html><script>", "image/jpeg")}, "không đọc được"),
    ],
)
def test_half_an_hour_of_voice_and_a_photo_of_twenty_megabytes_are_refused_kindly(world, file, said):
    refused = world.client("").post("/report/", told(**file))
    assert refused.status_code == 400
    assert said in refused.content.decode()
    assert "Cầu gãy hai tấm ván." in refused.content.decode(), "what was typed stays"


def test_a_hundred_copies_lock_nobody_out(world):
    machine, village = Client(REMOTE_ADDR="203.0.113.7"), {"REMOTE_ADDR": "203.0.113.7"}
    taken = [machine.post("/report/", told()).status_code for _copy in range(pace.OF_ONE_CONTENT_HERE)]
    assert set(taken) == {302}
    petition, here = newest(), Sender("203.0.113.7")
    copy = said(world, words="Cầu gãy hai tấm ván.", place=petition.place, applicant=None)
    for _copy in range(96):
        with pytest.raises(TooQuick):
            report(copy, sender=here, by=Actor(), at=timezone.now())
    late = machine.post("/report/", told())
    assert late.status_code == 429
    assert re.search(r"lúc \d?\d:\d\d", late.content.decode())
    assert "Cầu gãy hai tấm ván." in late.content.decode()
    for number in range(12):
        neighbour = Client(**village).post("/report/", told(words=f"Đường hỏng ở nhà thứ {number}."))
        assert neighbour.status_code == 302
    assert Client(REMOTE_ADDR="203.0.113.8").post("/report/", told()).status_code == 302, "seen by another too"


def test_one_browser_has_a_pace_of_its_own(world):
    visitor = world.client("")
    visitor.get("/report/")
    codes = [visitor.post("/report/", told(words=f"Việc {number}")).status_code for number in range(12)]
    assert codes == [302] * pace.OF_ONE_BROWSER + [429, 429]


def test_after_an_hour_nothing_is_remembered(world):
    world.client("").post("/report/", told())
    knock = Knock.objects.get()
    assert "Mường" not in str(knock.__dict__)
    assert Knock.objects.counted_no_more(knock.at + timedelta(hours=1)).count() == 1
