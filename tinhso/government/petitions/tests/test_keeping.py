"""The keeper of rules and topics tries a version on past petitions before it sends anything elsewhere."""

import json

import pytest
from django.utils import timezone

from tinhso.government.petitions.actions.rules import draft_rules
from tinhso.government.petitions.actions.trying import try_rules
from tinhso.government.petitions.domain.changes import Change, changes_between
from tinhso.government.petitions.domain.desks import desk_kinds
from tinhso.government.petitions.domain.routing import Rule
from tinhso.government.petitions.models import RuleBook, Topic
from tinhso.government.petitions.models.desks import find_desk
from tinhso.government.petitions.tests.stories import send, who

pytestmark = pytest.mark.django_db
BRIDGES = {"name": "bridges", "why": "Cầu do nơi khác lo", "when": {"==": [{"var": "topic"}, "roads.bridge"]}}


def other_desk(world) -> tuple[dict[str, object], str]:
    """A rule that sends bridges to another office than now, and that office's name."""
    now, place = send(world).case.agency.name, world.person("my").home
    for code in desk_kinds():
        found = find_desk(code, place, at=timezone.now())
        if found and found.agency.name != now:
            return BRIDGES | {"desk": code}, found.agency.name
    raise AssertionError("there is one office only")


def rule(name: str, **also: object) -> Rule:
    return Rule(**({"name": name, "why": "w", "when": True, "desk": "commune"} | also))


def test_a_trial_says_how_many_would_go_elsewhere_and_which_and_changes_nothing(world):
    (bridges, office), water = other_desk(world), send(world, topic="water.none")
    bridge = send(world)
    published = RuleBook.objects.published().get()
    keeper = who(world, "xuan")
    book = draft_rules([bridges, *published.rules], by=keeper, at=timezone.now())
    trial = try_rules(book, instead_of=published, at=timezone.now())
    moved = {one.petition.pk: one for one in trial.shown}
    assert trial.elsewhere == len(moved) >= 1
    assert (moved[bridge.pk].after, moved[bridge.pk].why) == (office, "Cầu do nơi khác lo")
    assert water.pk not in moved
    assert trial.held["bridges"] >= 1
    bridge.case.refresh_from_db()
    assert bridge.case.agency.name != office


def test_the_keeper_drafts_tries_and_publishes_on_pages(world):
    keeper = world.client("xuan")
    bridges, office = other_desk(world)
    rules = [bridges, *RuleBook.objects.published().get().rules]
    assert keeper.get("/petitions/rules/draft/").status_code == 200
    answer = keeper.post("/petitions/rules/draft/", {"rules": json.dumps(rules), "note": "Cầu về Sở"})
    assert answer.status_code == 302
    told = keeper.get(answer.url).content.decode()
    assert office in told
    assert "bridges" in told
    assert send(world).case.agency.name != office
    keeper.post(f"{answer.url}publish/")
    assert send(world).case.agency.name == office
    assert keeper.get("/petitions/rules/").status_code == 200


def test_rules_with_faults_come_back_with_what_is_wrong(world):
    keeper = world.client("xuan")
    assert keeper.post("/petitions/rules/draft/", {"rules": "{"}).status_code == 400
    wrong = keeper.post("/petitions/rules/draft/", {"rules": json.dumps([BRIDGES | {"desk": "moon"}])})
    assert wrong.status_code == 400
    assert "$[0].desk" in wrong.content.decode()


def test_a_topic_is_entered_changed_and_retired(world):
    keeper = world.client("xuan")
    form = {"code": "roads.ferry", "vi": "Đò ngang", "en": "Ferry", "id": "Perahu", "icon": "boat",
            "desk": "commune.economy", "days": "5", "keywords": "đò, bến đò"}  # fmt: skip
    assert keeper.post("/petitions/topics/new/", form).status_code == 302
    topic = Topic.objects.get(code="roads.ferry")
    assert (topic.parent.code, topic.keywords) == ("roads", ["do", "ben do"])
    keeper.post("/petitions/topics/roads.ferry/", form | {"vi": "Đò"})
    topic.refresh_from_db()
    assert topic.words["vi"] == "Đò"
    keeper.post("/petitions/topics/roads.ferry/retire/")
    topic.refresh_from_db()
    assert topic.retired_at
    assert keeper.get("/petitions/topics/").status_code == 200


def test_what_differs_between_two_versions_is_told_rule_by_rule():
    before = [rule("a"), rule("b"), rule("c"), rule("gone")]
    after = [rule("b"), rule("a", desk="province"), rule("c", when=False), rule("new")]
    told = {one.name: one.changes for one in changes_between(before, after)}
    assert told == {
        "a": (Change.OTHER_DESK, Change.MOVED),
        "b": (Change.MOVED,),
        "c": (Change.OTHER_CONDITION,),
        "new": (Change.NEW,),
        "gone": (Change.GONE,),
    }
    assert changes_between(before, before) == []
