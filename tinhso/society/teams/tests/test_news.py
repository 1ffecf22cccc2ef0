"""News to the teams, and what someone takes along of their own."""

import pytest
from django.utils import timezone

from tinhso.core.notices.models import Notice
from tinhso.society.teams.actions.helping import Wish, ask_help
from tinhso.society.teams.domain.words import Help
from tinhso.society.teams.models import News
from tinhso.society.teams.portions import tell
from tinhso.society.teams.reactions import news_came
from tinhso.society.teams.tests.stories import delivered_of, member_of, who

pytestmark = pytest.mark.django_db


def test_hac_tells_the_teams_of_his_commune_once(world):
    member_of(world, "thoa")
    told = {"subject": "Họp tổ thứ Sáu", "words": "14 giờ, nhà văn hóa xã. Mang theo điện thoại."}
    assert world.client("hac").post("/teams/news/", told).status_code == 302
    news = News.objects.latest("pk")
    for _time in range(2):
        news_came(delivered_of("teams.NewsTold", news))
    mine = Notice.objects.filter(person=world.person("thoa").uuid, wording__kind__code="teams.news")
    assert mine.count() == 1
    assert news.members >= 1
    assert "Họp tổ thứ Sáu" in world.client("hac").get("/teams/news/").content.decode()
    assert "Họp tổ thứ Sáu" not in world.client("hac_elsewhere").get("/teams/news/").content.decode()


def test_who_takes_all_along_finds_team_and_requests(world):
    thoa = member_of(world, "thoa", phone="+84912345670")
    memberships, _requests, _awards = tell(world.person("thoa").uuid)
    assert memberships.rows[0][0] == thoa.team.name
    wish = Wish(place=thoa.team.place, help=Help.PHONE, applicant=world.person("my"), phone="+84912345679")
    made = ask_help(wish, by=who(world, "my"), at=timezone.now())
    _memberships, requests, _awards = tell(world.person("my").uuid)
    assert made.ref in [row[0] for row in requests.rows]
