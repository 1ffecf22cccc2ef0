"""How days at the counters went: counted from the numbers of one day, and told by day and office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, QuerySet, Sum

from tinhso.government.appointments.domain.words import Standing
from tinhso.government.appointments.models.offices import Office
from tinhso.government.appointments.models.tickets import QueueDay, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """A day: how many were served, missed, not served; minutes waited; ranges told and those that were right."""

    served: int
    missed: int
    unserved: int
    waits: Sequence[int]
    told: int
    right: int


def counted(office: int, day: date) -> Went:
    """How a day went so far."""
    tickets = list(Ticket.objects.of_day(office, day).only("state", "waited", "told_low", "told_high"))
    states = [ticket.state for ticket in tickets]
    verdicts = [ticket.told_right for ticket in tickets]
    return Went(
        served=states.count(Standing.SERVED),
        missed=states.count(Standing.MISSED),
        unserved=states.count(Standing.UNSERVED),
        waits=[ticket.waited for ticket in tickets if ticket.waited is not None],
        told=sum(verdict is not None for verdict in verdicts),
        right=verdicts.count(True),
    )


def days_of(office: Office, since: date) -> QuerySet[QueueDay]:
    """The counted days of an office, the newest first."""
    return QueueDay.objects.filter(office=office, day__gte=since, closed_at__isnull=False).order_by("-day")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSum:
    """The counted days of an office together; minutes are means over its days."""

    name: str
    served: int
    missed: int
    stayed_away: int
    unserved: int
    wait_middle: float | None
    wait_tenth: float | None
    told: int
    right: int

    @property
    def right_share(self) -> float | None:
        return self.right / self.told if self.told else None


def sums(offices: QuerySet[Office], since: date) -> list[OfficeSum]:
    """Each office since a day, the longest waits first."""
    days = QueueDay.objects.filter(office__in=offices.order_by().values("pk"), day__gte=since, closed_at__isnull=False)
    told = days.values("office__organisation__name").annotate(
        served_sum=Sum("served"), missed_sum=Sum("missed"), away=Sum("stayed_away"), left=Sum("unserved"),
        middle=Avg("wait_middle"), tenth=Avg("wait_tenth"), told_sum=Sum("told"), right_sum=Sum("right"),
    )  # fmt: skip
    rows = [
        OfficeSum(
            name=row["office__organisation__name"], served=row["served_sum"], missed=row["missed_sum"],
            stayed_away=row["away"], unserved=row["left"], wait_middle=row["middle"], wait_tenth=row["tenth"],
            told=row["told_sum"], right=row["right_sum"],
        )
        for row in told
    ]  # fmt: skip
    return sorted(rows, key=lambda one: -(one.wait_tenth or 0))
