"""The numbers of teams: counted for whom they concern, and never so small that somebody is found among them."""

from datetime import timedelta
from typing import get_type_hints

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tinhso.core.places.models import Place
from tinhso.events.definitions import Code, known
from tinhso.events.log import record
from tinhso.society.teams.actions.activities import Result, record_visit
from tinhso.society.teams.domain.words import Help
from tinhso.society.teams.indicators import DOSSIERS
from tinhso.society.teams.models import Activity, Member
from tinhso.society.teams.models.numbers import Share, team_numbers
from tinhso.society.teams.tests.stories import member_of, village, who
from tinhso.warehouse.actions import tally
from tinhso.warehouse.models import Fact


@pytest.fixture
def thoa(world):
    """Nobody but Thoa is in a team, and nobody visited anyone."""
    Activity.objects.all().delete()
    Member.objects.update(left_at=timezone.now())
    return member_of(world, "thoa", languages=["vi", "thai"])


def visited(thoa, world, times, language="thai"):
    today, at = timezone.localdate(), timezone.now()
    for _time in range(times):
        result = Result(on=today, helped={Help.PAPERS: 2}, people=2, taught=1, language=language)
        record_visit(thoa.team, result, members=[thoa], by=who(world, "thoa"), at=at)


def counted(world, name, place, **days):
    today = timezone.localdate()
    first = today - timedelta(days=days.get("back", 91))
    return team_numbers(world.rights(name), place, first=first, last=today - timedelta(days=days.get("until", 0)))


@pytest.mark.django_db
def test_what_was_done_is_counted_by_village_commune_and_language(world, thoa):
    visited(thoa, world, 6)
    home, commune = thoa.team.place, village(world).parent
    for name, place, part in (("hac", commune, home), ("inh", Place.objects.home(), commune)):
        found = counted(world, name, place)
        assert (found.visits, found.people, found.taught, found.helped) == (6, 12, 6, {"papers": 12})
        assert found.visits_in[part.pk] == 6
        assert dict(found.below)[part].members == 1
        assert (found.speaking, found.visits_spoken) == ({"vi": 1, "thai": 1}, {"thai": 6})
    assert counted(world, "inh", commune, until=1).visits == 0
    assert counted(world, "hac_elsewhere", commune).visits == 0


@pytest.mark.django_db
def test_members_stand_beside_the_people_of_a_place_and_the_threshold(world, thoa, settings):
    commune, settings.TEAMS_MEMBERS_PER_HUNDRED = village(world).parent, 0.5
    Place.objects.filter(pk=commune.pk).update(population=200)
    page = world.client("hac").get("/teams/numbers/").content.decode()
    assert "0,50" in page
    assert "Đủ thành viên theo ngưỡng quốc gia" in page
    settings.TEAMS_MEMBERS_PER_HUNDRED = 0.51
    assert "Ít thành viên hơn ngưỡng quốc gia" in world.client("hac").get("/teams/numbers/").content.decode()
    assert Share(1, 1, 200).per_hundred == 0.5
    home, communes = Place.objects.home(), Place.objects.current().communes()
    Place.objects.filter(pk=home.pk).update(population=None)
    communes.update(population=70)
    assert counted(world, "inh", Place.objects.home()).whole.population == 70 * communes.filter(parent=home).count()
    communes.filter(pk=commune.pk).update(population=None)
    assert counted(world, "inh", Place.objects.home()).whole.population is None
    assert Share(1, 1, None).per_hundred is None


@pytest.mark.django_db
@pytest.mark.promise("P20")
def test_a_language_of_few_is_told_nowhere(world, thoa):
    visited(thoa, world, 7, "vi")
    visited(thoa, world, 6, "mong")
    page = "".join(world.client("inh").get("/teams/numbers/").content.decode().split())
    assert ">6<" in page
    visited(thoa, world, 2, "thai")
    page = "".join(world.client("inh").get("/teams/numbers/").content.decode().split())
    assert ">2<" not in page
    assert ">6<" not in page, "taken from the whole it would tell the two"
    assert ">7<" in page


@pytest.mark.django_db
def test_numbers_cost_as_many_questions_for_a_province_as_for_a_commune(world, thoa):
    assert world.client("my").get("/teams/numbers/").status_code == 403
    for name in ("hac", "inh"):
        client = world.client(name)
        client.get("/teams/numbers/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/teams/numbers/")
        assert len(asked) <= 19, name


@pytest.mark.django_db
def test_a_dossier_that_a_helper_filed_is_counted_and_one_at_the_counter_is_not(world, thoa):
    at, place = timezone.now(), thoa.team.place
    today = timezone.localdate(at)
    (name,) = DOSSIERS.counts
    filed = known()[name]
    door = get_type_hints(filed)["door"]
    rest = {"procedure": Code("1.001193"), "number": 1, "agency": 1, "due": at, "papers": 1, "reused": 0}
    tally(first=today, last=today, at=at)
    before = Fact.objects.total(DOSSIERS.code, first=today, last=today).numerator or 0
    for way in ("helper", "counter", "helper"):
        entry = filed(door=door(way), looked_up=0, digital=1, **rest)
        record(entry, about=place, by=who(world, "thoa"), at=at, place=place.pk)
    tally(first=today, last=today, at=at)
    assert Fact.objects.total(DOSSIERS.code, first=today, last=today).numerator == before + 2
