"""What Open311 asks: services, published requests, one request of its own client, and the commune of a point."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils import timezone
from shapely import Point

from tinhso.core.places.models import Place, map_of
from tinhso.government.petitions.domain.open311 import CLOSED, MOST_REQUESTS, OPEN, Asked
from tinhso.government.petitions.models.petitions import Petition
from tinhso.government.petitions.models.publications import Publication, PublicationQuerySet, PublicPicture
from tinhso.kit.folding import fold


def requests_asked(asked: Asked) -> list[Publication]:
    """The published petitions a client asks for, the newest first, a thousand at most."""
    rows = Publication.objects.shown().select_related("petition", "place", "commune", "topic", "agency")
    if asked.ids:
        rows = rows.filter(petition__uuid__in=uuids_of(asked.ids))
    else:
        rows = _narrowed(rows.filter(reported_at__range=(asked.since, asked.until)), asked)
    return list(rows.order_by("-reported_at", "-id")[:MOST_REQUESTS])


def _narrowed(rows: PublicationQuerySet, asked: Asked) -> PublicationQuerySet:
    if asked.codes:
        rows = rows.filter(topic__code__in=asked.codes)
    if asked.statuses == {OPEN}:
        rows = rows.filter(answered_at=None)
    if asked.statuses == {CLOSED}:
        rows = rows.filter(answered_at__isnull=False)
    return rows


def uuids_of(ids: Iterable[str]) -> list[UUID]:
    """Those of the ids that can be one of ours."""
    found = []
    for one in ids:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found


def pictures_of(shown: Iterable[Publication]) -> dict[int, UUID]:
    """The first public picture of each, by its id."""
    rows = PublicPicture.objects.filter(publication__in=[one.pk for one in shown], position=1)
    return dict(rows.values_list("publication", "file"))


def own_filing(request_id: str, token: int) -> Petition | None:
    """A petition that this client filed, shown to all or not."""
    rows = Petition.objects.select_related("case", "topic")
    found = uuids_of([request_id])
    return rows.filter(uuid=found[0], filing__token=token).first() if found else None


def place_of(*, point: tuple[float, float] | None, address_id: str, address: str, at: datetime) -> Place | None:
    """Where it is: by code, by point, or by the name of a commune that stands in an address; None when nowhere here."""
    if address_id:
        return Place.objects.current().select_related("parent").filter(code=address_id[:12]).first()
    if point is not None:
        found = commune_at(point, at)
        return Place.objects.select_related("parent").get(pk=found) if found else None
    return _named_in(address)


def commune_at(point: tuple[float, float], at: datetime) -> int | None:
    """The commune in which a point (latitude, longitude in degrees) lies."""
    here = Point(point[1], point[0])
    drawn = map_of(Place.objects.home(), timezone.localdate(at))
    return next((pk for pk, area in drawn.shapes.items() if area.contains(here)), None)


def _named_in(address: str) -> Place | None:
    """The commune whose whole name stands in an address; the longest name when several do."""
    said = f" {fold(address)} "
    named = [(name, pk) for name, pk in _names(timezone.localdate().toordinal()) if f" {name} " in said]
    if not named:
        return None
    return Place.objects.select_related("parent").get(pk=max(named, key=lambda one: len(one[0]))[1])


@lru_cache(maxsize=2)
def _names(_day: int) -> tuple[tuple[str, int], ...]:
    communes = Place.objects.communes().current().within(Place.objects.home())
    return tuple((fold(place.name), place.pk) for place in communes)
