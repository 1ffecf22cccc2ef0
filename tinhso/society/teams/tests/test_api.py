"""Machines do what the pages do: the same actions, rights, refusals, pages, and once for one key."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tinhso.society.teams.api import schemas
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.domain.words import Position
from tinhso.society.teams.models import Activity, Award, Member, Team
from tinhso.society.teams.tests.stories import member_of, village
from tinhso.society.teams.tests.test_awards import council_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def thoa(world):
    """Thoa heads her team, who alone are in one."""
    Award.objects.all().update(live=False)
    Activity.objects.all().delete()
    Member.objects.update(left_at=timezone.now())
    return member_of(world, "thoa", position=Position.HEAD)


def call(client, path, told=None, method="post", key=""):
    headers = {"Idempotency-Key": key} if key else {}
    return getattr(client, method)(
        f"/api/teams/{path}", told if told is not None else {}, content_type="application/json", headers=headers
    )


def visit(**more):
    return {"on": timezone.localdate().isoformat(), "helped": {"papers": 2}, "people": 2, "taught": 1} | more


def test_a_visit_sent_twice_with_one_key_is_one_and_the_list_goes_on(world, thoa, monkeypatch):
    client, key, path = world.client("thoa"), str(uuid4()), f"teams/{thoa.team.uuid}/visits"
    body = visit(members=[str(thoa.uuid)])
    first, again = (call(client, path, body, key=key) for _time in range(2))
    assert first.status_code == 201, first.content
    assert first.json() == again.json()
    assert (first.json()["helped"], first.json()["members"]) == ({"papers": 2}, [str(thoa.uuid)])
    assert Activity.objects.filter(team=thoa.team).count() == 1
    refused = call(client, path, visit(on=(timezone.localdate() + timedelta(days=1)).isoformat()))
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (409, "NotDoneYet", "on")
    for _more in range(2):
        call(client, path, body)
    monkeypatch.setattr(schemas, "A_PAGE", 2)
    monkeypatch.setattr("tinhso.society.teams.api.activities.A_PAGE", 2)
    seen, after = [], ""
    while True:
        found = client.get(f"/api/teams/teams/{thoa.team.uuid}/activities{after}").json()
        seen += [row["uuid"] for row in found["rows"]]
        if not found["next"]:
            break
        after = f"?after={found['next']}"
    assert len(seen) == len(set(seen)) == 3
    assert world.client("my").get(f"/api/teams/teams/{thoa.team.uuid}/activities").status_code == 404


def test_what_is_planned_is_done_or_called_off_once(world, thoa):
    client, day = world.client("thoa"), timezone.localdate().isoformat()
    planned = [
        call(client, f"teams/{thoa.team.uuid}/activities", {"kind": "market", "title": "Chợ phiên", "on": day}).json()
        for _time in range(2)
    ]
    done = call(client, f"activities/{planned[0]['uuid']}/finish", visit(people=30))
    assert (done.json()["state"], done.json()["people"]) == ("done", 30)
    off = call(client, f"activities/{planned[1]['uuid']}/off", {"why": "Mưa to"})
    assert off.json()["state"] == "off"
    assert call(client, f"activities/{planned[1]['uuid']}/off", {"why": "x"}).json()["code"] == "AlreadyOver"
    assert client.get(f"/api/teams/activities/{planned[0]['uuid']}").json()["state"] == "done"


def test_teams_and_members_are_kept_by_the_desk_and_telephones_stay_there(world, thoa):
    hac, inh = world.client("hac"), world.client("inh")
    my = {"person": str(world.person("my").uuid), "languages": ["thai"], "phone": "0912345678"}
    added = call(hac, f"teams/{thoa.team.uuid}/members", my)
    assert added.status_code == 201, added.content
    assert call(hac, f"teams/{thoa.team.uuid}/members", my).json()["code"] == "MemberThere"
    address = f"/api/teams/teams/{thoa.team.uuid}"
    kept, seen = hac.get(address).json(), inh.get(address).json()
    assert {one["name"] for one in seen["people"]} == {thoa.person.shown, world.person("my").shown}
    assert [one["phone"] for one in kept["people"]].count("+84912345678") == 1
    assert not any(one["phone"] for one in seen["people"])
    member = added.json()["uuid"]
    assert call(hac, f"members/{member}", {"position": "deputy"}, "put").json()["position"] == "deputy"
    assert call(hac, f"members/{member}", {"position": "head"}, "put").json()["code"] == "HeadThere"
    assert call(hac, f"members/{member}", method="delete").status_code == 204
    assert [row["uuid"] for row in world.client("thoa").get("/api/teams/teams/mine").json()] == [str(thoa.team.uuid)]
    here = hac.get(f"/api/teams/teams?commune={village(world).parent.code}").json()
    assert str(thoa.team.uuid) in [row["uuid"] for row in here["rows"]]
    assert call(hac, "teams", {"place": village(world).code}).json()["code"] == "TeamThere"
    assert call(world.client("hac_elsewhere"), f"teams/{thoa.team.uuid}/end").status_code == 404
    assert call(hac, f"teams/{thoa.team.uuid}/end").status_code == 204
    assert Team.objects.get(pk=thoa.team_id).ended_at


def test_help_is_asked_without_an_account_and_given_step_by_step(world, thoa):
    wish = {"place": village(world).code, "help": "papers", "neighbour": "Nhà trưởng bản"}
    asked = call(world.client(""), "requests", wish)
    assert asked.status_code == 201, asked.content
    assert len(asked.json()["secret"]) == 9
    uuid, client = asked.json()["uuid"], world.client("thoa")
    assert [one["uuid"] for one in client.get("/api/teams/requests/mine").json()] == [uuid]
    assert uuid in [one["uuid"] for one in world.client("hac").get("/api/teams/requests").json()["rows"]]
    assert world.client("my").get(f"/api/teams/requests/{uuid}").status_code == 404
    assert call(client, f"requests/{uuid}/steps/accept").json()["state"] == "coming"
    assert call(client, f"requests/{uuid}/steps/close", {"reason": "x"}).json()["code"] == "NotYours"
    assert call(client, f"requests/{uuid}/steps/finish").json()["state"] == "helped"
    assert call(world.client("hac"), f"requests/{uuid}/steps/finish").json()["code"] == "NotNow"
    assert call(world.client("hac"), f"requests/{uuid}/steps/dance").json()["code"] == "NotNow"
    assert call(world.client(""), "requests", wish | {"neighbour": ""}).json()["code"] == "NoWayToYou"


def test_cover_numbers_and_ranking_tell_what_the_pages_tell(world, thoa):
    client, hac = world.client("thoa"), world.client("hac")
    for _time in range(6):
        call(client, f"teams/{thoa.team.uuid}/visits", visit(members=[str(thoa.uuid)]))
    cover = {one["place"]: one["days"] for one in hac.get("/api/teams/cover").json()}
    assert cover[thoa.team.place.code] == 0
    numbers = hac.get("/api/teams/numbers").json()
    assert (numbers["visits"], numbers["people"], numbers["taught"], numbers["members"]) == (6, 12, 6, 1)
    assert numbers["speaking"] == {}, "one speaker is told nowhere"
    best = hac.get("/api/teams/ranking").json()[0]
    assert (best["place"], best["rank"]) == (thoa.team.place.code, 1)
    assert hac.get("/api/teams/ranking?period=2026-q9").status_code == 404
    assert client.get("/api/teams/numbers").status_code == 403


def test_an_award_goes_its_way_without_a_page(world, thoa):
    client, hac = world.client("thoa"), world.client("hac")
    call(client, f"teams/{thoa.team.uuid}/visits", visit(members=[str(thoa.uuid)]))
    told = {"kind": "commune_team_quarter", "period": Period.of(timezone.localdate()).code, "reasons": "Tận tình."}
    made = call(client, f"teams/{thoa.team.uuid}/awards", told)
    assert made.status_code == 201, made.content
    assert call(client, f"teams/{thoa.team.uuid}/awards", told).json()["code"] == "ProposedAlready"
    award = Award.objects.for_page().get(uuid=made.json()["uuid"])
    seats = [str(one.uuid) for one in council_of(world, award, 3)]
    assert call(hac, f"awards/{award.uuid}/steps/council", {"members": seats}).json()["state"] == "council"
    assert call(hac, f"awards/{award.uuid}/steps/opinion", {"says": ""}).json()["code"] == "NothingSaid"
    assert call(hac, f"awards/{award.uuid}/steps/opinion", {"says": "yes"}).status_code == 200
    assert call(hac, f"awards/{award.uuid}/steps/opinion", {"says": "no"}).json()["code"] == "SaidAlready"
    assert call(client, f"awards/{award.uuid}/steps/withdraw").json()["state"] == "withdrawn"
    assert str(award.uuid) in [row["uuid"] for row in client.get("/api/teams/awards").json()["rows"]]
    assert {one["code"] for one in client.get("/api/teams/award-kinds").json()} >= {"commune_team_quarter"}
    assert world.client("my").get(f"/api/teams/awards/{award.uuid}").status_code == 404
