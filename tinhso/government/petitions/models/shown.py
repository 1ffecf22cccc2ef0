"""Lists and points of what all may read, worded once in a process. They ask the table of publications alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.core.places.domain.naming import full_name
from tinhso.government.petitions.models.publications import Publication
from tinhso.government.petitions.models.topics import said_in
from tinhso.kit.prepared import Listing

A_PAGE = 50
MOST_POINTS = 300
OPENING = 160


class ShownLine(NamedTuple):
    """What a list shows of one thing that was reported."""

    id: int
    uuid: UUID
    words: str
    unit_type: str
    place: str
    commune_code: str
    commune_type: str
    commune: str
    topic: dict[str, str]
    icon: str
    code: str
    reported_at: datetime
    answered_at: datetime | None
    published_at: datetime
    backers: int
    pictures: int

    @property
    def is_done(self) -> bool:
        return self.answered_at is not None

    @property
    def title(self) -> str:
        return said_in(self.topic)

    @property
    def opening(self) -> str:
        """The first words, whole ones."""
        if len(self.words) <= OPENING:
            return self.words
        return self.words[:OPENING].rpartition(" ")[0] + " …"

    @property
    def place_name(self) -> str:
        """The village, else the commune."""
        return full_name(self.unit_type, self.place)

    @property
    def commune_name(self) -> str:
        return full_name(self.commune_type, self.commune)


class ShownPoint(NamedTuple):
    """A reported thing whose exact place all may see, in degrees."""

    uuid: UUID
    lat: float
    lon: float
    topic: dict[str, str]
    icon: str
    reported_at: datetime
    answered_at: datetime | None

    @property
    def title(self) -> str:
        return said_in(self.topic)


COLUMNS = (
    "id", "uuid", "words", "place__unit_type", "place__name", "commune__code", "commune__unit_type", "commune__name",
    "topic__words", "topic__icon", "topic__code", "reported_at", "answered_at", "published_at", "backers", "pictures",
)  # fmt: skip
POINT_COLUMNS = ("uuid", "lat", "lon", "topic__words", "topic__icon", "reported_at", "answered_at")
Asked = Callable[[int | None, int | None, datetime | None, int | None], QuerySet[Publication, Any]]


def _listed(state: Q) -> Asked:
    def asked(
        commune: int | None, subject: int | None, before: datetime | None, last: int | None
    ) -> QuerySet[Publication, Any]:
        rows = Publication.objects.shown().filter(state).newest_first()
        if commune is not None:
            rows = rows.filter(commune=commune)
        if subject is not None:
            rows = rows.filter(subject=subject)
        if before is not None:
            rows = rows.filter(Q(published_at__lt=before) | Q(id__lt=last), published_at__lte=before)
        return rows.values_list(*COLUMNS)[: A_PAGE + 1]

    return asked


STATES = {"": Q(), "open": Q(answered_at=None), "done": Q(answered_at__isnull=False)}
"""What a list may be narrowed to, by the word in its address."""
_LISTS = {state: Listing(ShownLine, _listed(narrowed)) for state, narrowed in STATES.items()}


def _points(commune: int) -> QuerySet[Publication, Any]:
    rows = Publication.objects.shown().filter(commune=commune, lat__isnull=False).newest_first()
    return rows.values_list(*POINT_COLUMNS)[:MOST_POINTS]


POINTS = Listing(ShownPoint, _points)


def shown_lines(
    state: str, commune: int | None, subject: int | None, after: tuple[datetime, int] | None
) -> list[ShownLine]:
    """A page of what all may read, the newest first, and the first line of the next. Raises KeyError: no such state."""
    return _LISTS[state](commune, subject, *(after or (None, None)))
