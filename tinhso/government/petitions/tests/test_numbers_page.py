"""The page of numbers: leaders see the province, officers their own places, nobody sees small groups."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from tinhso.core.cases.models import Case
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.models.numbers import SEE
from tinhso.government.petitions.tests.stories import answered, send

ADDRESS, A_YEAR = "/petitions/numbers/", timedelta(days=400)


@pytest.fixture
def three(world):
    """Three of her village in these days, one of them answered; nobody else said anything."""
    at = timezone.now() - timedelta(days=3)
    Petition.objects.update(sent_at=at - A_YEAR)
    Case.objects.filter(system="petitions").update(
        **{name: F(name) - A_YEAR for name in ("opened_at", "received_at", "finished_at", "ended_at")}
    )
    first, *_others = [send(world, at=at) for _ in range(3)]
    answered(first, at=at + timedelta(hours=5))


def told(world, who, **asked):
    page = world.client(who).get(ADDRESS, asked)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def figure(page, name):
    return re.search(rf'<p>{name}</p><p class="figure-here">(.*?)</p>', page)[1].strip()


def test_a_leader_sees_what_came_and_how_it_was_answered(world, three):
    page = told(world, "inh")
    assert re.search(r"<h1[^>]*>(.*?)</h1>", page)[1] == "100,0 % câu trả lời đúng hẹn."
    assert figure(page, "Đã nhận") == "3"
    assert figure(page, "Một nửa được trả lời trong") == "5 giờ"


def test_small_groups_are_told_nowhere(world, three):
    page = told(world, "inh")
    assert page.count("Ít quá, chưa nêu được.") == 4
    for _ in range(2):
        send(world)
    page = told(world, "inh")
    assert "Ít quá, chưa nêu được." not in page
    assert world.person("my").home.full_name in page


def test_an_officer_counts_only_where_they_work(world, three):
    assert world.rights("hac").may(SEE)
    offered = told(world, "hac").count("<option")
    assert offered < told(world, "inh").count("<option")
    elsewhere = told(world, "hac_elsewhere")
    assert figure(elsewhere, "Đã nhận") == "0"


def test_days_the_wrong_way_round_are_told(world):
    page = world.client("inh").get(ADDRESS, {"first": "02/11/2026", "last": "01/11/2026"})
    assert page.status_code == 422


def test_citizens_do_not_enter(world):
    assert world.client("my").get(ADDRESS).status_code == 403
