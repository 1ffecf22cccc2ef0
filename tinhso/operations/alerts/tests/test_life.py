"""The life of an alert: it begins, somebody has it, and it ends by itself when the number is good again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.core.notices.models import Notice
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.events.log import history
from tinhso.events.reactions import Delivered
from tinhso.operations.alerts.actions.duties import CannotSeeAlerts, HasItAlready, WeekOver, hand_over_duty, set_duty
from tinhso.operations.alerts.actions.rules import draft_rule, publish_rule, retire_rule
from tinhso.operations.alerts.actions.silencing import EndsTooSoon, LastsTooLong, lift_silence, silence_alerts
from tinhso.operations.alerts.actions.taking import AlertOver, TakenAlready, acknowledge_alert
from tinhso.operations.alerts.concerns import open_concerns
from tinhso.operations.alerts.models import Alert, Duty, Rule, Silence
from tinhso.operations.alerts.reactions import an_office_has_it, nobody_has_it
from tinhso.operations.alerts.tests.stories import (
    LATE,
    NOON,
    SHARE,
    a_rule,
    commune_of,
    forget,
    looked,
    only,
    seen,
    who,
)
from tinhso.warehouse.concerns import Ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(world):
    """Hặc's commune, and nothing known of any number."""
    forget()
    forget(SHARE)
    Duty.objects.all().delete()
    set_duty(timezone.localdate(NOON), world.account("inh").posts.get(), by=who(world, "inh"), at=NOON)
    Notice.objects.all().delete()
    return commune_of(world)


def told(name="alerts.fired"):
    return Notice.objects.filter(wording__kind__code=name)


def test_inh_sees_a_commune_turn_red_takes_it_on_and_it_ends_by_itself(world, home):
    only(a_rule(value=4, clear=2))
    seen(home, 4)
    assert looked() == []
    seen(home, 6)
    (alert,) = looked(minutes=5)
    assert (alert.place, alert.state, alert.value) == (home, "firing", 6)
    assert told().count() == 1
    inh = world.client("inh")
    page = inh.get(reverse("alerts")).content.decode()
    assert home.full_name in page
    assert "Chưa ai lo" in page
    address = reverse("alert", args=[alert.uuid])
    assert "<svg" in inh.get(address).content.decode()
    assert inh.post(reverse("acknowledge_alert", args=[alert.uuid])).status_code == 302
    assert "Chưa ai lo" not in inh.get(reverse("alerts")).content.decode()
    with pytest.raises(TakenAlready):
        acknowledge_alert(alert, by=who(world, "inh"), at=NOON)
    seen(home, 3)
    assert len(looked(minutes=10)) == 1, "past the value that raises it, but not past the one that clears it"
    seen(home, 2)
    assert looked(minutes=15) == []
    alert.refresh_from_db()
    assert (alert.state, alert.ended_why, alert.value) == ("ended", "recovered", 2)
    assert [one.event.name for one in history(alert)] == [
        "alerts.AlertFired", "alerts.AlertAcknowledged", "alerts.AlertEnded",
    ]  # fmt: skip
    assert told("alerts.ended").count() == 1
    assert "Tự hết" in inh.get(address).content.decode()
    with pytest.raises(AlertOver):
        acknowledge_alert(alert, by=who(world, "inh"), at=NOON)


def test_one_alert_a_rule_and_place_however_often_it_is_looked_at(world, home):
    only(a_rule())
    seen(home, 9)
    for minutes in (0, 5, 10):
        assert len(looked(minutes=minutes)) == 1
    assert told().count() == 1
    assert Alert.objects.count() == 1


def test_it_must_be_bad_for_long_enough_and_what_passes_leaves_nothing(world, home):
    only(a_rule(hold_hours=2, keep_hours=1))
    seen(home, 9)
    (alert,) = looked()
    assert alert.state == "pending"
    assert not told().exists()
    page = world.client("inh").get(reverse("alerts")).content.decode()
    assert home.full_name in page
    seen(home, 0)
    assert looked(minutes=30) == []
    assert not Alert.objects.exists()
    seen(home, 9)
    looked(minutes=31)
    (alert,) = looked(minutes=151)
    assert alert.state == "firing"
    seen(home, 0)
    assert looked(minutes=155)[0].state == "firing", "good, but not for an hour"
    assert looked(minutes=215) == []


def test_what_is_absent_is_never_zero_and_ends_nothing(world, home):
    """Of a share nothing is known today; of a stock that nobody asked neither."""
    only(a_rule(indicator=SHARE, value=30))
    seen(home, 5, of=10, code=SHARE)
    (alert,) = looked()
    assert alert.value == 50
    forget(SHARE)
    (alert,) = looked(minutes=5)
    assert (alert.state, alert.value, alert.doubt) == ("firing", None, "nothing_known")
    assert "không phải là 0" in world.client("inh").get(reverse("alert", args=[alert.uuid])).content.decode()
    seen(home, 0, of=0, code=SHARE)
    assert looked(minutes=10)[0].doubt == "nothing_to_divide_by"
    seen(home, 0, of=10, code=SHARE)
    assert looked(minutes=15) == []


def test_a_share_over_a_hundred_percent_is_not_judged(world, home):
    only(a_rule(indicator=SHARE, value=30))
    seen(home, 12, of=10, code=SHARE)
    assert looked() == []


def test_a_stock_that_was_asked_knows_of_none_where_it_names_nobody(world, home):
    """Hặc's commune answers nothing any more, but another does: it has none, so the alert ends."""
    only(a_rule())
    seen(home, 9)
    assert len(looked()) == 1
    forget()
    seen(None, 0)
    assert looked(minutes=5) == []


def test_where_nothing_comes_in_somebody_is_wanted(world, home):
    rule = a_rule(indicator="procedures.received", kind="absence", window=3, value=None)
    only(rule)
    forget("procedures.received")
    others = Place.objects.within(Place.objects.home()).current().communes().count() - 1
    seen(home, 1, at=NOON - timedelta(days=2), code="procedures.received")
    assert len(looked()) == others, "two silent days are not three"
    seen(home, 1, code="procedures.received")
    assert len(looked(minutes=5)) == others


def test_the_province_speaks_for_its_communes_and_one_rule_for_another(world, home):
    """Both levels fire: one message. Then a rule that keeps another silent."""
    rule = a_rule(level="both", value=4)
    only(rule)
    seen(home, 9)
    above, below = looked()
    assert (above.place.kind, below.inhibited_by) == ("province", above)
    assert told().count() == 1
    assert Alert.objects.loud().get() == above
    again = a_rule("khac", value=4, inhibits=["thu"], level="province")
    looked(minutes=5)
    assert Alert.objects.loud().get().rule == again, "it speaks for the province and for its communes"


def test_at_night_only_what_is_urgent_is_told_and_the_alert_stands(world, home):
    night = NOON.replace(hour=23)
    only(a_rule())
    seen(home, 9)
    (alert,) = looked(night)
    assert (alert.state, alert.told_at) == ("firing", None)
    a_rule("gap", urgent=True)
    looked(night, minutes=5)
    assert told().count() == 1
    morning = night + timedelta(hours=9)
    seen(home, 9, at=morning)
    looked(morning)
    assert told().count() == 2


def test_nobody_is_told_of_what_is_silenced_with_a_reason_and_an_end(world, home):
    rule = a_rule()
    only(rule)
    inh, at = world.client("inh"), timezone.now()
    by = who(world, "inh")
    for until, refusal in ((at, EndsTooSoon), (at + timedelta(days=40), LastsTooLong)):
        with pytest.raises(refusal):
            silence_alerts(rule, home, reason="Họp", until=until, by=by, at=at)
    hour, everywhere = timedelta(hours=1), Place.objects.home()
    silence = silence_alerts(rule, everywhere, reason="Đổi máy chủ", until=NOON + hour, by=by, at=NOON - hour)
    seen(home, 9)
    (alert,) = looked()
    assert not told().exists()
    looked(hours=2)
    assert told().count() == 1, "the silence has ended, the alert stands"
    Silence.objects.filter(pk=silence.pk).update(begins_at=at, until=at + timedelta(days=1))
    assert "Đổi máy chủ" in inh.get(reverse("alert", args=[alert.uuid])).content.decode()
    assert inh.post(reverse("lift_silence", args=[silence.uuid])).status_code == 302
    sent = {"days": "2", "reason": "Xã họp dân"}
    assert inh.post(reverse("silence_alert", args=[alert.uuid]), sent).status_code == 302
    assert inh.post(reverse("silence_alert", args=[alert.uuid]), {"days": "2"}).status_code == 400
    assert world.client("hac").post(reverse("silence_alert", args=[alert.uuid]), sent).status_code == 403
    lift_silence(Silence.objects.holding(timezone.now()).get(), by=by, at=timezone.now())


def test_who_has_the_week_is_told_and_hands_it_over(world, home):
    """Inh has the week, then Xuân; nobody gets one who cannot see the whole province."""
    inh, xuan, hac = (world.account(name).posts.get() for name in ("inh", "xuan", "hac"))
    by, today = who(world, "inh"), timezone.localdate(NOON)
    with pytest.raises(CannotSeeAlerts):
        set_duty(today, hac, by=by, at=NOON)
    with pytest.raises(WeekOver):
        set_duty(today - timedelta(days=7), inh, by=by, at=NOON)
    duty = set_duty(today, xuan, by=by, at=NOON)
    only(a_rule())
    seen(home, 9)
    looked()
    assert told().get().person == world.person("xuan").uuid
    sent = {"post": str(inh.uuid), "note": "Xã đang xử lý"}
    address = reverse("hand_over_duty", args=[duty.uuid])
    assert world.client("hac").post(address, sent).status_code == 404
    assert world.client("xuan").post(address, sent).status_code == 302
    assert told("alerts.on_duty").get().person == world.person("inh").uuid
    with pytest.raises(HasItAlready):
        hand_over_duty(duty, inh, note="", by=by, at=NOON)
    page = world.client("inh").get(reverse("duties")).content.decode()
    assert "Xã đang xử lý" in page
    monday = duty.monday + timedelta(days=7)
    sent = {"monday": monday.isoformat(), "post": str(xuan.uuid)}
    assert world.client("inh").post(reverse("duties"), sent).status_code == 302


def test_a_directive_says_who_has_it_and_a_recalled_one_nobody(world, home):
    only(a_rule())
    seen(home, 9)
    (alert,) = looked()
    ask = Ask(places=frozenset({home.pk}), at=NOON)
    (concern,) = open_concerns(ask)
    assert (concern.place, concern.indicator, concern.holder) == (home.pk, LATE, "")
    office, directive = Organisation.objects.offices().at(home).first(), uuid4()
    data = {
        "alert": str(alert.uuid), "indicator": LATE, "place": home.pk, "receiver": office.pk, "parent": None,
        "deadline": (NOON + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    issued = Delivered(
        seq=1, name="directives.DirectiveIssued", version=1, data=data, about_kind="directives.directive",
        about=str(directive), place=home.pk, at=NOON,
    )  # fmt: skip
    for _twice in range(2):
        an_office_has_it(issued)
    alert.refresh_from_db()
    assert (alert.given_to, alert.directive) == (office, directive)
    assert [one.event.name for one in history(alert)].count("alerts.AlertGivenOut") == 1
    assert next(open_concerns(ask)).holder == office.name
    assert office.name in world.client("inh").get(reverse("alert", args=[alert.uuid])).content.decode()
    nobody_has_it(issued)
    assert next(open_concerns(ask)).holder == ""


def test_a_rule_that_flaps_is_found_and_told_once(world, home):
    rule = a_rule()
    only(rule)
    for times in range(4):
        seen(home, 9)
        looked(hours=times)
        seen(home, 0)
        looked(hours=times, minutes=5)
    rule.refresh_from_db()
    assert rule.flapping_since
    assert told().count() == 2, "from the third time on nobody is told of the place"
    assert told("alerts.flaps").count() == 1
    assert "chập chờn" in world.client("xuan").get(reverse("alert_rule", args=[rule.code])).content.decode()
    looked(days=8)
    rule.refresh_from_db()
    assert rule.flapping_since is None


def test_a_stopped_rule_and_a_place_that_is_gone_end_what_fires(world, home):
    rule = a_rule()
    only(rule)
    seen(home, 9)
    looked()
    Place.objects.filter(pk=home.pk).update(valid_to=timezone.localdate(NOON))
    assert looked(minutes=5) == []
    assert Alert.objects.get().ended_why == "place_gone"
    Place.objects.filter(pk=home.pk).update(valid_to=None)
    looked(minutes=10)
    retire_rule(rule, reason="Không cần nữa", by=who(world, "xuan"), at=NOON)
    assert set(Alert.objects.values_list("ended_why", flat=True)) == {"place_gone", "rule_retired"}
    assert "Không cần nữa" in world.client("inh").get(reverse("alert_rule", args=[rule.code])).content.decode()


def test_a_stricter_rule_takes_over_what_fires(world, home):
    rule = a_rule(value=4)
    only(rule)
    seen(home, 6)
    (alert,) = looked()
    wider = rule.versions.get().told.model_copy(update={"value": 7})
    version = draft_rule(rule, wider, reason="Nới", by=who(world, "xuan"), at=NOON)
    publish_rule(rule, by=who(world, "xuan"), at=NOON)
    assert version.number == 2
    assert looked(minutes=5) == [], "what holds now clears it"
    alert.refresh_from_db()
    assert alert.version == rule.versions.get(number=2)


def test_an_officer_sees_the_alerts_of_their_commune_only(world, home):
    only(a_rule())
    other = Place.objects.within(Place.objects.home()).current().communes().exclude(pk=home.pk).first()
    seen(home, 9)
    seen(other, 9)
    mine, theirs = sorted(looked(), key=lambda one: one.place != home)
    hac = world.client("hac")
    page = hac.get(reverse("alerts")).content.decode()
    assert home.full_name in page
    assert other.full_name not in page
    assert hac.get(reverse("alert", args=[mine.uuid])).status_code == 200
    assert hac.get(reverse("alert", args=[theirs.uuid])).status_code == 404
    assert Rule.objects.standing().count() == 1
