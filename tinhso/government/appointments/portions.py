"""What appointments know of one person: hours they booked, numbers they took."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.government.appointments.models import Appointment, Ticket
from tinhso.kit.portions import Plain, Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """Appointments and numbers, the newest first."""
    return [_appointments(person), _numbers(person)]


def _appointments(person: UUID) -> Sheet:
    found = Appointment.objects.for_page().of_person(person).order_by("-booked_at", "-id")
    rows = [[one.ref, str(one.office), one.matter.title, local(one.starts_at).isoformat(), one.state] for one in found]
    heads = {"code": _("Code"), "agency": _("Office"), "what": _("What for"), "when": _("When"), "state": _("State")}
    return Sheet("appointments", _("Appointments"), heads, rows)


def _numbers(person: UUID) -> Sheet:
    found = Ticket.objects.for_page().of_person(person).order_by("-taken_at", "-id")
    rows: list[list[Plain]] = [
        [one.ref, str(one.office), one.matter.title, one.number, local(one.taken_at).isoformat(), one.state]
        for one in found
    ]
    heads = {
        "code": _("Code"), "agency": _("Office"), "what": _("What for"), "number": _("Number"), "when": _("When"),
        "state": _("State"),
    }  # fmt: skip
    return Sheet("numbers", _("Numbers at the counter"), heads, rows)
