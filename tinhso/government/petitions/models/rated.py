"""How offices, communes and topics were rated over some months: sums of the counts, small ones left out."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Sum

from tinhso.government.petitions.models.tallies import RatingCount
from tinhso.kit.suppressing import told_groups


class By(StrEnum):
    """What ratings are grouped by. Never a village."""

    AGENCY = "agency"
    COMMUNE = "commune"
    SUBJECT = "subject"
    MONTH = "month"


class Rated(NamedTuple):
    """How many rated, how many of them were content, and the sum of their faces (1 to 5)."""

    rated: int
    content: int
    faces: int

    @property
    def share(self) -> float:
        """The content among those who rated."""
        return self.content / self.rated

    @property
    def mean(self) -> float:
        return self.faces / self.rated


def ratings_by(by: By, *, since: date, until: date) -> Mapping[int | date, Rated]:
    """Groups that may be told of, by id of the office, commune or topic, or by the first of the month."""
    rows = RatingCount.objects.filter(month__range=(since, until)).values(by.value).order_by()
    summed = rows.annotate(all_rated=Sum("rated"), all_content=Sum("content"), all_faces=Sum("faces"))
    found = {row[by.value]: Rated(row["all_rated"], row["all_content"], row["all_faces"]) for row in summed}
    told = told_groups({key: one.rated for key, one in found.items()})
    return {key: one for key, one in found.items() if key in told}


def ratings_in_all(*, since: date, until: date) -> Rated | None:
    """All of them together; None when fewer than five rated."""
    summed = RatingCount.objects.filter(month__range=(since, until)).aggregate(
        rated=Sum("rated"), content=Sum("content"), faces=Sum("faces")
    )
    one = Rated(summed["rated"] or 0, summed["content"] or 0, summed["faces"] or 0)
    return one if told_groups({"all": one.rated}, whole_is_told=False) else None
