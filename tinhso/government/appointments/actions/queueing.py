"""What every change of a queue begins with: the lock on its day."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.government.appointments.models import Office, QueueDay, Ticket
from tinhso.kit.refusals import Refusal


class NotNow(Refusal):
    """Somebody else was quicker, or it ended."""

    sentence = _("This number is somewhere else by now. Look at the list again.")


def locked_day(office: Office, at: datetime) -> QueueDay:
    """The queue of today, locked; made when it is the first change of the day."""
    day = timezone.localdate(at)
    return _locked(office, day) or _made(office, day)


def locked_ticket(ticket: Ticket) -> Ticket:
    """A number with its day locked before it. Raises NotNow when its day is over."""
    queue = QueueDay.objects.select_for_update().get(office=ticket.office_id, day=ticket.day)
    if queue.closed_at:
        raise NotNow
    turned(queue)
    return Ticket.objects.select_related("office__organisation", "matter", "counter", "group").get(pk=ticket.pk)


def turned(queue: QueueDay) -> None:
    """Screens are to be drawn anew."""
    queue.turn += 1
    queue.save(update_fields=["turn", "last"])


def _locked(office: Office, day: date) -> QueueDay | None:
    return QueueDay.objects.select_for_update().filter(office=office, day=day).first()


def _made(office: Office, day: date) -> QueueDay:
    QueueDay.objects.bulk_create([QueueDay(office=office, day=day)], ignore_conflicts=True)
    return QueueDay.objects.select_for_update().get(office=office, day=day)
