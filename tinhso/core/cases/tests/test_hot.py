"""What is worded once says what the ORM says, and acts stay cheap."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from tinhso.core.accounts.actions import record_absence
from tinhso.core.accounts.models import Account, Post
from tinhso.core.accounts.models.rights import passed
from tinhso.core.cases.actions import act
from tinhso.core.cases.models import Case, Spell
from tinhso.core.cases.models.hot import NOT_ASKED, load_of, locked_case, seats_of, stops_of
from tinhso.core.cases.tests.stories import MONDAY, Office, is_, published

DAY = timedelta(days=1)
EACH = {"open": 5, "accept": 4, "ask": 5, "bring": 7, "propose": 5, "sign": 5, "hand_out": 4, "rate": 4}
"""Questions of each step with its one update: begin and commit, and the three rows of the log, are not counted."""


def plain(case: Case) -> dict[str, Any]:
    return {name: value for name, value in vars(case).items() if name != "_state"}


def test_the_case_to_act_on_is_the_orms(lan: Office) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY)
    rows = Case.objects.select_related("definition", "place").defer(*NOT_ASKED)
    with transaction.atomic():
        found = locked_case(case.pk)
    expected = rows.get(pk=case.pk)
    assert plain(found) == plain(expected)
    assert found.definition.get_deferred_fields() >= {"document"}
    assert (found.place, found.definition) == (expected.place, expected.definition)
    assert found.definition.document == expected.definition.document
    with pytest.raises(Case.DoesNotExist), transaction.atomic():
        locked_case(case.pk + 1)


def test_a_written_case_is_the_one_that_save_writes(lan: Office) -> None:
    case = act(lan.errand(), "refuse", answers={"reason": "trùng"}, by=is_(lan.hac), at=MONDAY)
    fresh = Case.objects.get(pk=case.pk)
    assert {name: plain(case)[name] for name in plain(fresh)} == plain(fresh)
    assert (fresh.values, fresh.outcome) == ({"paid": True, "reason": "trùng"}, "refused")


def test_seats_and_load_are_the_orms(lan: Office) -> None:
    definition = published()
    for owner in (lan.hac, lan.hac, lan.pua):
        lan.errand(definition, owner=owner)
    today = timezone.localdate(MONDAY)
    record_absence(lan.pua, first_day=today, last_day=today, by=is_(lan.pua), at=MONDAY)
    places = [*lan.place.ancestors, lan.place.pk]
    for role, agency in (("officer", lan.counter), ("head", lan.counter), ("officer", lan.room), ("leader", lan.room)):
        asked = None if role == "leader" else agency.pk
        posts = Post.objects.carrying(role, places=places, agency=asked, at=MONDAY).order_by("id")
        rows = posts.values_list("id", "account_id", "organisation_id", "organisation__parent_id")
        expected = [(*row, row[1] == lan.pua.pk) for row in rows]
        assert seats_of(role, place=lan.place, agency=agency.pk, at=MONDAY, day=today) == expected
    owners = [one.pk for one in Account.objects.all()]
    counted = Case.objects.open().order_by().values_list("owner").annotate(Count("pk"))
    assert load_of(owners * 4) == dict(counted) == {lan.hac.pk: 2, lan.pua.pk: 1}


def test_stops_are_the_orms(lan: Office) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY)
    for number in range(3):
        case = act(case, "ask", by=is_(lan.hac), at=MONDAY + number * DAY)
        case = act(case, "bring", by=lan.is_my, at=MONDAY + number * DAY + timedelta(hours=3))
    assert stops_of(case.pk) == list(Spell.objects.filter(case=case).order_by("since"))
    assert [(one.until - one.since).seconds for one in stops_of(case.pk) if one.until] == [10800] * 3


def test_every_step_of_a_life_asks_little(lan: Office, django_assert_max_num_queries: Any) -> None:
    definition, my = published(), lan.is_my
    hac, muon = is_(lan.hac), is_(lan.muon)

    def asks(name: str, by: Any, **also: Any) -> Any:
        for actor in (hac, muon):
            Account.objects.rights_of(actor, at=MONDAY)
            passed(actor.account, at=MONDAY)
        with django_assert_max_num_queries(EACH[name] + 5):
            if name == "open":
                return lan.errand(definition, by=by)
            return act(found[0], name, by=by, at=MONDAY, **also)

    found = [asks("open", my)]
    for name, by in (("accept", hac), ("ask", hac), ("bring", my), ("propose", hac), ("sign", muon), ("hand_out", hac)):
        found = [asks(name, by)]
    asks("rate", my, answers={"stars": 4})
