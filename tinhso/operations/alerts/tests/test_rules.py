"""Rules: written, tried on past facts, published; what could never say anything, or silence everybody, is refused."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tinhso.core.places.models import Place
from tinhso.kit.refusals import NotYours
from tinhso.operations.alerts.actions import rules as acts
from tinhso.operations.alerts.domain import rules as words
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.models import Alert, Rule, RuleVersion
from tinhso.operations.alerts.models.trying import try_rule
from tinhso.operations.alerts.tests.stories import (
    LATE,
    NOON,
    SHARE,
    SYSTEM,
    a_rule,
    commune_of,
    forget,
    looked,
    only,
    seen,
    who,
)  # fmt: skip
from tinhso.warehouse.definitions import UnknownIndicator
from tinhso.warehouse.land import NoSuchPlaceThen

pytestmark = pytest.mark.django_db
TYPED = {
    "indicator": LATE, "kind": "threshold", "side": "above", "value": "4", "clear": "2", "window": "1", "back": "7",
    "hold_hours": "0", "keep_hours": "0", "level": "commune", "reason": "Bà con chờ lâu",
}  # fmt: skip


def told(**more: object) -> RuleTold:
    return RuleTold.model_validate({"indicator": LATE, "kind": "threshold", "value": 4} | more)


def test_xuan_writes_a_rule_tries_it_and_publishes_it(world):
    """A commune was bad twice in the last weeks: the trial tells so, before the rule holds."""
    forget()
    home, xuan = commune_of(world), world.client("xuan")
    for gone, number in ((12, 9), (11, 1), (9, 9), (8, 9), (7, 0), (1, 3)):
        seen(home, number, at=NOON - timedelta(days=gone))
    assert xuan.post(reverse("new_rule"), {"code": "moi", "title": "Mới"}).status_code == 302
    assert xuan.post(reverse("draft_rule", args=["moi"]), TYPED | {"value": ""}).status_code == 400
    assert xuan.post(reverse("draft_rule", args=["moi"]), TYPED | {"reason": ""}).status_code == 400
    sent = xuan.post(reverse("draft_rule", args=["moi"]), TYPED)
    assert sent.url == reverse("try_rule", args=["moi"])
    page = xuan.get(sent.url).content.decode()
    assert "Lẽ ra đã báo 2 lần" in page
    assert home.full_name in page
    assert not Alert.objects.filter(rule__code="moi").exists(), "a trial writes nothing"
    assert not RuleVersion.objects.in_force().filter(rule__code="moi").exists()
    assert xuan.post(reverse("publish_rule", args=["moi"])).status_code == 302
    version = RuleVersion.objects.in_force().get(rule__code="moi")
    assert (version.told.value, version.told.clear) == (4, 2)
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.filter(pk=version.pk).update(reason="khác")
    assert world.client("hac").get(reverse("draft_rule", args=["moi"])).status_code == 403
    assert "Mới" in world.client("hac").get(reverse("alert_rules")).content.decode()


@pytest.mark.parametrize(
    ("says", "refusal"),
    [
        ({"value": None}, words.ValueWanted),
        ({"clear": 5}, words.ClearsOnTheBadSide),
        ({"side": "below", "clear": 3}, words.ClearsOnTheBadSide),
        ({"indicator": SHARE, "value": 101}, words.OverAll),
        ({"indicator": SHARE, "value": 90, "clear": -1}, words.OverAll),
        ({"kind": "forecast", "window": 2}, words.TooFewDays),
        ({"indicator": "no.such"}, UnknownIndicator),
        ({"inhibits": ["no-such"]}, acts.NoSuchRule),
    ],
)
def test_a_rule_that_could_never_say_anything_is_refused(world, says, refusal):
    rule = acts.enter_rule("moi", {"vi": "Mới"}, Place.objects.home(), by=SYSTEM, at=NOON)
    with pytest.raises(refusal):
        acts.draft_rule(rule, told(**says), reason="Thử", by=SYSTEM, at=NOON)
    assert not rule.versions.exists()


def test_rules_that_silence_each_other_and_places_that_do_not_stand_are_refused(world):
    first = a_rule("mot")
    a_rule("hai", inhibits=["mot"])
    acts.draft_rule(first, told(inhibits=["hai"]), reason="Thử", by=SYSTEM, at=NOON)
    with pytest.raises(acts.RulesSilenceEachOther):
        acts.publish_rule(first, by=SYSTEM, at=NOON)
    gone = Place.objects.ended().first()
    with pytest.raises(NoSuchPlaceThen):
        acts.enter_rule("cu", {"vi": "Cũ"}, gone, by=SYSTEM, at=NOON)
    with pytest.raises(acts.RuleThere):
        acts.enter_rule("mot", {"vi": "Mới"}, Place.objects.home(), by=SYSTEM, at=NOON)
    with pytest.raises(NotYours):
        acts.publish_rule(first, by=who(world, "hac"), at=NOON)
    with pytest.raises(acts.NothingToPublish):
        acts.publish_rule(Rule.objects.get(code="hai"), by=SYSTEM, at=NOON)


def test_a_trial_finds_what_flaps_and_leaves_out_days_before_a_place_stood(world):
    forget()
    home, today = commune_of(world), timezone.localdate(NOON)
    for gone in range(1, 11):
        seen(home, 9 if gone % 2 else 0, at=NOON - timedelta(days=gone))
    trial, unread = try_rule(told(), home, today=today)
    assert [one.place for one in trial.flapped] == [home]
    assert trial.firings == 5
    assert (unread.days, unread.of) == (50, 60), "what nobody counted is not 0"
    Place.objects.filter(pk=home.pk).update(valid_from=today - timedelta(days=4))
    home.refresh_from_db()
    trial, unread = try_rule(told(), home, today=today)
    assert (unread.of, trial.fired_at[0].since) == (4, home.valid_from)
    assert not trial.flapped


def test_what_was_told_of_a_commune_that_went_into_another_is_that_ones(world):
    forget()
    home = commune_of(world)
    village = Place.objects.create(name="Bản Thử", kind="village", unit_type="bản", parent=home, path="")
    village.path = f"{home.path}{village.pk}/"
    village.save()
    only(a_rule())
    seen(village, 3)
    seen(home, 2)
    (alert,) = looked()
    assert (alert.place, alert.value) == (home, 5)


def test_changes_and_lines_ahead(world):
    forget()
    home = commune_of(world)
    for gone in range(9, -1, -1):
        seen(home, 20 - gone, at=NOON - timedelta(days=gone))
    only(a_rule("tang", kind="change", value=50, back=7))
    (alert,) = looked()
    assert round(alert.value, 1) == 53.8
    ahead = a_rule("toi", kind="forecast", value=29, window=7, back=10)
    looked(minutes=5)
    assert round(Alert.objects.get(rule=ahead).value, 6) == 30
    page = world.client("inh").get(reverse("alert", args=[Alert.objects.get(rule=ahead).uuid])).content.decode()
    assert "nếu cứ đà này" in page


def test_the_list_costs_the_same_for_one_alert_and_for_many(world):
    forget()
    only(a_rule())
    communes = list(Place.objects.within(Place.objects.home()).current().communes()[:30])
    inh, counts = world.client("inh"), []
    for many in (1, 30):
        for place in communes[:many]:
            seen(place, 9)
        assert len(looked(minutes=many)) == many
        inh.get(reverse("alerts"))
        with CaptureQueriesContext(connection) as asked:
            inh.get(reverse("alerts"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_machine_writes_tries_publishes_looks_and_takes_on(world):
    forget()
    home, xuan, inh = commune_of(world), world.client("xuan"), world.client("inh")

    def send(client, verb, path, body=None):
        return getattr(client, verb)(f"/api/alerts{path}", json.dumps(body or {}), content_type="application/json")

    assert send(xuan, "post", "/rules", {"code": "may", "titles": {"vi": "Máy"}}).status_code == 201
    says = {"indicator": LATE, "kind": "threshold", "value": 4}
    refused = send(xuan, "put", "/rules/may/draft", {"rule": says | {"clear": 9}, "reason": "Thử"})
    assert (refused.status_code, refused.json()["code"]) == (409, "ClearsOnTheBadSide")
    assert send(xuan, "put", "/rules/may/draft", {"rule": says, "reason": "Thử"}).json()["number"] == 1
    assert xuan.get("/api/alerts/rules/may/try").json()["firings"] == 0
    assert send(xuan, "post", "/rules/may/publish").json()["says"]["value"] == 4
    only(Rule.objects.get(code="may"))
    seen(home, 9)
    looked()
    (alert,) = inh.get("/api/alerts/").json()
    assert (alert["rule"], alert["value"], alert["taken"]) == ("may", 9, False)
    silence = {"reason": "Họp", "until": (timezone.now() + timedelta(days=1)).isoformat()}
    made = send(inh, "post", "/rules/may/silence", silence).json()
    assert send(inh, "post", f"/silences/{made['uuid']}/lift").status_code == 200
    assert send(inh, "post", f"/{alert['uuid']}/acknowledge").json()["taken"]
    assert send(inh, "post", f"/{alert['uuid']}/acknowledge").json()["code"] == "TakenAlready"
    post = str(world.account("inh").posts.get().uuid)
    monday = timezone.localdate().isoformat()
    assert send(inh, "put", "/duties", {"monday": monday, "post": post}).json()["post"] == post
    assert inh.get("/api/alerts/duties").json()[0]["post"] == post
    assert send(xuan, "post", "/rules/may/retire", {"reason": "Hết"}).json()["retired_at"]
    assert inh.get("/api/alerts/").json() == []
    assert inh.get("/api/alerts/?ended=true").json()[0]["ended_why"] == "rule_retired"


def test_counting_again_takes_what_stands_now(world):
    """Inh does not wait for the next half hour: what stands is asked, and what fires by it is there."""
    only(a_rule(value=0, indicator="petitions.open"))
    inh = world.client("inh")
    forget("petitions.open")
    assert inh.post(reverse("look_again")).status_code == 302
    assert Alert.objects.firing().exists()
    assert world.client("hac").post(reverse("look_again")).status_code == 403
