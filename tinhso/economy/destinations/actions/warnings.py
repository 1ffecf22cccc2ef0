"""Warnings of weather and roads: put up by an officer, taken back when it is over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.places.models import Place
from tinhso.economy.destinations.events import WarningPutUp, WarningTakenBack
from tinhso.economy.destinations.models import PERMISSION, Caution
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class EndsTooEarly(Refusal):
    sentence = _("A warning must end later than now.")
    field = "ends"


@transaction.atomic
def put_up_warning(
    place: Place, *, kind: str, words: str, words_en: str, ends: datetime, by: Actor, at: datetime
) -> Caution:
    """Warn all who look at a place below. `kind`: weather or road. Raises NotYours, EndsTooEarly."""
    require(by, PERMISSION, at=at, place=place.pk)
    if ends <= at:
        raise EndsTooEarly
    warning = Caution.objects.create(
        place=place, kind=kind, words=words.strip(), words_en=words_en.strip(), begins=at, ends=ends,
        written_by_id=by.account,
    )  # fmt: skip
    record(WarningPutUp(kind=Code(kind)), about=warning, by=by, at=at, place=place.pk)
    return warning


@transaction.atomic
def take_back_warning(warning: Caution, *, by: Actor, at: datetime) -> None:
    """It is over earlier. Raises NotYours."""
    warning = Caution.objects.select_for_update().get(pk=warning.pk)
    require(by, PERMISSION, at=at, place=warning.place_id)
    if warning.taken_back_at is None:
        warning.taken_back_at = at
        warning.save(update_fields=["taken_back_at"])
        record(WarningTakenBack(kind=Code(warning.kind)), about=warning, by=by, at=at, place=warning.place_id)
