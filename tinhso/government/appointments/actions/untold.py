"""Visitors whom no message reached: an officer tells them what the office changed, and says that it is done."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.appointments.actions.offices import SERVE, require_at
from tinhso.government.appointments.events import VisitorTold
from tinhso.government.appointments.models import Appointment
from tinhso.kit.actors import Actor

OURS = "appointments."
_A_UUID = 36


def note_untold(appointment: UUID, *, at: datetime) -> None:
    """Put a visitor among those whom an officer must tell, while the hour is ahead."""
    ahead = Appointment.objects.filter(uuid=appointment, person=None, untold_at=None, starts_at__gt=at)
    ahead.update(untold_at=at)


def not_reached(kind: str, cause: str, *, at: datetime) -> None:
    """A text message of ours did not go; its cause begins with the uuid of the appointment."""
    if kind.startswith(OURS):
        with suppress(ValueError):
            note_untold(UUID(cause[:_A_UUID]), at=at)


@transaction.atomic
def tell_visitor(appointment: Appointment, *, by: Actor, at: datetime) -> Appointment:
    """The officer has told them. Doing it twice is doing it once. Raises NotYours."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("office__organisation__place", "matter")
    appointment = rows.get(pk=appointment.pk)
    require_at(appointment.office, by, SERVE, at=at)
    if appointment.untold_at is None:
        return appointment
    appointment.untold_at = None
    appointment.save(update_fields=["untold_at"])
    told = VisitorTold(office=appointment.office_id, matter=Code(appointment.matter.code))
    record(told, about=appointment, by=by, at=at, place=appointment.office.place)
    return appointment
