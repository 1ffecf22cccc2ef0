"""What keepers of definitions need besides the definitions themselves: whose a code is, whose calendar counts."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tinhso.core.calendar.domain import WorkingCalendar
from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.actions.definitions import KEEP, draft_definition
from tinhso.core.cases.domain.definition import parse
from tinhso.core.cases.models import Definition
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.passport import systems
from tinhso.kit.refusals import Refusal

__all__ = ["KEEP", "NoSuchSystem", "province_calendar", "write_definition"]


class NoSuchSystem(Refusal):
    """The first part of the code names no system of this installation."""

    sentence = _("The code begins with the name of a system of this house, for example procedures.")
    field = "document"


def write_definition(document: Any, *, by: Actor, at: datetime) -> Definition:
    """Keep a document as the draft of its code, for the system that the code begins with.

    Raises BadDefinition, NoSuchSystem, NotYours.
    """
    code = parse(document).code
    known = Definition.objects.lives_of(code).values_list("system", flat=True).first()
    system = known or code.partition(".")[0]
    if not known and system not in {one.label for one in systems()}:
        raise NoSuchSystem
    return draft_definition(document, system=system, by=by, at=at)


def province_calendar() -> WorkingCalendar:
    """The working calendar of the whole province, by which samples are walked."""
    try:
        return working_calendar((Place.objects.home().pk,))
    except Place.DoesNotExist:
        return working_calendar()
