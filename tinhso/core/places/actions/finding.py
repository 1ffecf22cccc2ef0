"""What of places can be found by typing: standing ones as `place`, ended ones as `former_place`, all public."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from tinhso.core.places.models import Place
from tinhso.core.search.actions import Line, forget_many, index_many


def index_places(places: Sequence[Place]) -> None:
    """Make places findable under what they are now."""
    above = _names_above(places)
    index_many(_line(place, above) for place in places)


def index_endings(places: Sequence[Place]) -> None:
    """Turn places that ended into former ones in the index."""
    forget_many("place", [place.uuid for place in places])
    index_places(places)


def _names_above(places: Iterable[Place]) -> dict[int, str]:
    ids = {ancestor for place in places for ancestor in place.ancestors}
    return {place.pk: place.full_name for place in Place.objects.filter(pk__in=ids)}


def _line(place: Place, above: dict[int, str]) -> Line:
    upwards = [above[ancestor] for ancestor in reversed(place.ancestors)]
    return Line(
        kind="place" if place.stands else "former_place",
        ref=place.uuid,
        title=place.full_name,
        text=", ".join([*upwards, place.code]),
        place=place.pk,
        url=reverse("place", args=[place.address_key]),
    )
