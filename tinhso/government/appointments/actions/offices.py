"""Setting up the counters of an office, and sitting down at one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.organisations.models import Organisation
from tinhso.events.log import record
from tinhso.government.appointments.events import (
    CounterLeft,
    CounterManned,
    CounterRemoved,
    CounterSet,
    OfficeHoursChanged,
    OfficeOpened,
)
from tinhso.government.appointments.models import Counter, Matter, Office, Opening, QueueDay, Sitting, Ticket
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal

SERVE, KEEP = "serve_counter", "keep_counters"


class ServesNothing(Refusal):
    sentence = _("Choose what this counter serves.")
    field = "serves"


class StillCalled(Refusal):
    sentence = _("Somebody was called to this counter. Finish with them first.")


class EndsBefore(Refusal):
    sentence = _("The hours must end after they begin, on the same day.")
    field = "ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """How hours of an office are booked; minutes and counts as in `Office`."""

    slot_minutes: int
    per_slot: int
    days_ahead: int
    booked_first: int
    grace: int


@transaction.atomic
def open_office(organisation: Organisation, *, by: Actor, at: datetime) -> Office:
    """Give an office a queue. It has one already: that one."""
    require(by, KEEP, at=at, place=organisation.place_id, agency=organisation.pk)
    office, new = Office.objects.get_or_create(organisation=organisation)
    if new or office.closed_at:
        office.closed_at = None
        office.save(update_fields=["closed_at"])
        record(OfficeOpened(), about=office, by=by, at=at, place=organisation.place_id)
    return office


@transaction.atomic
def change_booking(office: Office, booking: Booking, *, by: Actor, at: datetime) -> Office:
    """Say how hours are booked. Appointments that stand are left as they are. Raises NotYours."""
    require_at(office, by, KEEP, at=at)
    office = Office.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=office.pk)
    for name in Booking.__slots__:
        setattr(office, name, getattr(booking, name))
    office.save(update_fields=list(Booking.__slots__))
    record(OfficeHoursChanged(), about=office, by=by, at=at, place=office.place)
    return office


@transaction.atomic
def add_opening(office: Office, *, starts: datetime, ends: datetime, why: str, by: Actor, at: datetime) -> Opening:
    """Receive people beside the hours of the calendar, on a market day. Raises NotYours, EndsBefore."""
    require_at(office, by, KEEP, at=at)
    if not starts < ends or timezone.localdate(starts) != timezone.localdate(ends):
        raise EndsBefore
    opening, _new = Opening.objects.update_or_create(
        office=office, starts_at=starts, defaults={"ends_at": ends, "why": why.strip()[:120]}
    )
    record(OfficeHoursChanged(), about=office, by=by, at=at, place=office.place)
    return opening


@transaction.atomic
def set_counter(office: Office, number: int, *, serves: Collection[str], by: Actor, at: datetime) -> Counter:
    """Make a counter, or let it serve other matters. Raises NotYours, ServesNothing."""
    require_at(office, by, KEEP, at=at)
    known = list(Matter.objects.filter(retired_at=None, code__in=serves).values_list("code", flat=True))
    if not known:
        raise ServesNothing
    counter, _new = Counter.objects.update_or_create(
        office=office, number=number, closed_at=None, defaults={"serves": known}
    )
    record(CounterSet(counter=number, matters=len(known)), about=office, by=by, at=at, place=office.place)
    return counter


@transaction.atomic
def remove_counter(counter: Counter, *, by: Actor, at: datetime) -> None:
    """Take a counter away; who was sent to it may go to any other. Raises NotYours, StillCalled."""
    _turned(counter.office, timezone.localdate(at))
    counter = Counter.objects.select_for_update(of=("self",)).select_related("office__organisation").get(pk=counter.pk)
    require_at(counter.office, by, KEEP, at=at)
    if counter.closed_at:
        return
    if Ticket.objects.filter(counter=counter, state="called").exists():
        raise StillCalled
    Ticket.objects.waiting(counter.office_id, timezone.localdate(at)).filter(sent_to=counter).update(sent_to=None)
    Sitting.objects.filter(counter=counter, until=None).update(until=at)
    counter.closed_at = at
    counter.save(update_fields=["closed_at"])
    record(CounterRemoved(counter=counter.number), about=counter.office, by=by, at=at, place=counter.office.place)


@transaction.atomic
def sit_down(counter: Counter, *, by: Actor, at: datetime) -> Sitting:
    """Work at a counter from now on. Whoever sat there goes; so does oneself from another counter. Raises NotYours."""
    _turned(counter.office, timezone.localdate(at))
    counter = Counter.objects.select_for_update(of=("self",)).select_related("office__organisation").get(pk=counter.pk)
    require_at(counter.office, by, SERVE, at=at)
    if by.account is None or counter.closed_at:
        raise NotYours
    day = timezone.localdate(at)
    here = Sitting.objects.filter(counter=counter, account=by.account, until=None, day=day).first()
    if here:
        return here
    Sitting.objects.filter(counter=counter, until=None).update(until=at)
    Sitting.objects.filter(account=by.account, until=None).update(until=at)
    sitting = Sitting.objects.create(counter=counter, account_id=by.account, day=day, since=at)
    record(CounterManned(counter=counter.number), about=counter.office, by=by, at=at, place=counter.office.place)
    return sitting


@transaction.atomic
def leave(counter: Counter, *, by: Actor, at: datetime) -> None:
    """Leave a counter; a number that was called there must be finished before. Raises StillCalled."""
    _turned(counter.office, timezone.localdate(at))
    sitting = Sitting.objects.select_for_update().filter(counter=counter, account=by.account, until=None).first()
    if sitting is None:
        return
    if Ticket.objects.filter(counter=counter, state="called").exists():
        raise StillCalled
    sitting.until = at
    sitting.save(update_fields=["until"])
    record(CounterLeft(counter=counter.number), about=counter.office, by=by, at=at, place=counter.office.place)


def require_at(office: Office, by: Actor, permission: str, *, at: datetime) -> None:
    """Raise NotYours unless the actor may do it at this office."""
    require(by, permission, at=at, place=office.place, agency=office.organisation_id)


def _turned(office: Office, day: date) -> None:
    """Screens are to be drawn anew. The day is locked before counters are, so that nobody is called meanwhile."""
    for row in QueueDay.objects.select_for_update().filter(office=office, day=day):
        row.turn += 1
        row.save(update_fields=["turn"])
