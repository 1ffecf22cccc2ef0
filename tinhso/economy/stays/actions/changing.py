"""A booking changes: other days, cancelled by its guest or host, money that came too late, a home that is closed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.actions import accept, ask_refund, cancel_payment, give_back, refund_payment
from tinhso.core.payments.actions.asking import NotCancellable, PartCame
from tinhso.core.payments.domain.states import Book, Mismatch
from tinhso.core.payments.models import Credit, Intent, MoneyMatter
from tinhso.economy.stays.actions.booking import (
    PURPOSE,
    Full,
    NotAnyMore,
    deposit_intent,
    end,
    lock_room,
    locked,
    note,
    refuse_days,
    take_nights,
)
from tinhso.economy.stays.actions.homes import SYSTEM, refuse_stranger
from tinhso.economy.stays.domain.prices import kept_of, price_of_stay
from tinhso.economy.stays.domain.words import AHEAD, State, Why
from tinhso.economy.stays.events import LateMoneyTaken, StayConfirmed, StayMoved
from tinhso.economy.stays.models import Booking, Night
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import update

BY_POLICY, WHOLE = "Khách hủy, hoàn theo quy định của nhà", "Chủ nhà hủy, hoàn đủ"
TOO_LATE, IN_TIME = "Tiền về sau khi hết giờ giữ, không còn chỗ", "Tiền về muộn, chỗ vẫn còn"


class NotWithDeposit(Refusal):
    sentence = _("A deposit is still to be paid for these days. Pay it first, or cancel.")


@transaction.atomic
def move_stay(booking: Booking, arrives: date, leaves: date, *, by: Actor, at: datetime) -> Booking:
    """Other days in the same room. The old nights are kept when the new ones are taken.

    Whoever shows the token calls this. Raises NotAnyMore, NotWithDeposit, NotTheseDays, Full.
    """
    room = lock_room(booking.room)
    booking = locked(booking)
    if (booking.arrives, booking.leaves) == (arrives, leaves):
        return booking
    if booking.state == State.UNPAID:
        raise NotWithDeposit
    if booking.state not in AHEAD:
        raise NotAnyMore
    refuse_days(arrives, leaves, today=timezone.localdate(at))
    booking.arrives, booking.leaves = arrives, leaves
    booking.total = booking.beds * price_of_stay(arrives, leaves, room.rate, room.known_seasons())
    Night.objects.filter(booking=booking).delete()
    take_nights(booking, room)
    update(booking, ("arrives", "leaves", "total"))
    note(booking, StayMoved(home=room.home_id), by=by, at=at)
    return booking


@transaction.atomic
def cancel_stay(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """The guest does not come. What was paid goes back as the host's rules say. Raises NotAnyMore."""
    booking = locked(booking)
    if booking.state == State.CANCELLED:
        return booking
    if booking.state not in AHEAD:
        raise NotAnyMore
    home, today = booking.home, timezone.localdate(at)
    kept = kept_of(booking.paid, arrives=booking.arrives, today=today, free_days=home.free_days, keeps=home.keeps)
    end(booking, State.CANCELLED, Why.GUEST, by=by, at=at)
    _money_back(booking, booking.paid - kept, BY_POLICY, at=at)
    return booking


@transaction.atomic
def call_off_stay(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """The host cannot take them after all: everything goes back. Raises NotYours, NotAnyMore."""
    booking = locked(booking)
    refuse_stranger(booking.home, by, at)
    if booking.state == State.CANCELLED:
        return booking
    if booking.state not in AHEAD:
        raise NotAnyMore
    _end_whole(booking, Why.HOST, by=by, at=at)
    return booking


def call_off_all(home: UUID, *, by: Actor, at: datetime) -> int:
    """A home was closed by the office: nobody comes to a shut door, and everything goes back. Says how many."""
    ahead = Booking.objects.filter(room__home__uuid=home, state__in=AHEAD)
    return sum(_call_off(pk, by=by, at=at) for pk in list(ahead.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _call_off(pk: int, *, by: Actor, at: datetime) -> bool:
    booking = locked(Booking(pk=pk))
    if booking.state not in AHEAD:
        return False
    _end_whole(booking, Why.CLOSED, by=by, at=at)
    return True


@transaction.atomic
def take_late_money(matter: UUID, *, at: datetime) -> bool | None:
    """Money came after the payment had expired. Are the beds still free, they are the guest's; else it goes back.

    Says whether they were found; None: it is no money of ours, or somebody has decided about it.
    """
    held = MoneyMatter.objects.select_related("credit__intent").filter(uuid=matter, kind=Mismatch.LATE).first()
    intent = held.credit.intent if held else None
    if held is None or intent is None or (intent.system, intent.purpose) != (SYSTEM, PURPOSE) or held.settled_at:
        return None
    booking = _with_room(intent.subject)
    found = _found_again(booking, held.amount, at=at)
    if found:
        accept(held, reason=IN_TIME, by=Actor.system(), at=at)
    else:
        give_back(held, reason=TOO_LATE, by=Actor.system(), at=at)
    note(booking, LateMoneyTaken(home=booking.room.home_id, found=found), by=Actor.system(), at=at)
    return found


@transaction.atomic
def take_crossed_money(subject: UUID, *, amount: int, at: datetime) -> bool | None:
    """The deposit was paid while its hold ended, or while the booking was called off: the same is decided.

    None: there is nothing to decide, or it was decided before.
    """
    intent = Intent.objects.filter(system=SYSTEM, subject=subject, purpose=PURPOSE).order_by("-pk").first()
    if intent is None:
        return None
    booking = _with_room(subject)
    if booking.paid or booking.state not in (State.LAPSED, State.CANCELLED, State.REFUSED):
        return None
    found = _found_again(booking, amount, at=at)
    if not found and not refund_payment(intent, reason=TOO_LATE, by=Actor.system(), at=at):
        return None
    note(booking, LateMoneyTaken(home=booking.room.home_id, found=found), by=Actor.system(), at=at)
    return found


def _with_room(subject: UUID) -> Booking:
    """A booking, held, after its room."""
    booking = Booking.objects.select_related("room").get(uuid=subject)
    lock_room(booking.room)
    return locked(booking)


def _found_again(booking: Booking, amount: int, *, at: datetime) -> bool:
    """Whether the beds of a hold that ended could be taken again; then the guests are expected."""
    missed = booking.state != State.LAPSED or booking.arrives < timezone.localdate(at)
    if missed or not booking.home.is_open:
        return False
    try:
        take_nights(booking, booking.room)
    except Full:
        return False
    booking.state, booking.why, booking.ended_at, booking.paid = State.CONFIRMED, "", None, amount
    update(booking, ("state", "why", "ended_at", "paid"))
    confirmed = StayConfirmed(home=booking.room.home_id, nights=booking.nights_long, people=booking.people)
    note(booking, confirmed, by=Actor.system(), at=at)
    return True


def _end_whole(booking: Booking, why: Why, *, by: Actor, at: datetime) -> None:
    end(booking, State.CANCELLED, why, by=by, at=at)
    _money_back(booking, booking.paid, WHOLE, at=at)


def _money_back(booking: Booking, amount: int, reason: str, *, at: datetime) -> None:
    """Ask that so much of the deposit goes back; one that nobody paid is no longer asked for."""
    intent = deposit_intent(booking)
    if intent is None:
        return
    if not booking.paid:
        try:
            cancel_payment(intent, by=Actor.system(), at=at)
        except (NotCancellable, PartCame):
            return
        return
    for credit in Credit.objects.filter(intent=intent, applied__gt=0).order_by("id"):
        part = min(amount, credit.applied)
        if part:
            ask_refund(credit, amount=part, book=Book.INCOME, reason=reason, by=Actor.system(), at=at)
        amount -= part
