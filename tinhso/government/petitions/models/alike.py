"""Petitions that may tell of the same thing: looked for near in place and time, compared by `domain.likeness`."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.government.petitions.domain.likeness import ALIKE, Likeness, Told, compare, rarity, told_words
from tinhso.government.petitions.domain.words import WITH_ANSWER, State
from tinhso.government.petitions.models.desks import commune_of
from tinhso.government.petitions.models.petitions import Petition
from tinhso.kit.prepared import Listing

SINCE = timedelta(days=45)
MOST_COMPARED = 200
MOST_TOLD = 5
_TO_ANSWER = (State.SENT, State.HANDLING, State.MORE, State.APPROVING, *WITH_ANSWER)


class Near(NamedTuple):
    """What is compared of a petition nearby."""

    id: int
    uuid: UUID
    ref: str
    topic: str
    topic_words: dict[str, str]
    words: str
    place: int
    place_kind: str
    lat: float | None
    lon: float | None
    sent_at: datetime
    state: str


class Alike(NamedTuple):
    """A petition that may be the same, and why."""

    petition: Near
    likeness: Likeness


_COLUMNS = (
    "id", "uuid", "case__ref", "topic__code", "topic__words", "words", "place", "place__kind", "lat", "lon", "sent_at",
    "case__state",
)  # fmt: skip


def _near(commune: int, since: datetime, until: datetime) -> QuerySet[Petition, Any]:
    places = Place.objects.filter(Q(pk=commune) | Q(parent=commune)).values("pk")
    rows = Petition.objects.filter(place__in=places, sent_at__gte=since, sent_at__lte=until, joined_to=None)
    return rows.order_by("-sent_at").values_list(*_COLUMNS)[:MOST_COMPARED]


NEAR = Listing(Near, _near)


def alike(petition: Petition) -> list[Alike]:
    """Those that may be the same, the likeliest first. It comes with its place and that one's parent, and its topic."""
    commune = commune_of(petition.place)
    near = NEAR(commune.pk, petition.sent_at - SINCE, petition.sent_at + SINCE)
    others = [one for one in near if one.id != petition.pk and one.state in _TO_ANSWER]
    words = {one.id: told_words(one.words) for one in others}
    weights, own = rarity(words.values()), _told_of(petition, commune)
    found = [Alike(one, compare(own, _told(one, words[one.id], commune.pk), weights=weights)) for one in others]
    likely = sorted((one for one in found if one.likeness.score >= ALIKE), key=lambda one: -one.likeness.score)
    return likely[:MOST_TOLD]


def _told_of(petition: Petition, commune: Place) -> Told:
    point = None if petition.lat is None or petition.lon is None else (petition.lat, petition.lon)
    village = petition.place_id if petition.place.kind == Kind.VILLAGE else None
    return Told(petition.topic.code, told_words(petition.words), petition.sent_at, point, village, commune.pk)


def _told(one: Near, words: frozenset[str], commune: int) -> Told:
    point = None if one.lat is None or one.lon is None else (one.lat, one.lon)
    return Told(one.topic, words, one.sent_at, point, one.place if one.place_kind == Kind.VILLAGE else None, commune)
