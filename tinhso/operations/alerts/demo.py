"""Demo life: two weeks of what stood open, as it would have been asked each evening; a roster; what fires today.

The rules are those that come with the product, but for one that is set to what Hặc's commune has in work, so that one
more petition lets it turn red and one answer lets it recover.
"""

from datetime import timedelta

from django.utils import timezone

from tinhso.core.accounts.demo import persona
from tinhso.core.accounts.models import Post
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo
from tinhso.operations.alerts.actions.duties import set_duty
from tinhso.operations.alerts.actions.looking import look
from tinhso.operations.alerts.actions.rules import draft_rule, enter_rule, publish_rule
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.warehouse.actions import take_stock
from tinhso.warehouse.models import Fact

AFTER = ("accounts", "organisations", "places", "procedures", "petitions", "strategy", "teams")
EVENINGS = 14
IN_WORK = "petitions.open"
TITLE = {
    "vi": "Nhiều phản ánh chưa trả lời",
    "en": "Many petitions without an answer",
    "id": "Banyak aduan belum dijawab",
}


def fill(demo: Demo) -> None:
    """From the oldest evening to now."""
    for gone in range(EVENINGS, -1, -1):
        at = demo.now - timedelta(days=gone)
        take_stock(at=at)
        demo.step((EVENINGS - gone + 1) / (EVENINGS + 3))
    _fill_roster(demo)
    _watch_petitions(demo)
    look(by=Actor.system(), at=demo.now)
    demo.step(1)


def _fill_roster(demo: Demo) -> None:
    for week, name in enumerate(("inh", "xuan")):
        monday = timezone.localdate(demo.now) + timedelta(weeks=week)
        set_duty(monday, _post(name), by=Actor.system(), at=demo.now)


def _watch_petitions(demo: Demo) -> None:
    """One more petition than now in Hặc's commune wants somebody."""
    today, home = timezone.localdate(demo.now), _post("hac").place
    now = Fact.objects.of(IN_WORK, first=today, last=today).filter(place=home.pk).values_list("numerator", flat=True)
    rule = enter_rule("many-petitions", TITLE, home, by=Actor.system(), at=demo.now)
    told = RuleTold.model_validate({"indicator": IN_WORK, "kind": "threshold", "value": sum(now)})
    draft_rule(rule, told, reason="Quy tắc minh họa của bản dùng thử", by=Actor.system(), at=demo.now)
    publish_rule(rule, by=Actor.system(), at=demo.now)


def _post(name: str) -> Post:
    return persona(name).posts.select_related("account", "place").get()
