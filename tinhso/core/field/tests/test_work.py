"""Chị Thoa fetches the village she goes to tomorrow."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.core.people.actions import correct_person, lists_showing, tell_lists, told_of
from tinhso.core.people.domain.words import LIST_WORDS, ListWay
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db


def fetched(client, village, known=None):
    """The list and the parts that came, by name."""
    answer = client.post(f"/field/villages/{village.uuid}/", {"known": json.dumps(known or {})})
    assert answer.status_code == 200
    first, *lines = answer.content.decode().splitlines()
    parts = dict(line.split("\t", 1) for line in lines)
    return json.loads(first), {name: json.loads(text) for name, text in parts.items()}


@pytest.fixture
def village(world):
    return world.person("my").home


def test_the_page_shows_the_villages_of_her_commune_and_no_others(world, village):
    text = world.client("thoa").get("/field/").content.decode()
    foreign = Place.objects.current().villages().exclude(parent=village.parent)
    assert str(village.uuid) in text
    assert not [one for one in foreign if str(one.uuid) in text]


def test_the_work_of_a_village_holds_its_houses_people_and_open_matters_with_the_least_of_each(world, village):
    told, parts = fetched(world.client("thoa"), village)
    my = world.person("my")
    rows = [row for part in parts.values() for row in part["rows"]]
    mine = next(row for row in rows if row["id"] == str(my.uuid))
    assert mine["title"] == my.full_name
    assert mine["under"] == str(my.household.uuid)
    assert str(my.household.uuid) in {row["id"] for row in rows}
    assert told["name"] == village.full_name
    assert "/field/" in told["pages"]
    text = json.dumps(parts)
    assert my.phone not in text
    assert my.number.digits not in text


def test_open_dossiers_of_the_village_go_along_and_petitions_do_not(world, village):
    _told, parts = fetched(world.client("thoa"), village)
    people = Person.objects.living().filter(home=village)
    open_cases = [case for person in people for case in person.cases.filter(ended_at=None)]
    carried = {row["id"] for name, part in parts.items() if name.startswith("matters.") for row in part["rows"]}
    assert carried == {case.ref for case in open_cases if case.system == "procedures"}


def test_only_what_changed_is_sent_again(world, village):
    client = world.client("thoa")
    told, first = fetched(client, village)
    known = {part["name"]: part["hash"] for part in told["parts"]}
    assert set(known) == set(first)
    assert fetched(client, village, known)[1] == {}

    la = world.person("la")
    correct_person(la, replace(told_of(la), can_read=True), by=Actor.system(), at=timezone.now())
    changed = fetched(client, village, known)[1]
    assert len(changed) == 1
    [part] = changed.values()
    assert str(la.uuid) in {row["id"] for row in part["rows"]}


def test_a_fetch_that_broke_off_goes_on_with_what_is_missing(world, village):
    client = world.client("thoa")
    told, all_parts = fetched(client, village)
    kept = {part["name"]: part["hash"] for part in told["parts"][:1]}
    assert set(fetched(client, village, kept)[1]) == set(all_parts) - set(kept)


@pytest.mark.promise("P18")
def test_who_was_named_sees_that_the_list_was_carried_along(world, village):
    at = timezone.now() - timedelta(seconds=1)
    told, _parts = fetched(world.client("thoa"), village)
    tell_lists(at=timezone.now())
    [shown] = [one for one in lists_showing(world.person("my")) if one.way == LIST_WORDS[ListWay.FIELD]]
    assert shown.who == world.person("thoa").full_name
    before = len(lists_showing(world.person("la")))
    fetched(world.client("thoa"), village, {part["name"]: part["hash"] for part in told["parts"]})
    tell_lists(at=at)
    assert len(lists_showing(world.person("la"))) == before


@pytest.mark.promise("P16")
def test_a_village_of_another_commune_is_none(world, village):
    elsewhere = Place.objects.current().villages().exclude(parent=village.parent).first()
    client = world.client("thoa")
    if elsewhere:
        assert client.post(f"/field/villages/{elsewhere.uuid}/").status_code == 404
    assert client.post(f"/field/villages/{village.parent.uuid}/").status_code == 404
    assert world.client("my").post(f"/field/villages/{village.uuid}/").status_code == 403


def test_what_no_phone_says_is_refused(world, village):
    client = world.client("thoa")
    for words in ("[", "[]", '{"people.1": 7}', json.dumps({str(one): "" for one in range(2_001)})):
        assert client.post(f"/field/villages/{village.uuid}/", {"known": words}).status_code == 400


def test_a_village_is_told_in_few_questions(world, village, django_assert_max_num_queries):
    client = world.client("thoa")
    fetched(client, village)
    with django_assert_max_num_queries(25):
        fetched(client, village)
