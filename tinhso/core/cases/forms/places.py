"""A place as people write it: `xã Mường Lạn`, `Bản Co, xã Mường Lạn`, or the name it had before a merger."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.domain import UNIT_TYPES, Kind
from tinhso.core.places.models import Place
from tinhso.core.places.models.place import PlaceQuerySet
from tinhso.core.places.models.resolution import lineage
from tinhso.kit.folding import fold

WHERE = (Kind.COMMUNE, Kind.VILLAGE)
OFFERED = 6
_TYPES = sorted(
    {fold(word) for kind in (*WHERE, Kind.DISTRICT, Kind.PROVINCE) for word in UNIT_TYPES[kind]},
    key=len,
    reverse=True,
)


def places_called(typed: str) -> list[Place]:
    """The standing communes and villages that someone may mean, at most seven; a former name leads to its heirs."""
    name, *above = [_bare(part) for part in typed[:200].split(",")]
    if not name[1]:
        return []
    standing = _standing().filter(folded=name[1]).select_related("parent")
    fits = [place for place in standing[:50] if _fits(place, name[0], above)]
    return (fits or _heirs(name[1]) or list(_standing().filter(folded__startswith=name[1])[:OFFERED]))[: OFFERED + 1]


def said(place: Place) -> str:
    """`Bản Co, Xã Mường Lạn`: enough to tell it from others."""
    return (
        f"{place.full_name}, {place.parent.full_name}"
        if place.kind == Kind.VILLAGE and place.parent
        else place.full_name
    )


def _standing() -> PlaceQuerySet:
    return Place.objects.current().filter(kind__in=[kind.value for kind in WHERE]).select_related("parent").by_name()


def _bare(part: str) -> tuple[str, str]:
    """The folded type of unit, where it is told, and the folded name."""
    folded = fold(part)
    unit = next((unit for unit in _TYPES if folded.startswith(f"{unit} ")), "")
    return unit, folded.removeprefix(unit).strip()


def _fits(place: Place, unit: str, above: list[tuple[str, str]]) -> bool:
    if unit and fold(place.unit_type) != unit:
        return False
    return not above or place.kind != Kind.VILLAGE or place.parent is None or place.parent.folded == above[0][1]


def _heirs(name: str) -> list[Place]:
    former = list(Place.objects.ended().filter(folded=name, kind__in=[kind.value for kind in WHERE])[:OFFERED])
    ways = lineage(former, forward=True) if former else []
    return sorted({way.new for way in ways if way.new.stands}, key=lambda place: place.sort_key)


class PlaceBox(forms.TextInput):
    """A text with the communes of the province to choose from; without script and on old phones it is a plain text."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "maxlength": 200} | (attrs or {}))

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}_places"
        box = super().render(name, value, (attrs or {}) | {"list": listed}, renderer)
        options = format_html_join("", '<option value="{}">', ((commune,) for commune in _communes()))
        return format_html('{}<datalist id="{}">{}</datalist>', box, listed, options)


def _communes() -> list[str]:
    places = Place.objects.current().communes().by_name().only("name", "unit_type")
    return [place.full_name for place in places]


class PlaceField(forms.CharField):
    """Its answer is the uuid of a standing place, as text."""

    widget = PlaceBox
    default_error_messages = {
        "unknown": _("We know no place of this name. Write the commune or ward, for example “xã Mường Lạn”."),
        "several": _("Several places fit: %(names)s. Write the one you mean as it stands here."),
    }

    def prepare_value(self, value: Any) -> Any:
        place = _place(value)
        return said(place) if place else value

    def clean(self, value: Any) -> str | None:
        typed = super().clean(value)
        if not typed:
            return None
        if place := _place(typed):
            return str(place.uuid)
        found = places_called(typed)
        if len(found) == 1:
            return str(found[0].uuid)
        names = "; ".join(said(place) for place in found)
        code = "several" if found else "unknown"
        raise ValidationError(self.error_messages[code], code=code, params={"names": names})


def _place(value: object) -> Place | None:
    try:
        return _standing().filter(uuid=UUID(str(value))).first()
    except ValueError:
        return None
