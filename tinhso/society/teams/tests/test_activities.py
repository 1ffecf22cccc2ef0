"""Visits and gatherings: planned, done, written down without signal, counted; and where nobody was for long."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.files.tests import samples
from tinhso.core.outbox.domain import content_digest
from tinhso.events.models import Entry
from tinhso.kit.packing import Ask
from tinhso.kit.refusals import NotYours
from tinhso.society.teams.actions.activities import (
    AlreadyOver,
    NotDoneYet,
    NothingDone,
    Result,
    TooLongAgo,
    finish_activity,
    plan_activity,
    record_visit,
)
from tinhso.society.teams.domain.cover import FORGOTTEN, shade
from tinhso.society.teams.domain.words import ActivityKind, ActivityState, Help
from tinhso.society.teams.models import Activity, Cover, Team
from tinhso.society.teams.models.activities import cover_of
from tinhso.society.teams.packing import pack
from tinhso.society.teams.tests.stories import CALM, member_of, village, who
from tinhso.warehouse.actions import tally
from tinhso.warehouse.models import Fact


@pytest.fixture
def thoa(world):
    return member_of(world, "thoa")


def told(thoa, **also):
    return {
        "team": str(thoa.team.uuid), "when": "0", "helped": ["papers", "payment"], "people": "3", "taught": "1",
        "language": "thai",
    } | also  # fmt: skip


@pytest.mark.django_db
def test_thoa_writes_down_a_visit_with_her_thumb(world, thoa):
    before = Activity.objects.count()
    sent = world.client("thoa").post("/teams/visit/", told(thoa))
    assert (sent.status_code, sent.headers["Location"]) == (302, "/teams/mine/")
    one = Activity.objects.order_by("pk").last()
    assert Activity.objects.count() == before + 1
    assert (one.kind, one.state, one.people, one.taught, one.language) == ("visit", "done", 3, 1, "thai")
    assert dict(one.given.values_list("help", "people")) == {"papers": 3, "payment": 3}
    assert list(one.members.all()) == [thoa]
    assert Cover.objects.get(place=thoa.team.place).last_on == timezone.localdate()
    page = world.client("thoa").get("/teams/mine/").content.decode()
    assert f"/teams/activities/{one.uuid}/" in page


@pytest.mark.django_db
@pytest.mark.promise("P07")
def test_a_visit_made_yesterday_without_signal_is_of_yesterday_and_arrives_once(world, thoa):
    client, uuid, before = world.client("thoa"), str(uuid4()), Activity.objects.count()
    form, now = told(thoa), timezone.now()
    pairs = [(key, one) for key, said in form.items() for one in (said if isinstance(said, list) else [said])]
    item = {
        "device": uuid, "sequence": "0", "sha256": content_digest(pairs, []).hex(),
        "made": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M:%S.000Z}", "sent": f"{now:%Y-%m-%dT%H:%M:%S.000Z}",
    }  # fmt: skip
    headers = {"Idempotency-Key": uuid, "Outbox-Item": "; ".join(f"{key}={said}" for key, said in item.items())}
    answers = [client.post("/teams/visit/", form, headers=headers).json() for _time in range(2)]
    assert [answer["state"] for answer in answers] == ["accepted"] * 2
    assert answers[0]["receipt"] == answers[1]["receipt"]
    assert Activity.objects.count() == before + 1
    assert Activity.objects.order_by("pk").last().on == timezone.localdate(now) - timedelta(days=1)


@pytest.mark.django_db
def test_what_cannot_be_is_refused_kindly(world, thoa):
    at, by = timezone.now(), who(world, "thoa")
    today = timezone.localdate(at)
    for result, refusal in (
        (Result(on=today + timedelta(days=1), taught=1), NotDoneYet),
        (Result(on=today - timedelta(days=91), taught=1), TooLongAgo),
        (Result(on=today), NothingDone),
    ):
        with pytest.raises(refusal):
            record_visit(thoa.team, result, members=[thoa], by=by, at=at)
    with pytest.raises(NotYours):
        record_visit(thoa.team, Result(on=today, taught=1), members=[], by=who(world, "panh"), at=at)
    assert world.client("thoa").post("/teams/visit/", told(thoa, helped=[], taught="")).status_code == 400


@pytest.mark.django_db
def test_a_help_desk_is_planned_then_done_once(world, thoa):
    hac, day = world.client("hac"), timezone.localdate()
    plan = {"kind": "market", "title": "Chợ phiên", "on": f"{day:%d/%m/%Y}", "members": [thoa.pk]}
    planned = hac.post(f"/teams/{thoa.team.uuid}/plan/", plan)
    one = Activity.objects.order_by("pk").last()
    assert planned.headers["Location"] == f"/teams/activities/{one.uuid}/"
    assert "Chợ phiên" in world.client("thoa").get("/teams/mine/").content.decode()
    ask = Ask(village=thoa.team.place_id, rights=world.rights("thoa"), at=timezone.now())
    assert "Chợ phiên" in next(iter(pack(ask))).content
    done = {"when": "0", "helped": ["payment"], "people": "40", "taught": "12", "members": [thoa.pk]}
    world.client("thoa").post(f"/teams/activities/{one.uuid}/finish/", done)
    one.refresh_from_db()
    assert (one.state, one.people, one.taught) == (ActivityState.DONE, 40, 12)
    with pytest.raises(AlreadyOver):
        finish_activity(one, Result(on=day, taught=1), members=[], by=who(world, "thoa"), at=timezone.now())


@pytest.mark.django_db
def test_what_is_called_off_says_why(world, thoa):
    at, by = timezone.now(), who(world, "thoa")
    today, kind = timezone.localdate(at), ActivityKind.TRAINING
    one = plan_activity(thoa.team, kind=kind, title="", on=today, members=[], by=by, at=at)
    world.client("thoa").post(f"/teams/activities/{one.uuid}/off/", {"why": "Mưa lũ, đường tắc"})
    one.refresh_from_db()
    assert (one.state, one.words) == (ActivityState.OFF, "Mưa lũ, đường tắc")
    assert world.client("hac_elsewhere").get(f"/teams/activities/{one.uuid}/").status_code == 404


@pytest.mark.django_db
def test_the_promised_numbers_add_people_up_not_events(world, thoa):
    at = timezone.now()
    today, place = timezone.localdate(at), thoa.team.place_id
    before = _facts(place, today, at)
    helped = {Help.PAPERS: 4, Help.SAFETY: 2}
    record_visit(
        thoa.team, Result(on=today, helped=helped, people=5, taught=2), members=[], by=who(world, "thoa"), at=at
    )
    after = _facts(place, today, at)
    grown = {code: after[code] - before.get(code, 0) for code in after if after[code] != before.get(code, 0)}
    assert grown == {
        "teams.visits": 1, "teams.people_helped": 5, "teams.helped_papers": 4, "teams.helped_safety": 2,
        "teams.people_taught": 2,
    }  # fmt: skip


def _facts(place, day, at):
    tally(first=day, last=day, at=at)
    rows = Fact.objects.filter(place=place, day=day, indicator__startswith="teams.")
    return dict(rows.values_list("indicator", "numerator"))


@pytest.mark.django_db
@pytest.mark.promise("P20")
def test_the_log_says_nothing_of_who_was_helped(world, thoa):
    world.client("thoa").post("/teams/visit/", told(thoa, words="Bà Lả không đọc được", household="HK-77"))
    entries = Entry.objects.filter(name__startswith="teams.").select_related("payload")
    assert not [entry for entry in entries if "Lả" in entry.payload.data or "HK-77" in entry.payload.data]


@pytest.mark.django_db
def test_villages_where_nobody_was_stand_first(world, thoa):
    commune, today = village(world).parent, timezone.localdate()
    lines = cover_of(commune, today)
    assert [line.days is None for line in lines] == sorted((line.days is None for line in lines), reverse=True)
    page = world.client("hac").get("/teams/cover/").content.decode()
    assert lines[0].place.full_name in page
    assert world.client("inh").get("/teams/cover/").status_code == 200
    assert world.client("hac_elsewhere").get(f"/teams/cover/?commune={commune.code}").status_code == 404
    for name in ("hac", "inh"):
        client = world.client(name)
        client.get("/teams/cover/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/teams/cover/")
        assert len(asked) <= 11, name


@CALM
@given(st.none() | st.integers(0, 400), st.integers(1, 200))
def test_a_village_is_hatched_exactly_when_nobody_was_there_for_too_long(days, bar):
    assert (shade(days, bar) == FORGOTTEN) == (days is None or days > bar)


@pytest.mark.django_db
def test_one_plan_reaches_every_team_of_the_commune_once_and_no_other(world, thoa):
    hac, day = world.client("hac"), timezone.localdate() + timedelta(days=7)
    told = {"kind": "campaign", "title": "Ra quân chống lừa đảo", "on": f"{day:%d/%m/%Y}"}
    assert hac.post("/teams/campaign/", told).status_code == 302
    planned = Activity.objects.filter(title=told["title"])
    commune = village(world).parent
    teams = Team.objects.standing().filter(place__path__startswith=commune.path)
    assert set(planned.values_list("team", flat=True)) == set(teams.values_list("pk", flat=True))
    assert hac.post("/teams/campaign/", told).status_code == 400
    assert planned.count() == teams.count()
    assert told["title"] in world.client("thoa").get("/teams/mine/").content.decode()
    assert Entry.objects.filter(name="teams.ActivityPlanned", about=str(planned[0].uuid)).count() == 1
    assert hac.post("/teams/campaign/", told | {"title": "Muộn", "on": "01/01/2026"}).status_code == 400
    assert world.client("thoa").post("/teams/campaign/", told).status_code == 403


@pytest.mark.django_db
def test_photos_come_one_by_one_to_what_was_done_and_not_without_end(world, thoa, monkeypatch):
    result = Result(on=timezone.localdate(), helped={Help.PAPERS: 1}, people=1)
    done = record_visit(thoa.team, result, members=[thoa], by=who(world, "thoa"), at=timezone.now())
    address, client = f"/teams/activities/{done.uuid}/photo/", world.client("thoa")
    monkeypatch.setattr("tinhso.society.teams.actions.activities.MOST_PHOTOS", 2)
    for number in range(3):
        client.post(address, {"photo": SimpleUploadedFile(f"{number}.jpg", samples.photo(), "image/jpeg")})
    assert done.photos.count() == 2
    assert client.post(address, {"photo": SimpleUploadedFile("a.jpg", b"MZ", "image/jpeg")}).status_code == 302
    assert world.client("inh").post(address).status_code == 404
    plan = plan_activity(thoa.team, kind=ActivityKind.MARKET, title="Chợ", on=timezone.localdate(), members=[],
                         by=who(world, "thoa"), at=timezone.now())  # fmt: skip
    client.post(f"/teams/activities/{plan.uuid}/photo/", {"photo": SimpleUploadedFile("b.jpg", samples.photo())})
    assert plan.photos.count() == 0


@pytest.mark.django_db
def test_a_training_is_noted_of_several_and_each_reads_it_on_their_page(world, thoa):
    panh = member_of(world, "panh", team=thoa.team)
    told = {"title": "Nhận ra lừa đảo", "on": "20/11/2026", "members": [str(thoa.pk), str(panh.pk)]}
    for _time in range(2):
        assert world.client("hac").post(f"/teams/{thoa.team.uuid}/training/", told).status_code == 302
    assert [one.trainings.filter(title=told["title"]).count() for one in (thoa, panh)] == [1, 1]
    assert told["title"] in world.client("thoa").get("/teams/mine/").content.decode()
    assert world.client("thoa").post(f"/teams/{thoa.team.uuid}/training/", told).status_code == 403
    assert world.client("hac_elsewhere").post(f"/teams/{thoa.team.uuid}/training/", told).status_code == 404
