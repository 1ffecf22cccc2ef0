"""What stands out: directives whose day has passed without an answer."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.operations.directives.domain.words import RUNNING
from tinhso.operations.directives.models import Directive
from tinhso.warehouse.concerns import Ask, Concern

WEIGHT = 1.5
"""Worth a look, and more so than a remark: somebody promised it."""


def open_concerns(ask: Ask) -> Iterator[Concern]:
    """Late ones, the longest late first; of a part only the whole is told."""
    rows = Directive.objects.late(ask.at).filter(case__state__in=RUNNING, parent=None)
    rows = rows if ask.places is None else rows.filter(case__place__in=ask.places)
    for one in rows.select_related("case__agency").order_by("case__due_at", "pk")[: ask.most]:
        yield Concern(
            what=_("Directive past its day: %(title)s") % {"title": one.title}, indicator=one.indicator,
            place=one.case.place_id, since=one.case.due_at, weight=WEIGHT, holder=one.case.agency.name,
            href=reverse("directive", args=[one.uuid]),
        )  # fmt: skip
