"""An award's life: proposed with the numbers, heard by a council, decided by another, told to the team."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tinhso.core.accounts.models import Account, Post
from tinhso.core.cases.actions import NotNow, take
from tinhso.core.cases.actions.acting import GuardRefused
from tinhso.core.cases.models import Definition
from tinhso.core.files.models import File, Signed
from tinhso.core.files.tests.signing_ground import PIN, make_key, make_seal
from tinhso.core.notices.models import Notice
from tinhso.events.log import history
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours
from tinhso.kit.tests.reading_pdf import text_of
from tinhso.society.teams import portions
from tinhso.society.teams.actions import awards
from tinhso.society.teams.actions.activities import Result, record_visit
from tinhso.society.teams.actions.awards import Proposal, propose_award, withdraw_award
from tinhso.society.teams.actions.council import (
    CouncilTooSmall,
    NotOfTheCouncil,
    SaidAlready,
    call_council,
    give_opinion,
    may_sit,
)
from tinhso.society.teams.actions.deciding import AnotherDecides, grant_award
from tinhso.society.teams.actions.news import send_news
from tinhso.society.teams.actions.notifying import tell_council, tell_proposer
from tinhso.society.teams.actions.teams import end_team
from tinhso.society.teams.domain.awarding import Says
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.domain.words import Help, Position
from tinhso.society.teams.models import Activity, Award, AwardKind, Member, News
from tinhso.society.teams.tests.stories import delivered_of, member_of, told, who

pytestmark = pytest.mark.django_db


@pytest.fixture
def thoa(world):
    """Thoa heads her team, who alone are in one: she, and Panh. This quarter she made six visits."""
    at = timezone.now()
    Award.objects.all().update(live=False)
    Activity.objects.all().delete()
    Member.objects.update(left_at=at)
    thoa = member_of(world, "thoa", position=Position.HEAD)
    member_of(world, "panh", team=thoa.team)
    for _visit in range(6):
        result = Result(on=timezone.localdate(), helped={Help.PAPERS: 2}, people=2, taught=1)
        record_visit(thoa.team, result, members=[thoa], by=who(world, "thoa"), at=at)
    return thoa


def proposal(thoa, code="commune_team_quarter", member=None, period=None, reasons="Tuần nào cũng tới từng nhà."):
    now = Period.of(timezone.localdate())
    kind = AwardKind.objects.get(code=code)
    return Proposal(kind=kind, team=thoa.team, member=member, period=period or now, reasons=reasons)


def proposed(world, thoa, by="thoa", **more):
    return propose_award(proposal(thoa, **more), by=who(world, by), at=timezone.now())


def council_of(world, award, many=3):
    """Hặc first, then others of the commune's house."""
    hac = world.account("hac")
    return sorted(may_sit(award, at=timezone.now()), key=lambda one: (one != hac, one.pk))[:many]


def called(world, award, many=3):
    council = council_of(world, award, many)
    call_council(award, council, by=who(world, "hac"), at=timezone.now())
    return council


def acts(account):
    return Actor(account=account.pk, person=account.person_id)


def heard(world, award, says=Says.YES, many=3):
    for account in called(world, award, many):
        give_opinion(award, says=says, words="", by=acts(account), at=timezone.now())
    return Award.objects.for_page().get(pk=award.pk)


def state(award):
    return Award.objects.for_page().get(pk=award.pk).case.state


def test_thoa_proposes_her_team_three_speak_muon_decides_and_all_are_told(world, thoa):
    form = world.client("thoa").get(f"/teams/{thoa.team.uuid}/propose/").content.decode()
    assert "commune_team_quarter" in form
    assert "province_team_year" not in form, "only officers propose for it"
    sent = {"kind": "commune_team_quarter", "member": "", "period": Period.of(timezone.localdate()).code,
            "reasons": "Tuần nào cũng tới từng nhà."}  # fmt: skip
    assert world.client("thoa").post(f"/teams/{thoa.team.uuid}/propose/", sent).status_code == 302
    award = Award.objects.get(live=True)
    assert (award.visits, award.people, award.taught) == (6, 12, 6)

    council, address = council_of(world, award), f"/teams/awards/{award.uuid}/"
    chosen = {"members": [str(one.uuid) for one in council]}
    assert world.client("thoa").post(f"{address}council/", chosen).status_code == 400
    assert world.client("hac").post(f"{address}council/", chosen).status_code == 302
    tell_council(delivered_of("teams.CouncilCalled", award))
    assert Notice.objects.filter(wording__kind__code="teams.council_called").count() == 3

    hac = world.client("hac")
    assert award.team.name in hac.get("/teams/awards/").content.decode()
    assert hac.post(f"{address}opinion/", {"says": "yes", "words": "Đúng như thế"}).status_code == 302
    assert hac.post(f"{address}opinion/", {"says": "no"}).status_code == 400
    assert "Đúng như thế" not in world.client("thoa").get(address).content.decode()
    for account in council[1:]:
        give_opinion(award, says=Says.NO, words="", by=acts(account), at=timezone.now())
    assert state(award) == "decision"

    assert hac.post(f"{address}grant/", {"words": ""}).status_code == 400
    assert world.client("muon").post(f"{address}grant/", {"words": "Thưởng cả tổ."}).status_code == 302
    assert state(award) == "granted"
    paper = world.client("thoa").get(f"{address}decision.pdf")
    words = " ".join(text_of(b"".join(paper.streaming_content)).split())
    for there in (award.team.name, "Thưởng cả tổ.", "6 lượt thăm hộ", "06/2022/QH15", award.case.ref):
        assert there in words, there
    news = Award.objects.get(pk=award.pk).news
    send_news(delivered_of("teams.NewsTold", news))
    assert set(Notice.objects.filter(wording__kind__code="teams.news").values_list("person", flat=True)) >= {
        thoa.person.uuid, world.person("panh").uuid}  # fmt: skip
    tell_proposer(delivered_of("teams.AwardGranted", award))
    assert Notice.objects.filter(wording__kind__code="teams.award_given", person=thoa.person.uuid).count() == 1
    assert not [name for name in map(str, history(award)) if "Tuần nào" in name], "no words in the log"
    assert world.client("my").get(address).status_code == 404


def test_neither_who_proposes_nor_who_would_get_it_speaks_in_the_council(world, thoa):
    award, at = proposed(world, thoa), timezone.now()
    able = may_sit(award, at=at)
    assert not {world.account("thoa"), world.account("panh")} & set(able)
    hac = who(world, "hac")
    with pytest.raises(NotOfTheCouncil):
        call_council(award, [*council_of(world, award, 2), world.account("thoa")], by=hac, at=at)
    with pytest.raises(CouncilTooSmall):
        call_council(award, council_of(world, award, 2), by=hac, at=at)
    called(world, award)
    for name in ("thoa", "panh", "my"):
        with pytest.raises(NotYours):
            give_opinion(award, says=Says.YES, words="", by=who(world, name), at=at)
    member_of(world, "hac", team=thoa.team)
    with pytest.raises(NotYours):
        give_opinion(award, says=Says.YES, words="", by=hac, at=at)


def test_it_is_proposed_once_for_a_time_and_anew_after_it_was_taken_back(world, thoa):
    award = proposed(world, thoa)
    for name in ("thoa", "hac"):
        with pytest.raises(awards.ProposedAlready):
            proposed(world, thoa, by=name)
    with pytest.raises(NotYours):
        withdraw_award(award, by=who(world, "panh"), at=timezone.now())
    withdraw_award(award, by=who(world, "thoa"), at=timezone.now())
    assert state(award) == "withdrawn"
    again = proposed(world, thoa, by="hac")
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(live=True)
    assert state(again) == "proposed"
    with pytest.raises(NotNow):
        withdraw_award(award, by=who(world, "hac"), at=timezone.now())


def test_what_does_not_fit_is_refused_with_a_sentence(world, thoa):
    panh, now = Member.objects.now().get(person=world.person("panh")), Period.of(timezone.localdate())
    wrong = [
        (awards.NotForThem, {"member": panh}),
        (awards.NotForThem, {"code": "commune_member_quarter"}),
        (awards.NotForThisTime, {"period": now.next}),
        (awards.NotForThisTime, {"period": now.whole_year}),
        (awards.NothingProved, {"period": now.before}),
        (awards.NothingProved, {"code": "commune_member_quarter", "member": panh}),
        (awards.NotForOneself, {"code": "commune_member_quarter", "member": thoa}),
    ]
    for refusal, more in wrong:
        with pytest.raises(refusal):
            proposed(world, thoa, **more)
    for name in ("my", "hac_elsewhere"):
        with pytest.raises(NotYours):
            proposed(world, thoa, by=name)
    AwardKind.objects.update(closed_at=timezone.now())
    with pytest.raises(awards.AwardClosed):
        proposed(world, thoa)


def test_nobody_waits_for_a_member_of_the_council_who_left(world, thoa):
    award = proposed(world, thoa)
    council = called(world, award, 4)
    for account in council[:3]:
        give_opinion(award, says=Says.YES, words="", by=acts(account), at=timezone.now())
    assert state(award) == "council", "the fourth is there and has said nothing"
    gone = council[3]
    Post.objects.filter(account=gone).update(ends_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NotYours):
        give_opinion(award, says=Says.YES, words="", by=acts(gone), at=timezone.now())
    assert "Đã rời" in world.client("hac").get(f"/teams/awards/{award.uuid}/").content.decode()
    call_council(award, council[:3], by=who(world, "hac"), at=timezone.now())
    assert state(award) == "decision"
    assert award.seats.count() == 3, "what was said stays"


def test_an_opinion_is_given_once_and_too_few_decide_nothing(world, thoa):
    award = proposed(world, thoa)
    council = called(world, award)
    give_opinion(award, says=Says.NO, words="", by=acts(council[0]), at=timezone.now())
    with pytest.raises(SaidAlready):
        give_opinion(award, says=Says.YES, words="", by=acts(council[0]), at=timezone.now())
    case = Award.objects.get(pk=award.pk).case
    with pytest.raises(GuardRefused):
        awards.carry_out(case, "conclude", by=who(world, "muon"), at=timezone.now())
    with pytest.raises(NotNow):
        grant_award(award, by=who(world, "muon"), at=timezone.now())
    with pytest.raises(NotNow):
        take(case, "opine", answers={"opinions": 9}, by=who(world, "muon"), at=timezone.now())


def test_the_head_does_not_decide_what_they_proposed_or_would_get(world, thoa):
    award = heard(world, proposed(world, thoa, by="muon"))
    with pytest.raises(AnotherDecides):
        grant_award(award, by=who(world, "muon"), at=timezone.now())
    with pytest.raises(NotYours):
        grant_award(award, by=who(world, "hac"), at=timezone.now())
    Award.objects.filter(pk=award.pk).update(proposed_by=world.account("hac"))
    muon = member_of(world, "muon", team=thoa.team)
    with pytest.raises(AnotherDecides):
        grant_award(award, by=who(world, "muon"), at=timezone.now())
    Member.objects.filter(pk=muon.pk).update(left_at=timezone.now())
    page = world.client("muon").get(f"/teams/case/{award.case.uuid}/")
    assert page["Location"].endswith(f"/teams/awards/{award.uuid}/")
    refused = world.client("muon").post(f"/teams/awards/{award.uuid}/refuse/", {"reason": "Để quý sau"})
    assert refused.status_code == 302
    tell_proposer(delivered_of("teams.AwardEnded", award))
    assert Notice.objects.filter(wording__kind__code="teams.award_not_given").count() == 1
    with pytest.raises(awards.ProposedAlready):
        proposed(world, thoa)


@pytest.mark.promise("P28")
def test_of_someone_forgotten_no_word_stays_and_what_is_open_lapses(world, thoa):
    code, at = "commune_member_quarter", timezone.now()
    given = heard(world, proposed(world, thoa, by="hac", code=code, member=thoa))
    grant_award(given, words="Chị Thoa xứng đáng.", by=who(world, "muon"), at=at)
    given.refresh_from_db()
    assert thoa.person.full_name in given.news.words
    assert [sheet for sheet in portions.tell(thoa.person.uuid) if sheet.rows and sheet.name == "team_awards"]
    Award.objects.filter(pk=given.pk).update(live=False)
    open_one = proposed(world, thoa, by="hac", code=code, member=thoa)
    told("people.PersonForgotten", str(thoa.person.uuid))
    for award in (given, open_one):
        award.refresh_from_db()
        assert (award.reasons, award.words) == ("", "")
    assert state(open_one) == "lapsed"
    assert News.objects.get(pk=given.news_id).words == "–"
    assert File.objects.get(uuid=given.paper).person == thoa.person.uuid, "the register of files forgets it with them"


def test_a_team_that_ends_gets_no_award(world, thoa):
    award = proposed(world, thoa)
    end_team(thoa.team, by=who(world, "hac"), at=timezone.now())
    told("teams.TeamEnded", str(thoa.team.uuid))
    assert state(award) == "lapsed"


def test_with_a_pin_the_decision_is_signed_and_sealed(world, thoa, authority):
    account = world.account("muon")
    office = Post.objects.select_related("organisation").get(account=account).organisation
    make_key(authority, holder=account.person_id, name=account.called, organisation=office.name)
    make_seal(authority, organisation=office.uuid, name=office.name)
    award, muon = heard(world, proposed(world, thoa)), world.client("muon")
    address = f"/teams/awards/{award.uuid}/grant/"
    assert muon.post(address, {"words": "", "pin": "000000"}).status_code == 400
    assert state(award) == "decision"
    assert muon.post(address, {"words": "", "pin": PIN}).status_code == 302
    signed = Signed.objects.select_related("file").get()
    assert signed.file.uuid == Award.objects.get(pk=award.pk).paper


def test_the_list_goes_on_and_costs_the_same_with_many(world, thoa, monkeypatch):
    award, hac = proposed(world, thoa), world.client("hac")
    hac.get("/teams/awards/")
    with CaptureQueriesContext(connection) as few:
        hac.get("/teams/awards/")
    for _more in range(3):
        withdraw_award(award, by=who(world, "hac"), at=timezone.now())
        award = proposed(world, thoa)
    with CaptureQueriesContext(connection) as many:
        hac.get("/teams/awards/")
    assert len(many) <= len(few)
    monkeypatch.setattr("tinhso.society.teams.views.awards.A_PAGE", 2)
    first = hac.get("/teams/awards/").content.decode()
    last = Award.objects.order_by("-pk")[1]
    assert f"?after={last.uuid}" in first
    second = hac.get(f"/teams/awards/?after={last.uuid}").content.decode()
    assert f"/teams/awards/{last.uuid}/" not in second
    assert str(Award.objects.order_by("-pk")[2].uuid) in second


def test_the_definition_is_published_and_every_account_may_look_only_at_its_own(world, thoa):
    assert Definition.objects.published().filter(code="teams.award").exists()
    award = proposed(world, thoa, by="hac", code="commune_member_quarter", member=thoa)
    reached = {name: Award.objects.reached(world.rights(name), who(world, name)).filter(pk=award.pk).exists()
               for name in ("hac", "muon", "inh", "thoa", "panh", "my", "hac_elsewhere")}  # fmt: skip
    assert reached == {"hac": True, "muon": True, "inh": True, "thoa": True, "panh": False, "my": False,
                       "hac_elsewhere": False}  # fmt: skip
    assert Account.objects.filter(pk=award.proposed_by_id).exists()
