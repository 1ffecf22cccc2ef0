"""Ratings counted by month, office, commune and top topic: counted anew each time, so that a mistake does not stay."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case as Choice
from django.db.models import Count, F, Q, Sum, When
from django.db.models.functions import TruncMonth
from django.utils import timezone

from tinhso.core.places.domain import Kind
from tinhso.government.petitions.domain.words import CONTENT_FACE
from tinhso.government.petitions.models import Rating, RatingCount, Topic
from tinhso.kit.writing import insert_many


def count_ratings(*, at: datetime, months: int = 2) -> int:
    """Count the last months anew, this one included; says how many rows there are now for them."""
    first = _month_before(timezone.localdate(at).replace(day=1), months - 1)
    tops = _tops()
    rows = list(_counted(first, tops))
    with transaction.atomic():
        RatingCount.objects.filter(month__gte=first).delete()
        insert_many(rows)
    return len(rows)


def _counted(first: date, tops: dict[int, int]) -> Iterator[RatingCount]:
    """One row for each group; topics below one another are added up under the one at the top."""
    begun = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    village = When(petition__place__kind=Kind.VILLAGE, then=F("petition__place__parent"))
    grouped = (
        Rating.objects.filter(rated_at__gte=begun)
        .annotate(month=TruncMonth("rated_at"), commune=Choice(village, default=F("petition__place")))
        .values("month", "commune", agency=F("petition__case__agency"), topic=F("petition__topic"))
        .annotate(rated=Count("id"), content=Count("id", filter=Q(faces__gte=CONTENT_FACE)), sum=Sum("faces"))
        .order_by()
    )
    added: dict[tuple[date, int, int, int], RatingCount] = {}
    for row in grouped:
        key = (timezone.localdate(row["month"]), row["agency"], row["commune"], tops[row["topic"]])
        one = added.setdefault(key, _empty(*key))
        one.rated += row["rated"]
        one.content += row["content"]
        one.faces += row["sum"]
    yield from added.values()


def _empty(month: date, agency: int, commune: int, subject: int) -> RatingCount:
    count = RatingCount(month=month, rated=0, content=0, faces=0)
    count.agency_id, count.commune_id, count.subject_id = agency, commune, subject
    return count


def _tops() -> dict[int, int]:
    """Each topic → the one at the top of its branch."""
    codes = {topic.code: topic.pk for topic in Topic.objects.all()}
    return {pk: codes[code.partition(".")[0]] for code, pk in codes.items()}


def _month_before(month: date, number: int) -> date:
    months = month.year * 12 + month.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)
