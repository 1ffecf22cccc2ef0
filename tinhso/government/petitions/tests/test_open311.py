"""The documents of GeoReport v2: names, order and kinds of values are those of the frozen specification."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tinhso.government.petitions.domain import open311

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
LISTS = {"services", "attributes", "values", "service_requests", "errors", "endpoints", "formats"}
BRIDGE = open311.service(
    "001", "Cầu, ngầm tràn", description="Cầu gãy <ván>", keywords=["cầu", "suối"], group="Đường", metadata=False
)
SAMPLES = {
    "services": [BRIDGE],
    "service_definition": open311.definition(
        "001", [open311.chosen_of("VILLAGE", "Bản nào?", {"7": "Bản Lướt"}, order=1, required=True)]
    ),
    "service_requests": open311.accepted("PA-26-000017", "Xã trả lời trước 13/12."),
    "errors": open311.errors(403, "No api_key."),
    "discovery": open311.discovery(url="https://x.vn/open311/v2", contact="1022", key_service="1022", changed=NOW),
}


def spark(element: Xml.Element) -> object:
    """XML to JSON by the convention of the specification, as its clients do it: containers become lists."""
    if element.tag in LISTS:
        return [spark(child) for child in element]
    return {child.tag: spark(child) for child in element} if len(element) else element.text


def as_texts(tree: object) -> object:
    """The same tree with every value as XML can say it."""
    if isinstance(tree, dict):
        return {name: as_texts(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [as_texts(value) for value in tree]
    return None if tree in (None, "") else str(tree).lower() if isinstance(tree, bool) else str(tree)


@pytest.mark.parametrize("name", SAMPLES)
def test_xml_says_the_same_as_json(name):
    said = json.loads(open311.as_json(SAMPLES[name]))
    written = open311.as_xml(name, SAMPLES[name])
    assert written.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert spark(Xml.fromstring(written)) == as_texts(said)


def test_a_service_has_the_fields_of_the_specification_in_their_order():
    fields = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
    assert list(BRIDGE) == fields
    assert [child.tag for child in Xml.fromstring(open311.as_xml("services", [BRIDGE]))[0]] == fields
    assert (BRIDGE["service_code"], BRIDGE["type"], BRIDGE["keywords"]) == ("001", "realtime", "cầu, suối")


def test_the_example_of_the_specification_is_written_as_it_stands_there():
    example = [
        {
            "service_request_id": "638344",
            "status": "closed",
            "status_notes": "Duplicate request.",
            "service_code": "006",
            "description": None,
            "requested_datetime": datetime.fromisoformat("2010-04-14T06:37:38-08:00"),
            "lat": 37.762221815,
            "long": -122.4651145,
        }
    ]
    assert open311.as_xml("service_requests", example).decode().split("\n")[1] == (
        "<service_requests><request><service_request_id>638344</service_request_id><status>closed</status>"
        "<status_notes>Duplicate request.</status_notes><service_code>006</service_code><description/>"
        "<requested_datetime>2010-04-14T06:37:38-08:00</requested_datetime><lat>37.762221815</lat>"
        "<long>-122.4651145</long></request></service_requests>"
    )


@settings(max_examples=40, deadline=None)
@given(some.text())
def test_whatever_people_write_leaves_the_xml_whole(said):
    written = open311.as_xml("errors", open311.errors(400, said))
    assert len(Xml.fromstring(written)) == 1


def test_without_dates_the_last_ninety_days_are_asked_for():
    asked = open311.asked_of({"status": "", "service_code": "001, 002,001"}, now=NOW)
    assert (asked.since, asked.until) == (NOW - timedelta(days=90), NOW)
    assert asked.codes == ("001", "002")
    assert asked.statuses == {"open", "closed"}


def test_one_date_asks_for_ninety_days_from_there_or_up_to_there():
    begun = open311.asked_of({"start_date": "2026-01-01T00:00:00Z"}, now=NOW)
    ended = open311.asked_of({"end_date": "2026-01-01T00:00:00+07:00"}, now=NOW)
    assert begun.until - begun.since == ended.until - ended.since == open311.SPAN


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-05-01T00:00:00Z"},
        {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        {"start_date": "2026-01-01T00:00:00"},
        {"end_date": "yesterday"},
        {"status": "open,solved"},
        {"service_request_id": ",".join(map(str, range(1001)))},
    ],
)
def test_what_the_specification_does_not_allow_is_refused(query):
    with pytest.raises(open311.NotAsSpecified):
        open311.asked_of(query, now=NOW)


def test_a_plus_sign_that_arrives_as_a_space_is_understood():
    asked = open311.asked_of({"start_date": "2026-11-01T00:00:00 07:00"}, now=NOW)
    assert asked.since.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(("lat", "long"), [("21", ""), ("x", "1"), ("91", "0"), ("0", "181"), ("nan", "0")])
def test_half_a_point_or_one_off_the_earth_is_refused(lat, long):
    with pytest.raises(open311.NotAsSpecified):
        open311.point_of(lat, long)


def test_a_point_may_be_left_out_and_attributes_are_read_by_their_code():
    assert open311.point_of(" ", "") is None
    assert open311.point_of("21.3", "103.9") == (21.3, 103.9)
    assert open311.attribute_values({"attribute[VILLAGE]": "7", "attribute[A][]": "b", "attribute[]": "c"}) == {
        "VILLAGE": "7",
        "A": "b",
    }
