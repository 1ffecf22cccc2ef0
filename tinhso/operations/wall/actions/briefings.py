"""The morning put into words, once a day, and told to the leaders."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from tinhso.core.accounts.models import Post
from tinhso.core.notices.actions import tell
from tinhso.core.notices.domain.values import Value
from tinhso.core.places.models import home_line
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.operations.wall.events import BriefingMade
from tinhso.operations.wall.models import Briefing
from tinhso.operations.wall.models.picture import picture
from tinhso.operations.wall.models.told import LANGUAGE
from tinhso.operations.wall.models.told import tell as told

FRESH = timedelta(hours=12)


@transaction.atomic
def make_briefing(*, at: datetime) -> Briefing:
    """Write down what this morning is like. A second time the same day changes nothing."""
    day = timezone.localdate(at)
    if found := Briefing.objects.filter(day=day).first():
        return found
    with translation.override(LANGUAGE):
        seen = picture(places=None, at=at)
    briefing = Briefing.objects.create(day=day, told=told(seen), made_at=at)

    record(BriefingMade(looked_at=seen.looked_at), about=briefing, by=Actor.system(), at=at, place=home_line().id)
    return briefing


def tell_leaders(briefing: Briefing, *, at: datetime) -> int:
    """Tell whoever leads the province now. Returns how many."""
    leaders = Post.objects.in_force(at).filter(role="leader", account__is_active=True, account__person__isnull=False)
    values: dict[str, Value] = {"day": briefing.made_at, "sentence": str(briefing.told["sentence"])}
    people = leaders.values_list("account__person__uuid", flat=True)
    return tell(
        "wall.briefing", [person for person in people if person], values=values, cause=f"{briefing.uuid}-briefing",
        link=reverse("briefing"), until=at + FRESH, at=at,
    )  # fmt: skip
