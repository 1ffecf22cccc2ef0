"""Telling people of their appointments.

A visitor of whom we know nobody looks with the code on paper; what the office changes comes by text message to the
telephone they left, or from an officer.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tinhso.core.notices.actions import tell, tell_number
from tinhso.core.notices.domain.values import Value
from tinhso.events.reactions import Delivered
from tinhso.government.appointments.actions.untold import note_untold
from tinhso.government.appointments.domain.words import Why
from tinhso.government.appointments.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMissed,
    AppointmentMoved,
)
from tinhso.government.appointments.models import Appointment, AppointmentQuerySet

SYSTEM = "appointments"
OF_APPOINTMENT: Mapping[str, str] = {
    AppointmentBooked.name: "booked",
    AppointmentMoved.name: "moved",
    AppointmentCancelled.name: "closed",
    AppointmentMissed.name: "missed",
}
AT_ONCE = 1000
A_DAY = timedelta(days=1)
TIME_TO_CALL = timedelta(minutes=20)
"""What did not go so long before the hour, or in half the time that is left, an officer tells."""


def tell_of_appointment(delivered: Delivered) -> None:
    """Something happened to an appointment that its holder should know; what they called off themselves they know."""
    appointment = _rows().filter(uuid=delivered.about).first()
    if appointment and appointment.person_id is None:
        _tell_visitor(appointment, delivered)
    elif appointment and not (delivered.name == AppointmentCancelled.name and delivered.data["why"] != Why.CLOSED):
        _tell(appointment, OF_APPOINTMENT[delivered.name], cause=str(delivered.seq), at=delivered.at)


def remind(*, at: datetime) -> int:
    """Remind who has an appointment tomorrow or later today; says how many. Each is reminded once of each hour."""
    end = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + 2 * A_DAY
    soon = _rows().holding().filter(starts_at__gt=at, starts_at__lt=end, reminded_at=None, booked_at__lt=at - A_DAY)
    reminded = 0
    while rows := list(soon.order_by("starts_at")[:AT_ONCE]):
        for appointment in rows:
            _tell(appointment, "reminder", cause=f"{appointment.uuid}-{appointment.starts_at:%y%m%d%H%M}", at=at)
        reminded += Appointment.objects.filter(pk__in=[one.pk for one in rows]).update(reminded_at=at)
    return reminded


def _tell_visitor(appointment: Appointment, delivered: Delivered) -> None:
    """Whoever left a telephone gets a text message of what the office changed; who cannot, an officer tells them."""
    if not appointment.starts_at > delivered.at or delivered.data.get("why") != Why.CLOSED:
        return
    kind = OF_APPOINTMENT[delivered.name]
    told = bool(appointment.sealed) and tell_number(
        f"{SYSTEM}.{kind}",
        appointment.phone,
        values=_values(appointment),
        cause=f"{appointment.uuid}-{delivered.seq}",
        language=appointment.language,
        until=appointment.starts_at - min(TIME_TO_CALL, (appointment.starts_at - delivered.at) / 2),
        at=delivered.at,
    )
    if not told:
        note_untold(appointment.uuid, at=delivered.at)


def _values(appointment: Appointment) -> dict[str, Value]:
    return {"code": appointment.ref, "when": appointment.starts_at, "office": appointment.office.organisation.name}


def _tell(appointment: Appointment, kind: str, *, cause: str, at: datetime) -> None:
    tell(
        f"{SYSTEM}.{kind}",
        [appointment.person_id] if appointment.person_id else [],
        values=_values(appointment),
        cause=f"{cause}-{kind}",
        link=_link(appointment),
        until=appointment.starts_at + A_DAY if kind != "missed" else at + 7 * A_DAY,
        at=at,
    )


def _link(appointment: Appointment) -> str:
    try:
        return reverse("appointment", args=[appointment.ref, appointment.token])
    except NoReverseMatch:
        return ""


def _rows() -> AppointmentQuerySet:
    return Appointment.objects.select_related("office__organisation")
