"""Which office, appointment or number a page is about."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from tinhso.core.accounts.models.mandates import for_whom_in
from tinhso.government.appointments.actions.booking import SYSTEM
from tinhso.government.appointments.actions.offices import SERVE
from tinhso.government.appointments.models import Appointment, Counter, Office, Sitting, Ticket
from tinhso.government.appointments.models.slips import address_mark, opened_by
from tinhso.kit.doors import Request

KIOSK = "queue_kiosk"
Row = TypeVar("Row", Appointment, Ticket)


def whose(request: Request) -> UUID | None:
    """Whose hours these are: None for who acts by a leave that does not cover appointments."""
    return for_whom_in(request.actor, SYSTEM, at=request.at)


def office_open(uuid: UUID) -> Office:
    """An office that receives people (404 for any other)."""
    return get_object_or_404(Office.objects.receiving(), uuid=uuid)


def offices_in_reach(request: Request, permission: str) -> list[Office]:
    """The offices with a queue where the asker may do a thing."""
    return list(Office.objects.receiving().within_reach(request.rights, permission).by_name()[:50])


def office_in_reach(request: Request, uuid: UUID, permission: str) -> Office:
    """One of them (404 for any other)."""
    return get_object_or_404(Office.objects.receiving().within_reach(request.rights, permission), uuid=uuid)


def ticket_in_reach(request: Request, uuid: UUID) -> Ticket:
    """A number of an office where the asker serves (404 for any other)."""
    found = get_object_or_404(Ticket.objects.for_page(), uuid=uuid)
    office = found.office
    if not request.rights.may(SERVE, place=office.place, agency=office.organisation_id):
        raise Http404
    return found


def seat_of(request: Request) -> Counter | None:
    """The counter at which the asker sits today."""
    rows = Sitting.objects.open_on(today(request)).filter(account=request.actor.account)
    found = rows.select_related("counter__office__organisation__place").first()
    return found.counter if found else None


def appointment_of_slip(ref: str, token: str) -> Appointment:
    """The appointment of a code and its long secret (404 for any other pair)."""
    return _opened(Appointment.objects.for_page().filter(ref=ref[:20]).first(), token)


def ticket_of_slip(ref: str, token: str) -> Ticket:
    """The number of a code and its long secret (404 for any other pair)."""
    return _opened(Ticket.objects.for_page().filter(ref=ref[:20]).first(), token)


def _opened(row: Row | None, token: str) -> Row:
    found = opened_by(row, token)
    if found is None:
        raise Http404
    return found


def today(request: Request) -> date:
    return timezone.localdate(request.at)


def address_hash(request: Request) -> str:
    """The keyed hash of the asker's address."""
    return address_mark(request.META.get("REMOTE_ADDR", ""))
