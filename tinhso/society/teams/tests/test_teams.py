"""A village gets its team: who joins, who may keep it, what happens when villages become one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tinhso.core.places.models import Place, PlaceChoice, Succession
from tinhso.kit.refusals import NotYours
from tinhso.society.teams.actions.members import HeadThere, Profile, add_member, forget_member, show_myself
from tinhso.society.teams.actions.teams import form_team
from tinhso.society.teams.domain.words import Position
from tinhso.society.teams.models import Member, Team
from tinhso.society.teams.tests.stories import member_of, team_of, told, village, who

pytestmark = pytest.mark.django_db


def fresh(world, name="Bản Mới Lập"):
    """A village without a team, in Mỷ's commune."""
    commune = village(world).parent
    made = Place.objects.create(
        name=name.removeprefix("Bản "), kind="village", unit_type="bản", parent=commune, path="/", code=""
    )
    made.path = f"{commune.path}{made.pk}/"
    made.save()
    return made


def test_hac_forms_a_team_and_thoa_joins_it_with_her_languages(world):
    place, hac = fresh(world), world.client("hac")
    made = hac.post("/teams/new/", {"place": f"{place.full_name}, {place.parent.full_name}"})
    team = Team.objects.get(place=place)
    assert made.headers["Location"] == f"/teams/{team.uuid}/"
    again = hac.post("/teams/new/", {"place": f"{place.full_name}, {place.parent.full_name}"})
    assert again.status_code == 400

    address = f"/teams/{team.uuid}/members/new/?person={world.person('thoa').uuid}"
    told_of = {"position": "head", "languages": ["thai", "vi"], "skills": ["papers"], "phone": "0912 345 678"}
    assert hac.post(address, told_of).status_code == 302
    thoa = Member.objects.get(team=team)
    assert (thoa.position, thoa.languages, thoa.phone) == ("head", ["thai", "vi"], "+84912345678")
    assert "Tiếng Thái" in hac.get(f"/teams/{team.uuid}/").content.decode()


def test_a_team_has_one_head(world):
    team = team_of(world, fresh(world))
    member_of(world, "thoa", team=team, position=Position.HEAD)
    with pytest.raises(HeadThere):
        add_member(team, world.person("panh"), Profile(position=Position.HEAD), by=who(world, "hac"), at=timezone.now())


@pytest.mark.promise("P16")
def test_a_team_is_kept_by_officers_of_its_own_commune(world):
    with pytest.raises(NotYours):
        form_team(fresh(world), by=who(world, "hac_elsewhere"), at=timezone.now())
    member = member_of(world, "thoa")
    assert world.client("hac_elsewhere").get(f"/teams/members/{member.uuid}/").status_code == 404
    assert world.client("hac_elsewhere").post(f"/teams/members/{member.uuid}/leave/").status_code == 404
    assert world.client("my").get("/teams/").status_code == 403


def test_neighbours_see_a_member_only_when_she_agrees(world):
    member, at = member_of(world, "thoa"), timezone.now()
    with pytest.raises(NotYours):
        show_myself(member, shown=True, by=who(world, "my"), at=at)
    assert show_myself(member, shown=False, by=who(world, "thoa"), at=at).shown_at is None
    assert show_myself(member, shown=True, by=who(world, "thoa"), at=at).shown_at == at


def test_trainings_and_leaving_are_noted(world):
    member, hac = member_of(world, "thoa"), world.client("hac")
    for _time in range(2):
        hac.post(f"/teams/members/{member.uuid}/training/", {"title": "Kỹ năng số cơ bản"})
    assert [one.title for one in member.trainings.all()] == ["Kỹ năng số cơ bản"]
    hac.post(f"/teams/members/{member.uuid}/leave/")
    assert Member.objects.get(pk=member.pk).left_at


def test_a_village_that_joins_another_brings_its_team_along(world):
    old, new, at = fresh(world), fresh(world, "Bản Mới Gộp"), timezone.now()
    team = team_of(world, old)
    member_of(world, "thoa", team=team, position=Position.HEAD)
    told("places.PlaceSucceeded", str(old.uuid), old=old.pk, new=new.pk, part=False, effective=str(at.date()))
    team.refresh_from_db()
    assert (team.place_id, team.ended_at) == (new.pk, None)


def test_two_teams_of_villages_that_become_one_are_one_team_with_one_head(world):
    old, new = fresh(world), fresh(world, "Bản Mới Gộp")
    mine, theirs = team_of(world, old), team_of(world, new)
    member_of(world, "thoa", team=mine, position=Position.HEAD)
    member_of(world, "panh", team=mine)
    member_of(world, "my", team=theirs, position=Position.HEAD)
    member_of(world, "panh", team=theirs)
    told("places.PlaceSucceeded", str(old.uuid), old=old.pk, new=new.pk, part=False, effective="2026-11-22")
    mine.refresh_from_db()
    assert mine.ended_at
    assert mine.successor_id == theirs.pk
    together = dict(Member.objects.filter(team=theirs, left_at=None).values_list("person__full_name", "position"))
    cast = {name: world.person(name).full_name for name in ("my", "thoa", "panh")}
    assert together == {cast["my"]: "head", cast["thoa"]: "deputy", cast["panh"]: "member"}


def test_of_a_divided_village_a_person_says_where_its_team_goes(world):
    old, new = fresh(world), fresh(world, "Bản Mới Chia")
    team = team_of(world, old)
    told("places.PlaceDivided", str(old.uuid), old=old.pk, effective="2026-11-22")
    choice = PlaceChoice.objects.get(ref=team.uuid)
    assert choice.kind == "teams.team"
    told("places.PlaceChoiceSettled", str(choice.pk), kind="teams.team", row=str(team.uuid), old=old.pk, new=new.pk)
    team.refresh_from_db()
    assert team.place_id == new.pk
    assert not Succession.objects.filter(old=old).exists()


def test_who_is_forgotten_is_in_no_team(world):
    member = member_of(world, "thoa", phone="+84912345678", skills=["papers"])
    forget_member(world.person("thoa").uuid, at=timezone.now())
    member.refresh_from_db()
    assert (member.phone, member.skills, member.shown_at) == (None, [], None)
    assert member.left_at


def test_a_list_of_fifty_teams_takes_few_questions(world):
    for place in [fresh(world, f"Bản Mới {number}") for number in range(12)]:
        team_of(world, place)
    hac = world.client("hac")
    hac.get("/teams/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert "Bản Mới 7" in hac.get("/teams/").content.decode()
    assert len(asked) <= 8
