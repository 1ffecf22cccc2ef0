"""Someone come and help me: who is asked, who answers, and what happens when nobody does."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.cases.models import Case
from tinhso.core.notices.models import Notice
from tinhso.core.outbox.domain import content_digest
from tinhso.events.models import Entry
from tinhso.kit.refusals import NotYours
from tinhso.society.teams.actions import helping
from tinhso.society.teams.actions.helping import NoWayToYou, Wish, accept_help, ask_help, go_on_without_silent
from tinhso.society.teams.actions.notifying import tell_helper, tell_who_asked
from tinhso.society.teams.domain.routing import FAR_KM, Candidate, distance_km, order
from tinhso.society.teams.domain.words import Help, Position
from tinhso.society.teams.models import Asked, HelpRequest, Member
from tinhso.society.teams.tests.stories import CALM, delivered_of, member_of, team_of, village, who

LATE = timedelta(hours=5)
PHONE = "0912 345 679"


@pytest.fixture
def team(world):
    """Of Mỷ's village nobody but these: Thoa speaks Thái, Panh Mông and heads it."""
    Member.objects.update(left_at=timezone.now())
    Asked.objects.update(answer="no")
    team = team_of(world)
    member_of(world, "thoa", team=team, languages=["thai", "vi"], phone="+84912000111")
    member_of(world, "panh", team=team, languages=["mong"], position=Position.HEAD)
    return team


def ask(world, *, language="thai", at=None, **also):
    wish = Wish(place=village(world), help=Help.PAPERS, language=language, **({"phone": "+84912345679"} | also))
    return ask_help(wish, by=who(world, "my"), at=at or timezone.now())


def asked(request):
    return [one.member.person.given for one in Asked.objects.filter(request=request).order_by("pk")]


@pytest.mark.django_db
def test_a_visitor_asks_and_the_member_who_speaks_the_language_is_asked(world, team):
    place, visitor = village(world), world.client("")
    told = {"place": str(place.uuid), "help": "papers", "language": "mong", "phone": PHONE}
    slip = visitor.post("/helpers/ask/", told).headers["Location"]
    one = HelpRequest.objects.latest("pk")
    assert asked(one) == [world.person("panh").given]
    page = visitor.get(slip).content.decode()
    assert one.ref in page
    follow = slip.removesuffix("slip/")
    assert one.ref in visitor.get(follow).content.decode()
    assert one.case.title == f"Giấy tờ, dịch vụ công trực tuyến · {place.name}"
    visitor.post(f"{follow}withdraw/")
    assert Case.objects.get(pk=one.case_id).state == "withdrawn"


@pytest.mark.django_db
@pytest.mark.promise("P07")
def test_help_asked_without_signal_is_asked_once(world, team):
    place, uuid = village(world), str(uuid4())
    told = {"place": str(place.uuid), "help": "phone", "language": "vi", "neighbour": "Nhà ông Pó đầu bản"}
    item = {"device": uuid, "sequence": "0", "sha256": content_digest(told.items(), []).hex(),
            "made": "2026-11-21T07:00:00.000Z", "sent": "2026-11-21T09:00:00.000Z"}  # fmt: skip
    headers = {"Idempotency-Key": uuid, "Outbox-Item": "; ".join(f"{key}={said}" for key, said in item.items())}
    answers = [world.client("").post("/helpers/ask/", told, headers=headers).json() for _time in range(2)]
    assert answers[0] == answers[1]
    assert HelpRequest.objects.filter(neighbour="Nhà ông Pó đầu bản").count() == 1


@pytest.mark.django_db
def test_thoa_takes_it_on_tells_and_helps(world, team):
    one = ask(world, applicant=world.person("my"))
    tell_helper(delivered_of("teams.HelperAsked", one))
    assert Notice.objects.filter(person=world.person("thoa").uuid, wording__kind__code="teams.help_asked").exists()
    thoa = world.client("thoa")
    assert f"/helpers/requests/{one.uuid}/" in thoa.get("/teams/mine/").content.decode()
    assert world.person("my").full_name in thoa.get(f"/helpers/requests/{one.uuid}/").content.decode()
    thoa.post(f"/helpers/requests/{one.uuid}/answer/yes/")
    tell_who_asked(delivered_of("teams.HelpAccepted", one))
    assert Notice.objects.filter(person=world.person("my").uuid, wording__kind__code="teams.help_coming").exists()
    mine = world.client("my").get(f"/helpers/requests/{one.uuid}/").content.decode()
    assert "tel:+84912000111" in mine
    thoa.post(f"/helpers/requests/{one.uuid}/answer/done/")
    assert Case.objects.get(pk=one.case_id).outcome == "helped"


@pytest.mark.django_db
def test_who_cannot_says_so_and_the_next_is_asked(world, team):
    one = ask(world)
    world.client("thoa").post(f"/helpers/requests/{one.uuid}/answer/no/")
    assert asked(one) == [world.person("thoa").given, world.person("panh").given]


@pytest.mark.django_db
def test_who_is_silent_is_passed_over_then_the_head_then_the_commune_has_it(world, team):
    start = timezone.now()
    one = ask(world, at=start)
    assert go_on_without_silent(at=start + timedelta(hours=3)) == 0
    assert go_on_without_silent(at=start + LATE) == 1
    assert asked(one)[-1] == world.person("panh").given, "the head of the team"
    assert go_on_without_silent(at=start + 2 * LATE) == 1
    case = Case.objects.get(pk=one.case_id)
    assert (case.state, case.role) == ("commune", "officer")
    assert case.owner_id, "an officer answers for it"
    assert go_on_without_silent(at=start + 3 * LATE) == 0

    hac = world.client("hac")
    assert f"/helpers/requests/{one.uuid}/" in hac.get("/helpers/requests/").content.decode()
    thoa = Member.objects.get(team=team, person=world.person("thoa"), left_at=None)
    hac.post(f"/helpers/requests/{one.uuid}/ask/", {"member": str(thoa.uuid)})
    assert Case.objects.get(pk=one.case_id).state == "asked"


@pytest.mark.django_db
@pytest.mark.promise("P16")
def test_only_who_was_asked_answers_and_only_they_read_it(world, team):
    one = ask(world)
    panh = Member.objects.get(team=team, person=world.person("panh"), left_at=None)
    with pytest.raises(NotYours):
        accept_help(one, panh, by=who(world, "panh"), at=timezone.now())
    for name in ("panh", "hac_elsewhere"):
        assert world.client(name).get(f"/helpers/requests/{one.uuid}/").status_code == 404
        assert world.client(name).post(f"/helpers/requests/{one.uuid}/answer/yes/").status_code == 404


@pytest.mark.django_db
def test_who_leaves_no_way_to_them_and_who_asks_too_often_is_told_so(world, team):
    with pytest.raises(NoWayToYou):
        ask(world, phone=None)
    for _time in range(3):
        ask(world)
    with pytest.raises(helping.AskedAlready):
        ask(world)


@pytest.mark.django_db
@pytest.mark.promise("P20")
def test_what_was_asked_for_names_nobody_in_the_log_and_is_forgotten(world, team):
    one = ask(world, applicant=world.person("my"), name="", words="Tôi không đọc được chữ")
    said = [entry.payload.data for entry in Entry.objects.filter(about=str(one.uuid)).select_related("payload")]
    assert said
    assert not [data for data in said if "912345679" in data or "chữ" in data]
    helping.forget_asker(world.person("my").uuid)
    one.refresh_from_db()
    assert (one.phone, one.words) == (None, "")


@pytest.mark.django_db
def test_the_public_sees_first_names_of_those_who_agreed_and_nobody_else(world, team):
    place = village(world)
    asked_for = f"/helpers/?village={place.uuid}"
    assert world.person("thoa").given not in world.client("").get(asked_for).content.decode().split("<main", 1)[1]
    Member.objects.filter(team=team, person=world.person("thoa"), left_at=None).update(shown_at=timezone.now())
    page = world.client("").get(asked_for).content.decode()
    assert world.person("thoa").given in page
    assert world.person("thoa").full_name not in page
    assert world.person("panh").full_name not in page


CANDIDATES = st.lists(
    st.builds(
        Candidate, member=st.integers(1, 99), speaks=st.booleans(), km=st.sampled_from([0.0, 2.5, 9.0, FAR_KM]),
        skilled=st.booleans(), busy=st.integers(0, 5),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@CALM
@given(CANDIDATES)
def test_nobody_who_does_not_speak_it_is_asked_before_one_who_does_nor_a_farther_before_a_nearer(candidates):
    ordered = order(candidates)
    assert sorted(map(id, ordered)) == sorted(map(id, candidates))
    for before, after in pairwise(ordered):
        assert before.speaks >= after.speaks
        assert before.speaks != after.speaks or before.km <= after.km


def test_a_degree_of_a_meridian_is_sixty_sea_miles():
    """The nautical mile (1,852 m) was once a minute of latitude."""
    assert distance_km((21.0, 104.0), (22.0, 104.0)) == pytest.approx(60 * 1.852, rel=0.002)
    assert distance_km((0.0, 104.0), (0.0, 105.0)) == pytest.approx(60 * 1.852, rel=0.002)
    assert distance_km(None, (21.0, 105.0)) == FAR_KM
