"""What alerts yield to the wall: everything that fires and is not told of by another."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.kit.saying import say_left
from tinhso.operations.alerts.apps import SEE
from tinhso.operations.alerts.models import Alert
from tinhso.operations.alerts.models.seeing import holder_of, voice_of
from tinhso.warehouse.concerns import Ask, Concern


def open_concerns(ask: Ask) -> Iterator[Concern]:
    """Urgent rules first, of equals what nobody has. One query."""
    reach = ask.rights.places(SEE) if ask.rights else frozenset()
    firing = Alert.objects.loud().for_list()
    if ask.places is not None:
        firing = firing.filter(place__in=ask.places)
    for alert in firing.worst_first()[: ask.most]:
        yield Concern(
            what=voice_of(alert.version).finding(alert.value), indicator=alert.version.told.indicator,
            place=alert.place_id, since=alert.fired_at or alert.since, weight=2 if alert.version.told.urgent else 1,
            holder=holder_of(alert), note=_note(alert),
            href=reverse("alert", args=[alert.uuid]) if reach is None or alert.place_id in reach else "",
        )  # fmt: skip


def _note(alert: Alert) -> str:
    return _("has until then: %(left)s") % {"left": say_left(alert.due_at)} if alert.due_at else ""
