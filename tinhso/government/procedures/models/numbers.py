"""What the dossiers of a period add up to, by place, office and field: read from the tables, whenever it is asked."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from tinhso.core.cases.models import Case, Spell
from tinhso.core.cases.models.questions import late_at
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import IntentState
from tinhso.core.payments.models import Intent
from tinhso.government.procedures.domain.service_index import Counts
from tinhso.government.procedures.domain.steps import Brought, Door
from tinhso.government.procedures.models.catalogue import ProcedureVersion
from tinhso.government.procedures.models.dossiers import Dossier
from tinhso.government.procedures.models.papers import Paper
from tinhso.kit.actors import Rights

SEE = "see_service_numbers"
BAD_FACE = 2
ONLINE = (Door.OWN, Door.HELPER, Door.NATIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which dossiers count: days (both included), and if named a commune, an office, a field of work."""

    first: date
    last: date
    place: int | None = None
    agency: int | None = None
    field: str = ""

    @property
    def since(self) -> datetime:
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        return _midnight(self.last + timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of a scope. Times are handling times without the stops of the clock; None: nothing to count."""

    received: int
    by_door: dict[str, int]
    finished: int
    on_time: int
    late: int
    overdue_now: int
    open_now: int
    asked_twice: int
    released: int
    rated: int
    content: int
    median: timedelta | None
    ninth_decile: timedelta | None
    counts: Counts


def numbers_of(rights: Rights, scope: Scope, *, at: datetime) -> Numbers:
    """Count what the asker may count."""
    ours = _within(rights, scope)
    came = ours.filter(case__opened_at__gte=scope.since, case__opened_at__lt=scope.until)
    done = ours.filter(case__finished_at__gte=scope.since, case__finished_at__lt=scope.until)
    doors = {row["door"]: row["number"] for row in came.values("door").annotate(number=Count("id")).order_by()}
    ended = done.aggregate(
        finished=Count("id"), on_time=Count("id", filter=Q(case__finished_at__lte=F("case__due_at"))),
        released=Count("id", filter=Q(released_at__isnull=False)),
    )  # fmt: skip
    still = Case.objects.open().filter(pk__in=ours.values("case"))
    now = still.aggregate(open=Count("id"), overdue=Count("id", filter=late_at(at) & Q(finished_at=None)))
    faces = _faces(ours, scope)
    return Numbers(
        received=sum(doors.values()), by_door=doors, finished=ended["finished"], on_time=ended["on_time"],
        late=ended["finished"] - ended["on_time"], overdue_now=now["overdue"], open_now=now["open"],
        asked_twice=came.filter(case__supplements__gt=1).count(), released=ended["released"],
        rated=faces["rated"], content=faces["rated"] - faces["disliked"],
        median=_handled_within(done, 0.5), ninth_decile=_handled_within(done, 0.9),
        counts=_counts(ours, came, done, faces, scope, at),
    )  # fmt: skip


def _within(rights: Rights, scope: Scope) -> QuerySet[Dossier]:
    ours = Dossier.objects.within_reach(rights, SEE)
    named = {"case__place": scope.place, "case__agency": scope.agency, "procedure__field": scope.field}
    return ours.filter(**{name: value for name, value in named.items() if value})


def _counts(
    ours: QuerySet[Dossier],
    came: QuerySet[Dossier],
    done: QuerySet[Dossier],
    faces: dict[str, int],
    scope: Scope,
    at: datetime,
) -> Counts:
    open_then = Q(case__finished_at=None) | Q(case__finished_at__gte=scope.since)
    looked_at = ours.filter(open_then, case__opened_at__lt=scope.until)
    end = min(scope.until, at)
    ended = Coalesce("case__finished_at", "case__stopped_at")
    late = Q(case__supplements__gt=1) | Q(ended__gt=F("case__due_at")) | Q(ended=None, case__due_at__lt=end)
    considered = looked_at.annotate(ended=ended).aggregate(all=Count("id"), late=Count("id", filter=late))
    files = Paper.objects.filter(dossier=OuterRef("pk"), replaced_at=None)
    spared = files.filter(brought__in=[Brought.REUSED, Brought.LOOKED_UP])
    decided = done.exclude(decided_at=None)
    owing = came.filter(fee_asked=True)
    paid = Intent.objects.filter(system="procedures", subject=OuterRef("uuid"), state=IntentState.PAID)
    whole = Q(result__isnull=False) & Exists(files.exclude(file=None))
    return Counts(
        considered=considered["all"], late=considered["late"], received=came.count(),
        online=came.filter(door__in=ONLINE).count(), full=came.filter(version__in=_full_process()).count(),
        decided=decided.count(), digitised=decided.filter(whole).count(),
        reused=came.filter(Exists(spared)).count(), rated=faces["rated"], disliked=faces["disliked"],
        payable=owing.count(), paid_online=owing.filter(Exists(paid.exclude(rail=RailCode.CASH))).count(),
    )  # fmt: skip


def _full_process() -> QuerySet[ProcedureVersion]:
    """The versions that go on line from filing to result."""
    return ProcedureVersion.objects.filter(facts__level="full")


def _faces(ours: QuerySet[Dossier], scope: Scope) -> dict[str, int]:
    rated = ours.filter(rating__rated_at__gte=scope.since, rating__rated_at__lt=scope.until)
    return rated.aggregate(rated=Count("rating"), disliked=Count("rating", filter=Q(rating__faces__lte=BAD_FACE)))


def _handled_within(done: QuerySet[Dossier], share: float) -> timedelta | None:
    """The time within which this share of the finished dossiers was handled (nearest rank)."""
    stood = Spell.objects.filter(case=OuterRef("case"), until__isnull=False).order_by()
    lasted = stood.values("case").annotate(all=Sum(F("until") - F("since"), output_field=DurationField()))
    took: Any = F("case__finished_at") - F("case__received_at")
    handled = done.exclude(case__received_at=None).annotate(
        took=ExpressionWrapper(took, DurationField()),
        stood=Coalesce(Subquery(lasted.values("all")), timedelta(), output_field=DurationField()),
    )
    number = handled.count()
    if not number:
        return None
    times = handled.annotate(net=ExpressionWrapper(F("took") - F("stood"), DurationField())).order_by("net")
    found: timedelta = times.values_list("net", flat=True)[min(number - 1, int(share * number))]
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
