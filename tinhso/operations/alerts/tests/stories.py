"""What the stories of alerts share: a number that nobody else counts, and days on which it was so and so."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from conftest import World
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.operations.alerts.actions.looking import look
from tinhso.operations.alerts.actions.rules import draft_rule, enter_rule, publish_rule
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.models import Alert, Rule
from tinhso.warehouse.models import Fact

SYSTEM = Actor.system()
LATE, SHARE = "procedures.overdue", "procedures.rated_one"
NOON = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))
"""No quiet hour, whatever the time of the test."""


def who(world: World, name: str) -> Actor:
    account = world.account(name)
    return Actor(account=account.pk, person=account.person_id, post=account.posts.values_list("pk", flat=True).first())


def commune_of(world: World, name: str = "hac") -> Place:
    return world.account(name).posts.get().place


def a_rule(code: str = "thu", *, place: Place | None = None, **told: object) -> Rule:
    """A published rule: more than four late dossiers in a commune, unless told otherwise."""
    says = {"indicator": LATE, "kind": "threshold", "value": 4} | told
    rule = enter_rule(code, {"vi": "Thử"}, place or Place.objects.home(), by=SYSTEM, at=NOON)
    draft_rule(rule, RuleTold.model_validate(says), reason="Thử", by=SYSTEM, at=NOON)
    publish_rule(rule, by=SYSTEM, at=NOON)
    return rule


def only(rule: Rule) -> None:
    """What other rules see is not told here."""
    Rule.objects.exclude(pk=rule.pk).update(retired_at=NOON, retired_why="thử")
    Alert.objects.all().delete()


def seen(place: Place | None, number: int, *, of: int | None = None, at: datetime = NOON, code: str = LATE) -> None:
    """A fact of that day, in place of what was said before."""
    day, place_id = timezone.localdate(at), place.pk if place else None
    Fact.objects.filter(indicator=code, day=day, place=place_id, desk=None).delete()
    Fact.objects.create(indicator=code, place=place_id, day=day, numerator=number, denominator=of, counted_at=at)


def forget(code: str = LATE) -> None:
    Fact.objects.filter(indicator=code).delete()


def looked(at: datetime = NOON, **later: float) -> list[Alert]:
    """Look at that time, or so much later; what stands then."""
    look(by=SYSTEM, at=at + timedelta(**later))
    return list(Alert.objects.standing().select_related("place", "rule").order_by("pk"))
