"""Rows of a divided place: each waits for a person to say to which successor it belongs. Nothing is guessed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.actions.moving import hang_below
from tinhso.core.places.events import PlaceChoiceSettled
from tinhso.core.places.models import Place, PlaceChoice, Succession
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

VILLAGE = "places.village"


class AlreadySettled(Refusal):
    sentence = _("This was decided already.")


class NotASuccessor(Refusal):
    sentence = _("The old place did not go to this one. Choose one of its successors.")
    field = "new"


def ask_choices(kind: str, rows: Iterable[tuple[UUID, str]], *, old: int) -> int:
    """Put rows (uuid, title) of a divided place into the queue; a row that waits already is not asked twice.

    A register calls it from its reaction to `places.PlaceDivided`, with the old place's id from the event, and moves a
    row when `places.PlaceChoiceSettled` comes with its kind. Says how many rows were given.
    """
    choices = [PlaceChoice(kind=kind, ref=ref, title=title[:200], old_id=old) for ref, title in rows]
    PlaceChoice.objects.bulk_create(choices, ignore_conflicts=True, batch_size=400)
    return len(choices)


@transaction.atomic
def settle(choice: PlaceChoice, *, new: Place, by: Actor, at: datetime) -> PlaceChoice:
    """Say to which successor a row belongs. Raises AlreadySettled, NotASuccessor."""
    choice = PlaceChoice.objects.select_for_update().get(pk=choice.pk)
    if choice.decided_id is not None:
        raise AlreadySettled
    if not Succession.objects.filter(old=choice.old_id, new=new).exists():
        raise NotASuccessor

    choice.decided, choice.decided_at = new, at
    choice.save(update_fields=["decided", "decided_at"])
    if choice.kind == VILLAGE:
        hang_below(list(Place.objects.filter(uuid=choice.ref)), new)

    settled = PlaceChoiceSettled(kind=Code(choice.kind), row=choice.ref, old=choice.old_id, new=new.pk)
    record(settled, about=choice, by=by, at=at, place=new.pk)
    return choice
