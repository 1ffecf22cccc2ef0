"""What a member carries along of the team's work: what is planned in the village, and the form of a visit."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.kit.packing import Ask, Part, Row
from tinhso.kit.saying import say_date
from tinhso.society.teams.models import Activity, Team


def pack(ask: Ask) -> Iterator[Part]:
    """The plan of the village's team, the earliest first; always the way to write down a visit."""
    team = Team.objects.standing().filter(place=ask.village).first()
    if team is None:
        return
    planned = list(Activity.objects.filter(team=team).planned().order_by("on", "pk")[:25])
    today = timezone.localdate(ask.at)
    visit = Row(id=str(team.uuid), title=_("Write down a visit"), url=reverse("visit"))
    rows = [Row(id=str(one.uuid), title=one.title or str(one.kind_said), notes=[_day(one, today)]) for one in planned]
    newest = max([team.formed_at, *(one.written_at for one in planned)])
    yield Part(name="team", newest=newest, rows=[visit, *rows])


def _day(one: Activity, today: object) -> str:
    return _("Today") if one.on == today else say_date(one.on)
