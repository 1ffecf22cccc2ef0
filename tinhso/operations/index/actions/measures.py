"""Measures: what could be done, entered and ended by who keeps the index."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.index.apps import KEEP
from tinhso.operations.index.domain.catalogue import Catalogue
from tinhso.operations.index.events import MeasureEnded, MeasureEntered
from tinhso.operations.index.models import Measure


class UnknownEffect(Refusal):
    sentence = _("The catalogue does not know what this measure is to change.")
    field = "effects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What somebody enters; fields as in `Measure`."""

    title: str
    owner: str
    cost: int
    months: int
    effects: Mapping[str, Mapping[str, float]]
    note: str = ""
    either: str = ""
    needs: Measure | None = None


@transaction.atomic
def enter_measure(planned: Planned, catalogue: Catalogue, place: Place, *, by: Actor, at: datetime) -> Measure:
    """Something that could be done from now on. Raises NotYours, UnknownEffect."""
    require(by, KEEP, at=at)
    for code, added in planned.effects.items():
        component = catalogue.component(code)
        if component is None or not set(added) <= {figure.key for figure in component.figures}:
            raise UnknownEffect

    measure = Measure.objects.create(
        code=catalogue.code, place=place, title=planned.title, owner=planned.owner, note=planned.note,
        cost=planned.cost, months=planned.months, effects={code: dict(more) for code, more in planned.effects.items()},
        either=planned.either, needs=planned.needs, entered_at=at,
    )  # fmt: skip

    record(MeasureEntered(code=Code(catalogue.code), cost=planned.cost), about=measure, by=by, at=at, place=place.pk)
    return measure


@transaction.atomic
def end_measure(measure: Measure, *, by: Actor, at: datetime) -> Measure:
    """It is done, or nobody wants it any more. Raises NotYours."""
    require(by, KEEP, at=at)
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if measure.ended_at:
        return measure

    measure.ended_at = at
    measure.save(update_fields=["ended_at"])

    record(MeasureEnded(code=Code(measure.code)), about=measure, by=by, at=at, place=measure.place_id)
    return measure
