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
    late = list(rows.select_related("case__agency").order_by("case__due_at", "pk")[: ask.most])
    open_to_them = Directive.objects.filter(pk__in=[one.pk for one in late]).reached(ask.rights) if ask.rights else ()
    opened = {one.pk for one in open_to_them}
    for one in late:
        yield Concern(
            what=_("Directive past its day: %(title)s") % {"title": one.title}, indicator=one.indicator,
            place=one.case.place_id, since=one.case.due_at, weight=WEIGHT, holder=one.case.agency.name,
            href=reverse("directive", args=[one.uuid]) if one.pk in opened else "",
        )  # fmt: skip
