"""Borders from a GeoJSON file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.domain.shapes import BadShapeError, checked
from tinhso.core.places.events import BoundariesImported
from tinhso.core.places.models import Boundary, Place
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.folding import fold
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal

CODE_NAMES = ("code", "ma", "ma_xa", "maxa", "ward_code", "commune_code")
TITLE_NAMES = ("name", "ten", "ten_xa", "tenxa", "ward", "commune", "full_name")


@dataclass(frozen=True, slots=True)
class BadFeature:
    """A feature that was refused: its number in the file, from 1, and why."""

    number: int
    name: str
    sentence: Text


class BadBoundaries(Refusal):
    """Nothing was imported; `features` tells of each that is wrong."""

    sentence = _("The file was not imported. Put the named features right and try again.")

    def __init__(self, features: Sequence[BadFeature]) -> None:
        super().__init__()
        self.features = list(features)


@transaction.atomic
def import_boundaries(collection: object, *, province: Place, source: str, by: Actor, at: datetime) -> list[Boundary]:
    """Give places of a province the borders of a GeoJSON FeatureCollection: all of them, or none and a sentence each.

    A feature finds its place by a property with its code, else by its name (with or without xã, phường; marks do not
    matter) when only one standing place below the province has it. Raises BadBoundaries.
    """
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        raise BadBoundaries([BadFeature(0, "", _("This is not a GeoJSON FeatureCollection with features."))])
    standing = Place.objects.current().within(province).exclude(kind="village")
    finder = _Finder(list(standing))
    rows: dict[int, Boundary] = {}
    wrong: list[BadFeature] = []
    for number, feature in enumerate(features, start=1):
        try:
            row = _boundary(feature, finder, rows.keys(), source, at)
            rows[row.place_id] = row
        except BadShapeError as error:
            wrong.append(BadFeature(number, finder.name_of(feature), error.sentence))
    if wrong:
        raise BadBoundaries(wrong)

    made = Boundary.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["place"],
        update_fields=["shape", "source", "imported_at"],
    )
    record(BoundariesImported(count=len(made)), about=province, by=by, at=at, place=province.pk)
    return made


def _boundary(feature: object, finder: "_Finder", seen: Collection[int], source: str, at: datetime) -> Boundary:
    if not isinstance(feature, dict):
        raise BadShapeError(_("This is not a GeoJSON feature."))
    place = finder.find(feature)
    if place.pk in seen:
        raise BadShapeError(_("An earlier feature of the file is of the same place."))
    return Boundary(place=place, shape=checked(feature.get("geometry")), source=source[:200], imported_at=at)


class _Finder:
    """Finds the place a feature speaks of."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.by_code = {place.code: place for place in places if place.code}
        self.by_name: dict[str, list[Place]] = {}
        for place in places:
            for name in {place.folded, fold(place.full_name)}:
                self.by_name.setdefault(name, []).append(place)

    def name_of(self, feature: object) -> str:
        return self._first(feature, TITLE_NAMES) or self._first(feature, CODE_NAMES)

    def find(self, feature: dict[str, Any]) -> Place:
        """Raises BadShapeError when no place, or more than one, fits."""
        if place := self.by_code.get(self._first(feature, CODE_NAMES)):
            return place
        found = self.by_name.get(fold(self._first(feature, TITLE_NAMES)), [])
        if not found:
            raise BadShapeError(_("No standing place of this province has this code or name."))
        if len(found) > 1:
            raise BadShapeError(_("Several places have this name. Give the code."))
        return found[0]

    @staticmethod
    def _first(feature: object, names: Sequence[str]) -> str:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            return ""
        told = {str(key).casefold(): value for key, value in properties.items()}
        return next((str(told[name]).strip() for name in names if told.get(name)), "")
