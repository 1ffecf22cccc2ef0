"""What petitions of a period add up to, by place, office and topic: read from the tables, whenever it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from tinhso.core.cases.models import Spell
from tinhso.government.petitions.domain.words import CONTENT_FACE
from tinhso.government.petitions.models.letters import Rating
from tinhso.government.petitions.models.petitions import Petition, PetitionQuerySet
from tinhso.kit.actors import Rights

SEE = "see_petition_numbers"
MOST_DAYS = 92
GROUPS = {"topic": "topic__code", "place": "place__code", "channel": "channel", "language": "language"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which petitions count: days (both included), and if named a commune, an office, a topic with those below it."""

    first: date
    last: date
    place: int | None = None
    agency: int | None = None
    topic: str = ""

    @property
    def since(self) -> datetime:
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        return _midnight(self.last + timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of a scope. Times are without the stops of the clock; None: nothing to count.

    by   topic, place, channel, language → what → how many came
    """

    received: int
    assisted: int
    by: dict[str, dict[str, int]]
    answered: int
    on_time: int
    reopened: int
    rated: int
    content: int
    open_now: int
    overdue_now: int
    median: timedelta | None
    ninth_decile: timedelta | None


def numbers_of(rights: Rights, scope: Scope, *, at: datetime) -> Numbers:
    """Count what the asker may count."""
    ours = _within(rights, scope)
    came = ours.filter(sent_at__gte=scope.since, sent_at__lt=scope.until)
    done = _answered(ours, scope)
    counted = came.aggregate(received=Count("id"), assisted=Count("id", filter=Q(assisted=True)))
    ended = done.aggregate(all=Count("id"), on_time=Count("id", filter=Q(case__finished_at__lte=F("case__due_at"))))
    still = ours.filter(case__finished_at=None)
    late = late_at_case(at)
    now = still.aggregate(open=Count("id"), overdue=Count("id", filter=late))
    faces = _faces(ours, scope)
    return Numbers(
        received=counted["received"], assisted=counted["assisted"],
        by={name: _by(came, column) for name, column in GROUPS.items()},
        answered=ended["all"], on_time=ended["on_time"],
        reopened=ours.filter(reopened_at__gte=scope.since, reopened_at__lt=scope.until).count(),
        rated=faces["rated"], content=faces["content"], open_now=now["open"], overdue_now=now["overdue"],
        median=_taken_by(done, 0.5), ninth_decile=_taken_by(done, 0.9),
    )  # fmt: skip


def backlog_of(rights: Rights, scope: Scope) -> dict[date, int]:
    """How many stood open in the evening of each day, at most the last 92 days of the scope."""
    first = max(scope.first, scope.last - timedelta(days=MOST_DAYS - 1))
    ours = _within(rights, scope).filter(sent_at__lt=scope.until)
    spans = list(
        ours.filter(Q(case__finished_at=None) | Q(case__finished_at__gte=_midnight(first))).values_list(
            "sent_at", "case__finished_at"
        )
    )
    days = [first + timedelta(days=one) for one in range((scope.last - first).days + 1)]
    return {day: _open_in_the_evening(spans, _midnight(day + timedelta(days=1))) for day in days}


def late_at_case(at: datetime) -> Q:
    """`late_at` of the case of a petition."""
    return Q(case__due_at__lt=at, case__stopped_at=None) | Q(case__stopped_at__gt=F("case__due_at"))


def _open_in_the_evening(spans: Iterable[tuple[datetime, datetime | None]], evening: datetime) -> int:
    return sum(sent < evening and (finished is None or finished >= evening) for sent, finished in spans)


def _within(rights: Rights, scope: Scope) -> PetitionQuerySet:
    ours = Petition.objects.within_reach(rights, SEE)
    named = {"case__place": scope.place, "case__agency": scope.agency}
    ours = ours.filter(**{name: value for name, value in named.items() if value})
    below = Q(topic__code=scope.topic) | Q(topic__code__startswith=f"{scope.topic}.")
    return ours.filter(below) if scope.topic else ours


def _answered(ours: PetitionQuerySet, scope: Scope) -> PetitionQuerySet:
    done = ours.filter(case__finished_at__gte=scope.since, case__finished_at__lt=scope.until)
    return done.exclude(case__outcome__in=["refused", "withdrawn", "silent"])


def _by(came: PetitionQuerySet, column: str) -> dict[str, int]:
    rows = came.order_by().values_list(column).annotate(number=Count("id"))
    return {str(what): number for what, number in rows}


def _faces(ours: PetitionQuerySet, scope: Scope) -> dict[str, int]:
    rated = Rating.objects.filter(petition__in=ours.order_by(), rated_at__gte=scope.since, rated_at__lt=scope.until)
    return rated.aggregate(rated=Count("id"), content=Count("id", filter=Q(faces__gte=CONTENT_FACE)))


def _taken_by(done: QuerySet[Petition], share: float) -> timedelta | None:
    """The time within which this share of the answered ones was answered (nearest rank)."""
    stood = Spell.objects.filter(case=OuterRef("case"), until__isnull=False).order_by()
    lasted = stood.values("case").annotate(all=Sum(F("until") - F("since"), output_field=DurationField()))
    timed = done.exclude(case__received_at=None).annotate(
        took=ExpressionWrapper(F("case__finished_at") - F("case__received_at"), DurationField()),
        stood=Coalesce(Subquery(lasted.values("all")), timedelta(), output_field=DurationField()),
    )
    number = timed.count()
    if not number:
        return None
    times = timed.annotate(net=ExpressionWrapper(F("took") - F("stood"), DurationField())).order_by("net")
    found: timedelta = times.values_list("net", flat=True)[min(number - 1, int(share * number))]
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
