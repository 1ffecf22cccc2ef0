"""The end of a day: who still waited, who stayed away, how long it took and how right we were."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.appointments.domain.waiting import quantile
from tinhso.government.appointments.domain.words import Booked, Standing
from tinhso.government.appointments.events import AppointmentMissed, QueueDayClosed
from tinhso.government.appointments.models import Appointment, Office, QueueDay, Sitting, Ticket
from tinhso.government.appointments.models.numbers import counted
from tinhso.kit.actors import Actor


def close_past_days(*, by: Actor, at: datetime) -> int:
    """Close every queue of a day that is over, each by itself; says how many."""
    today = timezone.localdate(at)
    Sitting.objects.filter(until=None, day__lt=today).update(until=at)
    open_days = list(QueueDay.objects.filter(closed_at=None, day__lt=today).order_by("pk"))
    for queue in open_days:
        close_queue(queue, by=by, at=at)
    return len(open_days)


@transaction.atomic
def close_queue(queue: QueueDay, *, by: Actor, at: datetime) -> QueueDay:
    """Count a day. Who stood at a counter was served, though nobody said so; who waited was not."""
    queue = QueueDay.objects.select_for_update(of=("self",)).select_related("office__organisation").get(pk=queue.pk)
    if queue.closed_at:
        return queue
    tickets = Ticket.objects.of_day(queue.office_id, queue.day)
    tickets.filter(state=Standing.CALLED).update(state=Standing.SERVED, ended_at=at)
    tickets.filter(state=Standing.WAITS).update(state=Standing.UNSERVED, ended_at=at)
    went = counted(queue.office_id, queue.day)
    queue.served, queue.missed, queue.unserved = went.served, went.missed, went.unserved
    queue.wait_middle, queue.wait_tenth = quantile(went.waits, 0.5), quantile(went.waits, 0.9)
    queue.told, queue.right, queue.closed_at = went.told, went.right, at
    queue.turn += 1
    queue.save()
    closed = QueueDayClosed(office=queue.office_id, day=queue.day, served=queue.served, unserved=queue.unserved)
    record(closed, about=queue, by=by, at=at, place=queue.office.place)
    return queue


def miss_appointments(*, by: Actor, at: datetime) -> int:
    """Appointments of days that are over to which nobody came; says how many. Nobody is blamed."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    late = Appointment.objects.holding().filter(starts_at__lt=midnight).order_by("starts_at")
    return sum(_missed(pk, by=by, at=at) for pk in list(late.values_list("pk", flat=True)))


@transaction.atomic
def _missed(pk: int, *, by: Actor, at: datetime) -> bool:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("office__organisation", "matter")
    appointment = rows.get(pk=pk)
    if not appointment.holds:
        return False
    appointment.state, appointment.ended_at = Booked.MISSED, at
    appointment.save(update_fields=["state", "ended_at"])
    missed = AppointmentMissed(office=appointment.office_id, matter=Code(appointment.matter.code))
    record(missed, about=appointment, by=by, at=at, place=appointment.office.place)
    _stayed_away(appointment.office, timezone.localdate(appointment.starts_at))
    return True


def _stayed_away(office: Office, day: date) -> None:
    queue, _new = QueueDay.objects.get_or_create(office=office, day=day)
    queue.stayed_away += 1
    queue.save(update_fields=["stayed_away"])


def forget_phones(*, at: datetime) -> int:
    """Telephone numbers of visitors whose hour is over go, also where it was called off; says of how many.

    Where they came from is not needed any more once they do not hold an hour.
    """
    Appointment.objects.exclude(state=Booked.HOLDS).exclude(came_from="").update(came_from="")
    over = Appointment.objects.filter(starts_at__lte=at)
    over.filter(untold_at__isnull=False).update(untold_at=None)
    return over.filter(sealed__isnull=False).update(sealed=None)
