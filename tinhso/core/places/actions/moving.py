"""Hanging places below another parent, with everything below them."""

from collections.abc import Iterator, Sequence

from django.db.models import Q

from tinhso.core.places.actions.finding import index_places
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place


def hang_below(places: Sequence[Place], parent: Place) -> None:
    """Give standing places a new parent; their paths and those of all their descendants follow."""
    if not places:
        return
    below = Q(pk__in=[place.pk for place in places])
    for place in places:
        if place.kind != Kind.VILLAGE:
            below |= Q(path__startswith=place.path)
    moved = list(Place.objects.current().filter(below))
    prefixes = {place.path: f"{parent.path}{place.pk}/" for place in places}
    roots = {place.pk for place in places}
    for place in moved:
        old = next(prefix for prefix in (place.path, *_upwards(place.path)) if prefix in prefixes)
        place.path = prefixes[old] + place.path.removeprefix(old)
        if place.pk in roots:
            place.parent = parent
    Place.objects.bulk_update(moved, ["parent", "path"], batch_size=400)
    index_places(moved)


def _upwards(path: str) -> Iterator[str]:
    """`/3/17/201/` → `/3/17/`, `/3/`."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        yield f"/{'/'.join(parts[:length])}/"
