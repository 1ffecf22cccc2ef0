"""The visit of a team, for phones with ODK Collect."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.openrosa.domain.offered import Offered
from tinhso.kit.actors import Actor
from tinhso.society.teams.forms.activities import EARLIER, VisitForm
from tinhso.society.teams.models import Member, Team


def _visit(by: Actor, at: datetime) -> forms.Form | None:
    """As the page makes it; only for members of a team."""
    teams = list(Team.objects.filter(members__in=Member.objects.now().of_person(by.person)).order_by("pk"))
    return VisitForm(teams=teams, made_at=at) if teams else None


FORMS = (
    Offered(
        name="visit", title=_("Write down a visit"), url="visit", form=_visit,
        only_if={"on": ("when", EARLIER)},
    ),
)  # fmt: skip
