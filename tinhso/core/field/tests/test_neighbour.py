"""Two members put one neighbour right, one of them without signal: nobody's words are written over unseen."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from tinhso.core.outbox.tests.phone import Kept, Phone
from tinhso.core.people.actions import correct_person, told_of
from tinhso.core.people.models import Person, Reading
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
OURS, THEIRS = "+84950001111", "+84950002222"


def asked(known, **typed):
    """What the phone carries of someone, with what was typed."""
    told = [("person", str(known.uuid)), ("version", known.version), ("birth_year", str(known.birth_year))]
    told += [("speaks", code) for code in sorted(known.speaks)] + [("can_read", "yes")]
    fields = [(name, typed.pop(name, value)) for name, value in told]
    return Kept([*fields, *typed.items()], action="/field/neighbour/")


@pytest.mark.promise("P09")
def test_a_change_by_two_is_shown_with_both_values_and_never_merged_unseen(world):
    my, client, phone = world.person("my"), world.client("thoa"), Phone()
    mine = asked(my, phone=OURS)
    correct_person(my, replace(told_of(my), phone=THEIRS), by=Actor.system(), at=timezone.now())
    looks = Reading.objects.filter(person=my).count()

    answer = phone.send(client, mine).json()
    assert answer["state"] == "refused"
    [why] = [one["said"] for one in answer["reasons"] if one["name"] == "phone"]
    assert OURS in why
    assert THEIRS in why
    assert Person.objects.get(pk=my.pk).phone == THEIRS
    assert Reading.objects.filter(person=my).count() == looks + 1

    [renewed] = [one["value"] for one in answer["reasons"] if "value" in one]
    again = asked(my, phone=OURS, version=renewed)
    assert phone.send(client, again).json()["state"] == "accepted"
    assert Person.objects.get(pk=my.pk).phone == OURS


def test_what_nobody_changed_meanwhile_is_taken_in_once(world):
    la, client, phone = world.person("la"), world.client("thoa"), Phone()
    item = asked(la, can_read="no")
    assert [phone.send(client, item).json()["state"] for _ in range(3)] == ["accepted"] * 3
    assert Person.objects.get(pk=la.pk).can_read is False


@pytest.mark.promise("P16")
def test_somebody_of_elsewhere_or_nobody_is_not_put_right(world):
    stranger = Person.objects.living().exclude(home=world.person("my").home).exclude(home__parent=None)
    stranger = stranger.exclude(home__parent=world.person("my").home.parent).exclude(home=world.person("thoa").home)[0]
    client, phone = world.client("thoa"), Phone()
    assert phone.send(client, asked(stranger, can_read="no")).json()["state"] == "refused"
    nobody = asked(world.person("my"), person=str(uuid4()))
    assert phone.send(client, nobody).json()["state"] == "refused"
    assert world.client("my").get("/field/neighbour/").status_code == 403


def test_the_form_waits_until_a_person_was_chosen_and_stays_when_it_comes_back(world):
    client = world.client("thoa")
    asked_first = client.get("/field/neighbour/").content.decode()
    came_back = client.post("/field/neighbour/", {"birth_year": "1"}).content.decode()
    for page, hidden in ((asked_first, True), (came_back, False)):
        [form] = [tag for tag in page.split("<form")[1:] if "data-outbox=" in tag.partition(">")[0]]
        assert ("hidden" in form.partition(">")[0]) is hidden
