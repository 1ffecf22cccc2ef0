"""Who looked at me: every look with agency, reason and case, the latest first, months back, mine alone."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tinhso.core.files.actions import open_file
from tinhso.core.files.models import File
from tinhso.core.people.actions import looks_at, read_person, tally_of
from tinhso.core.people.domain.words import READ_WORDS, ReadReason
from tinhso.core.people.models import Reading
from tinhso.kit.actors import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P18")]


def officer(world, name="hac"):
    account = world.account(name)
    return Actor(account=account.pk, person=account.person_id, post=account.posts.get().pk)


def page_of(world, name="my", query=""):
    return world.client(name).get(f"/me/looked/{query}").content.decode()


def test_she_sees_who_of_which_office_looked_why_and_for_which_case(world):
    my, hac = world.person("my"), world.account("hac")
    Reading.objects.filter(person=my).delete()
    case = "H52.1-261122-0007"
    read_person(my, reason=ReadReason.CASE, case=case, by=officer(world), at=timezone.now())
    read_person(my, reason=ReadReason.CARE, by=officer(world, "dung"), at=timezone.now())
    shown = page_of(world)
    office = hac.posts.get().organisation.name
    for said in (hac.person.full_name, office, case, str(READ_WORDS[ReadReason.CARE]), "2 người của 2 cơ quan"):
        assert said in shown, said
    assert case not in page_of(world, "hac")
    assert world.client("my").get("/api/people/me").json()["looks"][-1]["agency"] == office


def test_looks_of_earlier_months_are_found_page_by_page(world):
    my, at = world.person("my"), timezone.now()
    Reading.objects.filter(person=my).delete()
    for month in range(60):
        by = officer(world) if month % 2 else officer(world, "dung")
        case = f"H52.1-{month:06}-0001"
        read_person(my, reason=ReadReason.CASE, case=case, by=by, at=at - timedelta(days=31 * month))
    client = world.client("my")
    client.get("/me/looked/")
    with CaptureQueriesContext(connection) as asked:
        one = client.get("/me/looked/").content.decode()
    two = page_of(world, query="?before=" + one.partition("?before=")[2].partition('"')[0])
    for month in range(60):
        case = f"H52.1-{month:06}-0001"
        assert (case in one) is (month < 50)
        assert (case in two) is (month >= 50)
    assert len(asked) <= 12
    assert tally_of(my, since=at - timedelta(days=40)).people == 2


def test_whoever_opens_her_paper_is_seen_too(world):
    my = world.person("my")
    Reading.objects.filter(person=my).delete()
    file = File.objects.filter(forgotten_at=None).order_by("pk")[0]
    file.person = my.uuid
    for by in (Actor(person=my.uuid), officer(world)):
        open_file(file, by=by, at=timezone.now())
    [look] = looks_at(my)
    assert (look.by, look.reason) == (world.account("hac").person_id, "Mở giấy tờ của người này")


def test_looks_of_before_the_table_are_found_in_the_log(world):
    my = world.person("my")
    read_person(my, reason=ReadReason.CASE, case="H52.1-261122-0009", by=officer(world), at=timezone.now())
    before = set(Reading.objects.filter(reason__in=("case", "care")).values_list("person", "at", "reason", "account"))
    Reading.objects.all().delete()
    migration = import_module("tinhso.core.people.migrations.0005_earlier_looks")
    migration.find_earlier_looks(apps, SimpleNamespace(connection=connection))
    assert before <= set(Reading.objects.values_list("person", "at", "reason", "account"))


def test_a_foreign_end_of_a_page_leads_nowhere(world):
    hac = world.person("hac")
    read_person(hac, reason=ReadReason.CHECK, by=officer(world, "muon"), at=timezone.now())
    foreign = Reading.objects.filter(person=hac)[0]
    assert looks_at(world.person("my"), before=foreign.uuid) == looks_at(world.person("my"))
