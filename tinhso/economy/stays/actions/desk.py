"""The front desk: guests come, are entered in the register, are told to the police, pay, leave."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.economy.stays.actions.booking import NotAnyMore, end, locked, note
from tinhso.economy.stays.actions.homes import locked_home, refuse_stranger
from tinhso.economy.stays.domain.notice import Guest, is_late
from tinhso.economy.stays.domain.words import State, Why
from tinhso.economy.stays.events import (
    GuestsArrived,
    GuestsLeft,
    GuestsMissed,
    InvoiceWanted,
    NightCounted,
    NoticeMade,
    RegisterRead,
)
from tinhso.economy.stays.models import Booking, Home, Night, RegisterLine, Room, StayNotice
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert_many, update

REGISTER_KEPT, GUEST_KEPT = timedelta(days=3 * 365), timedelta(days=30)


class NotYetTheirDay(Refusal):
    sentence = _("They are expected on another day. Change the booking first.")


class MoreThanOwed(Refusal):
    sentence = _("That is more than is still to be paid.")
    field = "cash"


class NobodyHere(Refusal):
    sentence = _("Nobody is in the register for this night. There is nothing to send.")


@transaction.atomic
def check_in(booking: Booking, guests: Sequence[Guest], *, by: Actor, at: datetime) -> Booking:
    """Enter everyone in the register; they are here. Said again nothing changes. Raises NotYours, NotAnyMore.

    at   when they stood at the door: a phone may have kept it for a day
    """
    booking = locked(booking)
    refuse_stranger(booking.home, by, at)
    if booking.state == State.HERE:
        return booking
    if booking.state != State.CONFIRMED:
        raise NotAnyMore
    if not booking.arrives <= timezone.localdate(at) < booking.leaves:
        raise NotYetTheirDay
    lines = [_line(booking, guest, at) for guest in guests]
    insert_many(lines)
    booking.state = State.HERE
    update(booking, ("state",))
    foreign = sum(line.is_foreign for line in lines)
    arrived = GuestsArrived(
        home=booking.room.home_id, people=len(lines), foreign=foreign, domestic=len(lines) - foreign
    )
    note(booking, arrived, by=by, at=at)
    return booking


@transaction.atomic
def check_out(booking: Booking, *, cash: int, invoice: bool, by: Actor, at: datetime) -> Booking:
    """They leave and pay the rest in notes; the room waits to be cleaned. Raises NotYours, NotAnyMore, MoreThanOwed."""
    booking = locked(booking)
    refuse_stranger(booking.home, by, at)
    if booking.state == State.LEFT:
        return booking
    if booking.state != State.HERE:
        raise NotAnyMore
    if not 0 <= cash <= booking.total - booking.paid:
        raise MoreThanOwed
    booking.state, booking.cash, booking.ended_at = State.LEFT, cash, at
    update(booking, ("state", "cash", "ended_at"))
    Room.objects.filter(pk=booking.room_id).update(is_clean=False)
    Night.objects.filter(booking=booking, day__gte=timezone.localdate(at)).delete()
    left = GuestsLeft(home=booking.room.home_id, nights=booking.nights_long, revenue=booking.paid + cash, cash=cash)
    note(booking, left, by=by, at=at)
    if invoice:
        note(booking, InvoiceWanted(amount=booking.paid + cash), by=by, at=at)
    return booking


@transaction.atomic
def note_clean(room: Room, *, by: Actor, at: datetime) -> Room:
    """The room is ready for the next guests. Raises NotYours."""
    refuse_stranger(room.home, by, at)
    Room.objects.filter(pk=room.pk).update(is_clean=True)
    return room


@transaction.atomic
def make_notice(home: Home, day: date, *, by: Actor, at: datetime) -> StayNotice:
    """The notice of stay of a night: made again it counts those who came meanwhile. Raises NotYours, NobodyHere."""
    home = locked_home(home, by=by, at=at)
    count = register_of(home, day).count()
    if not count:
        raise NobodyHere
    late = is_late(at, day)
    notice, made = StayNotice.objects.get_or_create(
        home=home, day=day, defaults={"guests": count, "made_at": at, "late": late}
    )
    if not made and notice.guests == count:
        return notice
    notice.guests, notice.made_at = count, at
    notice.save(update_fields=["guests", "made_at"])
    record(NoticeMade(day=day, guests=count, late=late), about=home, by=by, at=at, place=home.place_id)
    return notice


def register_of(home: Home, day: date) -> models.QuerySet[RegisterLine]:
    """Who slept there in the night that begins on a day."""
    slept = Q(booking__state=State.HERE) | Q(booking__state=State.LEFT, booking__ended_at__date__gt=day)
    rows = RegisterLine.objects.filter(slept, booking__room__home=home, sealed__isnull=False)
    there = rows.filter(booking__arrives__lte=day, booking__leaves__gt=day)
    return there.select_related("booking__room").order_by("entered_at", "pk")


@transaction.atomic
def read_register(home: Home, day: date, *, by: Actor, at: datetime) -> list[RegisterLine]:
    """The register of a night as its host opens it, papers and all; each reading is recorded. Raises NotYours."""
    refuse_stranger(home, by, at)
    lines = list(register_of(home, day))
    if lines:
        record(RegisterRead(day=day, guests=len(lines)), about=home, by=by, at=at, place=home.place_id)
    return lines


def count_nights(day: date, *, at: datetime) -> int:
    """Write down, for each home, how many slept there in a night that is over: once. Says how many homes."""
    slept = Booking.objects.filter(
        Q(state=State.HERE) | Q(state=State.LEFT, ended_at__date__gt=day), arrives__lte=day, leaves__gt=day
    )
    rows = slept.values("room__home").annotate(
        people=Count("guests"), foreign=Count("guests", filter=Q(guests__is_foreign=True))
    )
    sold = dict(slept.values_list("room__home").annotate(sold=Sum("beds")))
    homes = Home.objects.in_bulk([row["room__home"] for row in rows])
    told = (
        NightCounted(day=day, guests=row["people"], foreign=row["foreign"], sold=sold[row["room__home"]])
        for row in rows
    )
    return sum(_count_night(homes[row["room__home"]], night, at=at) for row, night in zip(rows, told, strict=True))


@transaction.atomic
def _count_night(home: Home, night: NightCounted, *, at: datetime) -> bool:
    """The job may be killed half-way and run again: a home that has the night is passed over."""
    new = Home.objects.filter(pk=home.pk).exclude(counted_until__gte=night.day).update(counted_until=night.day)
    if new:
        record(night, about=home, by=Actor.system(), at=at, place=home.place_id)
    return bool(new)


def miss_guests(*, today: date, at: datetime) -> int:
    """Who did not come on their day gives the beds back on the next. Says how many."""
    rows = Booking.objects.filter(state=State.CONFIRMED, arrives__lt=today).values_list("pk", flat=True)
    return sum(_miss(pk, at=at) for pk in list(rows))


@transaction.atomic
def _miss(pk: int, *, at: datetime) -> bool:
    booking = locked(Booking(pk=pk))
    if booking.state != State.CONFIRMED:
        return False
    end(booking, State.MISSED, Why.GUEST, by=Actor.system(), at=at)
    note(booking, GuestsMissed(home=booking.room.home_id), by=Actor.system(), at=at)
    return True


def forget_guests(*, at: datetime) -> int:
    """Names and telephones go a month after a stay, the register after three years. Says how many rows."""
    old = Booking.objects.filter(ended_at__lt=at - GUEST_KEPT, sealed__isnull=False).update(sealed=None)
    lines = RegisterLine.objects.filter(entered_at__lt=at - REGISTER_KEPT, sealed__isnull=False)
    return old + lines.update(sealed=None)


def _line(booking: Booking, guest: Guest, at: datetime) -> RegisterLine:
    line = RegisterLine(booking=booking, is_foreign=guest.is_foreign, entered_at=at)
    line.keep(guest)
    return line
