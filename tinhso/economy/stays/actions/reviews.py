"""What guests say after a stay, what hosts answer, what an officer hides; and who waits for a free bed."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.notices.actions import tell_number
from tinhso.core.notices.domain.values import Value
from tinhso.economy.stays.actions.booking import locked, note
from tinhso.economy.stays.actions.homes import refuse_stranger
from tinhso.economy.stays.domain.words import State
from tinhso.economy.stays.events import ReviewHidden, StayReviewed
from tinhso.economy.stays.models import Booking, Home, Review, Room, Waiting
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class StayFirst(Refusal):
    """Who did not sleep there has nothing to say of it: so nobody can bomb a home with words."""

    sentence = _("You can tell about it after your stay.")


class SaidBefore(Refusal):
    sentence = _("You have told about this stay already. Thank you.")


class ReasonNeeded(Refusal):
    sentence = _("Say why, in a few words.")
    field = "reason"


@transaction.atomic
def review_stay(booking: Booking, *, faces: int, words: str, by: Actor, at: datetime) -> Review:
    """One review of one stay that was. Raises StayFirst, SaidBefore."""
    booking = locked(booking)
    if booking.state != State.LEFT:
        raise StayFirst
    review = Review(booking=booking, home=booking.home, faces=faces, words=words.strip()[:600], said_at=at)
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as said:
        raise SaidBefore from said
    note(booking, StayReviewed(faces=faces), by=by, at=at)
    return review


@transaction.atomic
def answer_review(review: Review, *, answer: str, by: Actor, at: datetime) -> Review:
    """The host answers. Raises NotYours."""
    refuse_stranger(review.home, by, at)
    review.answer = answer.strip()[:600]
    review.save(update_fields=["answer"])
    return review


@transaction.atomic
def hide_review(review: Review, *, reason: str, by: Actor, at: datetime) -> Review:
    """An officer hides it, with a reason that stays. Raises NotYours, ReasonNeeded."""
    require(by, "inspect_homes", place=review.home.place_id, at=at)
    if not reason.strip():
        raise ReasonNeeded
    review.hidden = reason.strip()[:200]
    review.save(update_fields=["hidden"])
    record(ReviewHidden(), about=review, by=by, at=at, place=review.home.place_id)
    return review


@transaction.atomic
def wait_for_bed(
    home: Home, *, phone: str, language: str, arrives: date, leaves: date, beds: int, at: datetime
) -> Waiting:
    """Tell somebody when a bed is free in these nights. The number goes with the message."""
    waiting = Waiting(home=home, language=language, arrives=arrives, leaves=leaves, beds=beds, asked_at=at)
    waiting.keep_phone(phone)
    waiting.save()
    return waiting


def tell_waiting(home: UUID, *, at: datetime) -> int:
    """Beds are free again: tell who waited longest for them, one for each bed. Says how many were told."""
    told = 0
    for one in Waiting.objects.filter(home__uuid=home, told_at=None, arrives__gte=at.date()).order_by("asked_at", "pk")[
        :20
    ]:
        if Room.objects.bookable().filter(home=one.home_id).free(one.arrives, one.leaves, one.beds).exists():
            told += _tell(one, at)
            break
    return told


def _tell(one: Waiting, at: datetime) -> bool:
    values: Mapping[str, Value] = {"home": one.home.name, "day": one.arrives}
    until = timezone.make_aware(datetime.combine(one.arrives, time(20)))
    tell_number(
        "stays.free_again", one.phone, values=values, cause=str(one.uuid), language=one.language, until=until, at=at
    )
    return bool(Waiting.objects.filter(pk=one.pk, told_at=None).update(told_at=at))
