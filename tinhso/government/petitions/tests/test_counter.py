"""The officer writes for somebody; and somebody asks why their data was opened."""

import pytest

from tinhso.core.cases.actions.slips import secret
from tinhso.core.people.actions import read_person
from tinhso.core.people.domain.words import ReadReason
from tinhso.core.people.models import Reading
from tinhso.government.petitions.models import AskedReading, Petition
from tinhso.government.petitions.tests.stories import who
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db


def newest() -> Petition:
    return Petition.objects.select_related("case__agency", "topic").latest("pk")


def test_at_the_counter_with_a_name_found_in_the_register(world):
    hac, la = world.client("hac"), world.person("la")
    found = hac.get("/petitions/counter/", {"q": la.full_name}).content.decode()
    assert f"?person={la.uuid}" in found
    told = {"channel": "counter", "topic": "water.none", "words": "Bể nước bản tôi cạn ba ngày.", "may_show": "on"}
    sent = hac.post(f"/petitions/counter/?person={la.uuid}", told)
    petition = newest()
    assert (petition.channel, petition.assisted, petition.case.applicant_id) == ("counter", True, la.uuid)
    assert petition.place == la.home
    slip = hac.get(sent["Location"]).content.decode()
    assert petition.ref in slip
    assert secret(petition.case)[:3] in slip


def test_on_the_telephone_without_a_name(world):
    hac = world.client("hac")
    told = {"channel": "phone", "topic": "net.signal", "words": "Không có sóng.", "where": "xã Mường Lạn"}
    sent = hac.post("/petitions/counter/", told)
    petition = newest()
    assert petition.case.applicant_id is None
    assert petition.channel == "phone"
    assert hac.get(sent["Location"]).status_code == 200, "whoever wrote it hands over the slip"
    assert world.client("hac_elsewhere").get(sent["Location"]).status_code == 404


def test_who_may_not_take_in_stays_outside_and_nothing_said_is_told(world):
    assert world.client("my").get("/petitions/counter/").status_code == 403
    empty = world.client("hac").post("/petitions/counter/", {"channel": "counter", "topic": "water.none"})
    assert empty.status_code == 400
    elsewhere = world.client("hac_elsewhere").get("/petitions/counter/", {"person": str(world.person("my").uuid)})
    assert elsewhere.status_code == 404


def test_a_look_becomes_a_question_to_the_office_that_looked_once(world):
    hac = who(world, "hac")
    post = world.account("hac").posts.get()
    by = Actor(account=hac.account, person=hac.person, post=post.pk)
    read_person(world.person("my"), reason=ReadReason.CHECK, by=by, at=post.starts_at)
    reading = Reading.objects.of_person(world.person("my").uuid).get(post=post.pk)
    my, door = world.client("my"), f"/petitions/why/{reading.uuid}/"
    assert post.organisation.name in my.get(door).content.decode()
    assert world.client("la").get(door).status_code == 404, "the look at another"
    sent = my.post(door, {"words": "Tôi không nộp gì cả."})
    petition = newest()
    assert petition.case.agency == post.organisation
    assert petition.kind == "question"
    assert petition.words.startswith("Dữ liệu của tôi được mở lúc")
    assert petition.words.endswith("Tôi không nộp gì cả.")
    assert not petition.may_show
    assert AskedReading.objects.get(petition=petition).reading == reading.uuid
    assert my.get(door)["Location"] == sent["Location"] == f"/petitions/{petition.uuid}/"
