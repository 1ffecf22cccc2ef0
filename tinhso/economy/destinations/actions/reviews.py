"""What guests think: given once, held when something is odd, answered by the commune, hidden only with a reason."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.economy.destinations.events import DestinationReviewed, ReviewAnswered, ReviewDecided
from tinhso.economy.destinations.models import HELD, HIDDEN, PERMISSION, SHOWN, Destination, Review
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

SPAN = timedelta(hours=1)
USUAL_AN_HOUR = 5
"""More reviews of one place in an hour wait until somebody looked at them."""
MOST_AN_HOUR = 40
"""More than so many are not taken at all."""
_LEADS_AWAY = re.compile(r"https?:|www\.|\w\.(com|vn|net|org|info)\b|(\d[ .-]?){9,}|@\w", re.IGNORECASE)


class TooManyReviews(Refusal):
    sentence = _("Very many people write about this place right now. Try again in an hour.")


class ReasonNeeded(Refusal):
    sentence = _("Say why, in a few words: whoever wrote it may ask.")
    field = "reason"


def device_hash(device: str) -> str:
    """What is kept of the random number in a device's cookie."""
    return salted_hmac("destinations.reviews", device, algorithm="sha256").hexdigest()


@transaction.atomic
def give_review(
    one: Destination, *, face: int, words: str, person: UUID | None, device: str, by: Actor, at: datetime
) -> Review:
    """Keep what a guest thinks; the same guest again changes what they said. Raises TooManyReviews.

    Words that lead elsewhere, and all that come while very many come, wait until somebody looked. The log does not
    learn who it was.
    """
    one = Destination.objects.select_for_update().get(pk=one.pk)
    mine = {"person": person} if person else {"person": None, "device": device_hash(device)}
    known = Review.objects.filter(destination=one, **mine).first()
    recent = Review.objects.filter(destination=one).lately(at, SPAN)
    lately = (recent.exclude(pk=known.pk) if known else recent).count()
    if lately >= MOST_AN_HOUR:
        raise TooManyReviews
    review = known or Review(destination=one, **mine)
    was_kept_back = known is not None and known.state != SHOWN
    odd = lately >= USUAL_AN_HOUR or _LEADS_AWAY.search(words) is not None or was_kept_back
    review.face, review.words, review.at = face, words.strip(), at
    review.state = HELD if odd else SHOWN
    review.save()

    told = DestinationReviewed(face=face, held=odd)
    record(told, about=one, by=Actor(channel=by.channel), at=at, place=one.place_id)
    return review


@transaction.atomic
def decide_review(review: Review, *, show: bool, reason: str, by: Actor, at: datetime) -> Review:
    """Show it or hide it; a bad word about the place is no reason to hide. Raises NotYours, ReasonNeeded."""
    review = Review.objects.select_for_update(of=("self",)).select_related("destination").get(pk=review.pk)
    require(by, PERMISSION, at=at, place=review.destination.place_id)
    if not show and not reason.strip():
        raise ReasonNeeded
    review.state, review.reason = (SHOWN, "") if show else (HIDDEN, reason.strip())
    review.save(update_fields=["state", "reason"])
    record(ReviewDecided(shown=show), about=review, by=by, at=at, place=review.destination.place_id)
    return review


@transaction.atomic
def answer_review(review: Review, *, words: str, by: Actor, at: datetime) -> Review:
    """Answer a guest in public. Raises NotYours."""
    review = Review.objects.select_for_update(of=("self",)).select_related("destination").get(pk=review.pk)
    require(by, PERMISSION, at=at, place=review.destination.place_id)
    review.reply, review.replied_at = words.strip(), at
    review.save(update_fields=["reply", "replied_at"])
    record(ReviewAnswered(), about=review, by=by, at=at, place=review.destination.place_id)
    return review
