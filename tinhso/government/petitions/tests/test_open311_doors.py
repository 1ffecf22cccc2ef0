"""Programs of others read what is shown and file petitions, as GeoReport v2 says."""

import json
from xml.etree import ElementTree as Xml

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.core.files.tests.samples import photo
from tinhso.events.models import Entry
from tinhso.government.petitions.actions import publishing
from tinhso.government.petitions.domain.words import FileKind, Way
from tinhso.government.petitions.models import Petition, Topic
from tinhso.government.petitions.tests.stories import owner_of, send

pytestmark = pytest.mark.django_db
V2 = "/open311/v2"
# Kinds of values by field, as the published JSON schemas of the specification's authors want them.
REQUEST = {
    "service_request_id": str, "status": str, "status_notes": str | None, "service_name": str, "service_code": str,
    "description": str | None, "agency_responsible": str | None, "service_notice": str | None,
    "requested_datetime": str, "updated_datetime": str | None, "expected_datetime": str | None,
    "address": str | None, "address_id": str | None, "zipcode": str | None, "lat": float | None,
    "long": float | None, "media_url": str | None,
}  # fmt: skip


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def key(world):
    return world.token("hac", "file_open311")


def filed(key: str, **also: object) -> Client:
    form = {"api_key": key, "service_code": "roads.bridge", "description": "Cầu gãy", "address_id": also.pop("code")}
    return Client(enforce_csrf_checks=True).post(f"{V2}/requests.json", form | also)


def shown(world):
    petition = send(world)
    told = {"words": "Cầu treo gãy hai tấm ván.", "exact": True}
    return publishing.show_report(petition, **told, by=owner_of(petition), at=timezone.now())


def test_services_are_the_lowest_topics_with_what_is_asked_of_each(world):
    services = Client().get(f"{V2}/services.json").json()
    assert "roads.bridge" in {one["service_code"] for one in services}
    assert "roads" not in {one["service_code"] for one in services}
    assert {one["type"] for one in services} == {"realtime"}
    asked = Client().get(f"{V2}/services/roads.bridge.json").json()
    assert [one["code"] for one in asked["attributes"]] == ["KIND"]
    xml = Xml.fromstring(Client().get(f"{V2}/services.xml").content)
    assert len(xml.findall("service")) == len(services)


def test_what_is_shown_is_read_with_the_fields_of_the_specification(world):
    publication = shown(world)
    answer = Client().get(f"{V2}/requests.json", {"service_code": "roads.bridge", "status": "open"})
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    one = next(row for row in answer.json() if row["service_request_id"] == str(publication.petition.uuid))
    assert list(one) == list(REQUEST)
    assert not [name for name, kind in REQUEST.items() if not isinstance(one[name], kind)]
    assert one["description"] == "Cầu treo gãy hai tấm ván."
    closed = Client().get(f"{V2}/requests.json", {"status": "closed"}).json()
    assert one["service_request_id"] not in {row["service_request_id"] for row in closed}
    same = Client().get(f"{V2}/requests/{one['service_request_id']}.xml")
    assert Xml.fromstring(same.content).findtext("request/service_code") == "roads.bridge"


def test_no_name_no_code_and_nothing_that_is_not_shown_is_told(world):
    hidden = send(world)
    publication = shown(world)
    told = Client().get(f"{V2}/requests.json").content.decode()
    assert str(hidden.uuid) not in told
    assert publication.petition.ref not in told
    assert world.person("my").full_name not in told
    assert Client().get(f"{V2}/requests/{hidden.uuid}.json").status_code == 404


def test_another_program_files_a_petition_and_follows_it_with_its_key(world, key):
    code = world.person("my").home.parent.code
    picture = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    answer = filed(key, code=code, media=picture, phone="0912345678", first_name="La", email="la@vidu.vn")
    assert answer.status_code == 200, answer.content
    [accepted] = answer.json()

    petition = Petition.objects.get(uuid=accepted["service_request_id"])
    assert petition.channel == Way.OPEN311
    assert petition.topic == Topic.objects.get(code="roads.bridge")
    assert petition.files.get().kind == FileKind.PHOTO
    assert "0912345678" not in petition.words
    assert Entry.objects.get(name="petitions.PetitionSent", about=str(petition.case.uuid)).account is None

    own = f"{V2}/requests/{petition.uuid}.json"
    assert Client().get(own).status_code == 404
    [standing] = Client().get(own, {"api_key": key}).json()
    assert (standing["status"], standing["description"]) == ("open", None)
    assert Client().get(own, {"api_key": world.token("hac", "file_open311")}).status_code == 404
    assert Client().get(f"{V2}/tokens/{petition.uuid}.json", {"api_key": key}).json()[0]["token"] == str(petition.uuid)


def test_a_point_finds_its_commune(world, key):
    commune = world.person("my").home.parent
    from tinhso.core.places.models import Place, map_of

    inside = map_of(Place.objects.home(), timezone.localdate()).shapes[commune.pk].representative_point()
    answer = filed(key, code="", lat=str(inside.y), long=str(inside.x))
    assert answer.status_code == 200, answer.content
    petition = Petition.objects.get(uuid=answer.json()[0]["service_request_id"])
    assert petition.place == commune
    assert petition.lat == pytest.approx(inside.y)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "tinhso_wrong"}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "moon"}, 404),
        ({"address_id": "", "lat": "48.85", "long": "2.35"}, 400),
        ({"address_id": "", "lat": "x", "long": "2"}, 400),
        ({"address_id": ""}, 400),
        ({"description": ""}, 400),
        ({"description": "a" * 4001}, 400),
        ({"attribute[KIND]": "rumour"}, 400),
    ],
)
def test_errors_are_worded_as_the_specification_wants(world, key, form, status):
    code = world.person("my").home.parent.code
    answer = filed(form.pop("api_key", key), code=form.pop("address_id", code), **form)
    assert answer.status_code == status
    assert json.loads(answer.content)[0]["code"] == status
    assert json.loads(answer.content)[0]["description"]


def test_errors_come_as_xml_too_and_a_format_that_is_not_there_is_not_found():
    answer = Client().get(f"{V2}/requests.xml", {"start_date": "yesterday"})
    assert answer.status_code == 400
    assert Xml.fromstring(answer.content).findtext("error/code") == "400"
    assert Client().get(f"{V2}/services.csv").status_code == 404


def test_a_key_made_for_something_else_does_not_file(world):
    assert filed(world.token("hac", "handle_cases"), code=world.person("my").home.parent.code).status_code == 403


def test_one_client_that_floods_is_slowed_and_another_is_not(world, key, settings):
    settings.OPEN311_AN_HOUR = 2
    code = world.person("my").home.parent.code
    assert [filed(key, code=code).status_code for _once in range(3)] == [200, 200, 429]
    assert filed(world.token("hac", "file_open311"), code=code).status_code == 200


def test_discovery_says_where_and_what(world):
    found = Client().get("/open311/discovery.json").json()
    assert found["endpoints"][0]["url"] == "http://testserver/open311/v2"
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert Xml.fromstring(Client().get("/open311/discovery.xml").content).findtext("endpoints/endpoint/type")
