"""Who did most: per hundred households, ties shared, nothing of few, and nobody's private data."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.people.models import Household
from tinhso.core.places.models import Place
from tinhso.society.teams.actions.activities import Result, record_visit
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.domain.ranking import Work, ranked
from tinhso.society.teams.domain.words import Help
from tinhso.society.teams.models import Activity, Member, Team
from tinhso.society.teams.models.ranking import work_of_communes, work_of_members, work_of_team, work_of_teams
from tinhso.society.teams.tests.stories import CALM, member_of, team_of, village, who

FEW = st.integers(0, 40)
WORKS = st.dictionaries(st.integers(0, 12), st.builds(Work, FEW, FEW, FEW, st.integers(0, 90)), max_size=9)


@CALM
@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_every_day_lies_in_one_quarter_and_its_year(day):
    quarter = Period.of(day)
    assert quarter.first <= day <= quarter.last < quarter.next.first
    assert quarter.next.before == quarter == Period.read(quarter.code)
    assert quarter.whole_year.first <= day <= quarter.whole_year.last
    assert quarter.whole_year.next.before == quarter.whole_year == Period.read(str(day.year))


@pytest.mark.parametrize("code", ["", "2026-q5", "2026-q0", "1999", "2026-q1 ", "２０２６"])
def test_what_is_no_period_is_none(code):
    assert Period.read(code) is None


@CALM
@given(WORKS, st.integers(2, 9))
def test_who_does_the_same_among_more_houses_is_ranked_alike_when_all_are_larger(works, times):
    larger = {key: Work(*work.measures, households=work.households * times) for key, work in works.items()}
    assert [(one.key, one.place) for one in ranked(works)] == [(one.key, one.place) for one in ranked(larger)]


@CALM
@given(WORKS)
def test_equal_ones_share_a_place_and_nothing_of_few_is_told_or_counted(works):
    found = {one.key: one for one in ranked(works)}
    for key, one in found.items():
        for many, rate in zip(one.work.measures, one.rates, strict=True):
            assert rate is None or many >= 5
        for other, work in works.items():
            if work == works[key]:
                assert found[other].place == one.place
    small = {key: work for key, work in works.items() if max(work.measures) < 5 or not work.households}
    assert {key for key, one in found.items() if one.place is None} == set(small)
    places = sorted(one.place for one in found.values() if one.place is not None)
    assert all(place <= index for index, place in enumerate(places, start=1))


@CALM
@given(WORKS.filter(lambda works: len(works) > 1), st.data())
def test_who_does_more_never_falls(works, data):
    key = data.draw(st.sampled_from(sorted(works)))
    one = works[key]
    more = works | {key: Work(one.visits + 5, one.people + 5, one.taught + 5, one.households)}
    before, after = ({line.key: line.place for line in ranked(each)}[key] for each in (works, more))
    assert before is None or (after is not None and after <= before)


@pytest.fixture
def two_villages(world):
    """Thoa's team made six visits among its houses, another village's team six among ten times as many."""
    Activity.objects.all().delete()
    Member.objects.update(left_at=timezone.now())
    thoa = member_of(world, "thoa")
    other = Place.objects.current().villages().within(village(world).parent).exclude(pk=village(world).pk)[0]
    team, at = team_of(world, other), timezone.now()
    panh = member_of(world, "panh", team=team)
    for place, many in ((thoa.team.place, 20), (other, 200)):
        Household.objects.filter(place=place).delete()
        Household.objects.bulk_create(Household(place=place, number=str(one), formed_at=at) for one in range(many))
    for member, name in ((thoa, "thoa"), (panh, "panh")):
        for _visit in range(6):
            result = Result(on=timezone.localdate(), helped={Help.PAPERS: 2}, people=2, taught=1)
            record_visit(member.team, result, members=[member], by=who(world, name), at=at)
    return thoa, panh


@pytest.mark.django_db
@pytest.mark.promise("P20")
def test_the_small_village_is_first_and_a_number_of_few_is_told_to_nobody(world, two_villages):
    thoa, panh = two_villages
    commune, now = village(world).parent, Period.of(timezone.localdate())
    first, second = ranked(work_of_teams(commune, now))[:2]
    assert (first.key, first.place, first.work) == (thoa.team, 1, Work(6, 12, 6, 20))
    assert (second.key, second.place, second.rates[0]) == (panh.team, 2, 3.0)
    assert {one.key.person for one in ranked(work_of_members(commune, now))} == {thoa.person, panh.person}
    assert work_of_communes(Place.objects.home(), now)[commune].visits == 12
    assert work_of_team(thoa.team, now.before) == Work(households=20)
    record_visit(panh.team, Result(on=timezone.localdate() - timedelta(days=1), helped={}, taught=77), members=[panh],
                 by=who(world, "panh"), at=timezone.now())  # fmt: skip
    Activity.objects.filter(team=thoa.team).first().delete()
    Activity.objects.filter(team=thoa.team).first().delete()
    page = world.client("hac").get("/teams/ranking/").content.decode()
    assert ">20,0<" not in page, "four visits among twenty houses are told to nobody"
    assert ">3,5<" not in page, "the seven others could be taken away from the whole"


@pytest.mark.django_db
def test_hac_sees_members_thoa_only_teams_inh_the_communes_and_my_nothing(world, two_villages):
    thoa, panh = two_villages
    desk = world.client("hac").get("/teams/ranking/")
    assert panh.person.shown in desk.content.decode()
    field = world.client("thoa").get("/teams/ranking/?period=2020").content.decode()
    assert thoa.team.place.full_name in field
    assert panh.person.shown not in world.client("thoa").get("/teams/ranking/").content.decode()
    assert village(world).parent.full_name in world.client("inh").get("/teams/ranking/").content.decode()
    assert world.client("my").get("/teams/ranking/").status_code == 404


@pytest.mark.django_db
def test_twice_as_many_teams_cost_no_more_questions(world, two_villages):
    client = world.client("hac")
    client.get("/teams/ranking/")
    with CaptureQueriesContext(connection) as few:
        client.get("/teams/ranking/")
    for place in Place.objects.current().villages().within(village(world).parent).exclude(teams__ended_at=None)[:5]:
        Team.objects.create(place=place, formed_at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        client.get("/teams/ranking/")
    assert len(many) <= len(few)
