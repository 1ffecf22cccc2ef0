"""The report of something broken, for phones with ODK Collect."""

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tinhso.core.openrosa.domain.offered import Choice, Offered
from tinhso.core.people.models import Person
from tinhso.government.petitions.domain.topics import OTHER
from tinhso.government.petitions.forms.reporting import ReportForm
from tinhso.government.petitions.models import Topic
from tinhso.kit.actors import Actor


def _report(by: Actor, _at: datetime) -> forms.Form | None:
    """As the page makes it for someone who is known."""
    if by.person is None:
        return None
    person = Person.objects.current().select_related("home__parent").filter(uuid=by.person).first()
    return ReportForm(person=person)


def _topics() -> Sequence[Choice]:
    """Every picture of the page in one list, each below the one that leads to it; what fits nowhere comes last."""
    topics = sorted(Topic.objects.current().in_order(), key=lambda one: one.code == OTHER)
    below = {one.pk: [other for other in topics if other.parent_id == one.pk] for one in topics}
    tops = [one for one in topics if one.parent_id is None]
    return [Choice(one.code, _title(one), one.icon) for top in tops for one in (top, *below[top.pk])]


def _said(topic: Topic) -> str:
    return topic.title


_title = lazy(_said, str)
"""A topic in the language in which the form is then read."""

FORMS = (
    Offered(
        name="report",
        title=_("Report something"),
        url="report",
        form=_report,
        left_out=frozenset({"chosen_before"}),
        labels={"topic": _("What is it about?"), "point": _("Where is it?")},
        choices={"topic": _topics},
        points={"point": ("lat", "lon")},
    ),
)
