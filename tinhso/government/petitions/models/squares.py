"""What the public pages ask beside the list: communes, the topics at the top, how much is open where."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.http import Http404

from tinhso.core.places.domain.naming import full_name
from tinhso.core.places.models import Place, home_line
from tinhso.government.petitions.models.publications import Publication
from tinhso.government.petitions.models.topics import Topic, said_in
from tinhso.kit.prepared import Listing


class Here(NamedTuple):
    """A commune that somebody looks at."""

    id: int
    code: str
    unit_type: str
    name: str

    @property
    def full_name(self) -> str:
        return full_name(self.unit_type, self.name)


class TopicLine(NamedTuple):
    """A topic in a list to choose from."""

    id: int
    code: str
    words: dict[str, str]
    icon: str

    @property
    def title(self) -> str:
        return said_in(self.words)


def _coded(code: str) -> QuerySet[Place, Any]:
    return Place.objects.communes().current().filter(code=code).values_list(*Here._fields)


def _subjects() -> QuerySet[Topic, Any]:
    return Topic.objects.current().tops().order_by("position", "id").values_list(*TopicLine._fields)


def _below(parent: int) -> QuerySet[Place, Any]:
    here = Place.objects.communes().current().filter(parent=parent)
    return here.by_name().values_list(*Here._fields)


COMMUNE = Listing(Here, _coded)
COMMUNES = Listing(Here, _below)
SUBJECTS = Listing(TopicLine, _subjects)


def communes_here() -> list[Here]:
    """The communes and wards of this province, by name."""
    return COMMUNES(home_line().id)


def place_coded(code: str) -> Here:
    """The commune that stands and has this code. Raises Http404."""
    found = COMMUNE(code[:12])
    if not found:
        raise Http404
    return found[0]


def shown_by_commune(since: datetime) -> dict[int, int]:
    """How many things were shown since then, by commune."""
    rows = Publication.objects.shown().filter(published_at__gte=since).values("commune").order_by()
    return {row["commune"]: row["many"] for row in rows.annotate(many=Count("id"))}


def waiting() -> int:
    """How many shown things wait for an answer."""
    return Publication.objects.open().count()
