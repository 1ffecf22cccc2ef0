"""Booking beds so that none is sold twice: hold, the host's answer, the deposit, letting go.

A room is locked before its nights are looked at, and the database gives each bed of each night once, so whichever of
two buyers is first has it and the other is told at once.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tinhso.core.cases.actions.numbering import next_number
from tinhso.core.payments.actions import ask_payment
from tinhso.core.payments.models import Intent
from tinhso.core.people.models import Person
from tinhso.economy.stays.actions.homes import SYSTEM, refuse_stranger
from tinhso.economy.stays.domain.months import MONTHS_AHEAD
from tinhso.economy.stays.domain.prices import deposit_of, nights, price_of_stay
from tinhso.economy.stays.domain.words import TIMED, State, Why
from tinhso.economy.stays.events import StayAgreed, StayConfirmed, StayEnded, StayHeld
from tinhso.economy.stays.models import Booking, Night, Room
from tinhso.economy.stays.models.bookings import BookingQuerySet
from tinhso.events.definitions import Event
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert, insert_many, update

ANSWER_IN, PAY_IN = timedelta(hours=2), timedelta(minutes=30)
LONGEST, MOST_HOLDS = 30, 6
AHEAD = timedelta(days=31 * MONTHS_AHEAD)
PURPOSE = "deposit"


class Full(Refusal):
    sentence = _("Somebody has just taken it. Other days or another room are still free.")


class NotTheseDays(Refusal):
    sentence = _("Choose a day from today on, and at most 30 nights.")
    field = "leaves"


class NotOpen(Refusal):
    sentence = _("This home takes no bookings at the moment.")


class TooManyPeople(Refusal):
    sentence = _("So many people do not fit in there. Take another bed or room.")
    field = "people"


class TooManyHolds(Refusal):
    sentence = _("Several stays were held from this device and not finished. Finish one first.")


class NotAnyMore(Refusal):
    sentence = _("This booking has changed meanwhile. Look at it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Beds that somebody wants. name, phone: of who comes; came_from: keyed hash of a visitor's address."""

    room: Room
    arrives: date
    leaves: date
    beds: int
    people: int
    name: str
    phone: str
    person: Person | None = None
    language: str = "vi"
    came_from: str = ""
    party: UUID | None = None


@transaction.atomic
def hold_stay(wanted: Wanted, *, by: Actor, at: datetime) -> Booking:
    """Hold beds: until the host answers, until the deposit comes, or for good where neither is wanted.

    Raises NotOpen, NotTheseDays, TooManyPeople, TooManyHolds, Full.
    """
    room = _locked(wanted.room)
    _refuse(wanted, room, at=at)
    total = wanted.beds * price_of_stay(wanted.arrives, wanted.leaves, room.rate, room.known_seasons())
    booking = Booking(
        uuid=uuid4(), ref=_next_ref(at), room=room, person=wanted.person, language=wanted.language,
        came_from=wanted.came_from, party=wanted.party, arrives=wanted.arrives, leaves=wanted.leaves,
        beds=wanted.beds, people=wanted.people, total=total, deposit=deposit_of(total, room.home.deposit),
        state=State.ASKED, until=at + ANSWER_IN, made_at=at,
    )  # fmt: skip
    booking.keep_guest(wanted.name.strip()[:80], wanted.phone)
    insert(booking)
    take_nights(booking, room)
    held = StayHeld(home=room.home_id, nights=booking.nights_long, people=booking.people)
    note(booking, held, by=by, at=at)
    if room.home.instant:
        _agree(booking, by=by, at=at)
    return booking


@transaction.atomic
def hold_party(wishes: list[Wanted], *, by: Actor, at: datetime) -> list[Booking]:
    """Beds in several homes of a village for one group: all of them or none. Raises as `hold_stay`."""
    party = uuid4()
    in_order = sorted(wishes, key=lambda wish: wish.room.pk)
    return [hold_stay(replace(wish, party=party), by=by, at=at) for wish in in_order]


@transaction.atomic
def confirm_stay(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """The host says yes; said again nothing changes. Raises NotYours, NotAnyMore."""
    booking = locked(booking)
    refuse_stranger(booking.home, by, at)
    if booking.state in (State.UNPAID, State.CONFIRMED):
        return booking
    if booking.state != State.ASKED:
        raise NotAnyMore
    _agree(booking, by=by, at=at)
    return booking


@transaction.atomic
def refuse_stay(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """The host cannot take them. Raises NotYours, NotAnyMore."""
    booking = locked(booking)
    refuse_stranger(booking.home, by, at)
    if booking.state == State.REFUSED:
        return booking
    if booking.state != State.ASKED:
        raise NotAnyMore
    end(booking, State.REFUSED, Why.HOST, by=by, at=at)
    return booking


@transaction.atomic
def take_deposit(subject: UUID, *, amount: int, by: Actor, at: datetime) -> Booking | None:
    """The deposit has come: the guests are expected. Told again, nothing changes."""
    booking = _rows().filter(uuid=subject).first()
    if booking is None or booking.state != State.UNPAID:
        return None
    booking.paid = amount
    _confirm(booking, by=by, at=at)
    return booking


def let_go(*, at: datetime, most: int = 500) -> int:
    """End the holds whose time is over, and say how many."""
    late = list(Booking.objects.overdue(at).order_by("until").values_list("pk", flat=True)[:most])
    return sum(_lapse(pk, at=at) for pk in late)


@transaction.atomic
def _lapse(pk: int, *, at: datetime) -> bool:
    booking = _rows().filter(pk=pk).first()
    if booking is None or booking.state not in TIMED or booking.until is None or booking.until >= at:
        return False
    why = Why.SILENT if booking.state == State.ASKED else Why.UNPAID
    end(booking, State.LAPSED, why, by=Actor.system(), at=at)
    return True


def take_nights(booking: Booking, room: Room) -> None:
    """Give a booking its beds: in each night the first that are free. The caller holds the room. Raises Full."""
    taken: dict[date, set[int]] = {}
    rows = Night.objects.filter(room=room, day__gte=booking.arrives, day__lt=booking.leaves)
    for day, bed in rows.values_list("day", "bed"):
        taken.setdefault(day, set()).add(bed)
    mine = []
    for day in nights(booking.arrives, booking.leaves):
        free = [bed for bed in range(room.beds) if bed not in taken.get(day, ())][: booking.beds]
        if len(free) < booking.beds:
            raise Full
        mine += [Night(room=room, day=day, bed=bed, booking=booking) for bed in free]
    try:
        with transaction.atomic():
            insert_many(mine)
    except IntegrityError as taken_meanwhile:
        raise Full from taken_meanwhile


def locked(booking: Booking) -> Booking:
    """A booking, held until the change is made."""
    return _rows().get(pk=booking.pk)


def lock_room(room: Room) -> Room:
    """Its room, locked: one takes beds after the other."""
    return _locked(room)


def end(booking: Booking, state: State, why: Why, *, by: Actor, at: datetime) -> None:
    """Write that it will not be; its beds are free. The caller holds its row."""
    booking.state, booking.why, booking.ended_at, booking.until = state, why, at, None
    update(booking, ("state", "why", "ended_at", "until"))
    Night.objects.filter(booking=booking).delete()
    note(booking, StayEnded(home=booking.room.home_id, why=why), by=by, at=at)


def deposit_intent(booking: Booking) -> Intent | None:
    """What was asked to be paid ahead, the last time."""
    rows = Intent.objects.filter(system=SYSTEM, subject=booking.uuid, purpose=PURPOSE)
    return rows.order_by("-pk").first()


def note(booking: Booking, event: Event, *, by: Actor, at: datetime) -> None:
    """Write to the log what happened to a booking, for the place of its home."""
    record(event, about=booking, by=by, at=at, place=booking.home.place_id)


def _agree(booking: Booking, *, by: Actor, at: datetime) -> None:
    """The host is willing: ask for the deposit where one is wanted."""
    home = booking.home
    if not booking.deposit or home.payee is None:
        _confirm(booking, by=by, at=at)
        return
    booking.state, booking.until = State.UNPAID, at + PAY_IN
    update(booking, ("state", "until"))
    with override("vi"):
        label = str(_("Deposit for booking %(code)s")) % {"code": booking.ref}
    ask_payment(
        system=SYSTEM, subject=booking.uuid, purpose=PURPOSE, label=label,
        payer=booking.person_id, payee=home.payee, amount=booking.deposit, deadline=booking.until,
        place=home.place_id, by=by, at=at,
    )  # fmt: skip
    note(booking, StayAgreed(home=home.pk), by=by, at=at)


def _confirm(booking: Booking, *, by: Actor, at: datetime) -> None:
    booking.state, booking.until = State.CONFIRMED, None
    update(booking, ("state", "until", "paid"))
    confirmed = StayConfirmed(home=booking.room.home_id, nights=booking.nights_long, people=booking.people)
    note(booking, confirmed, by=by, at=at)


def _refuse(wanted: Wanted, room: Room, *, at: datetime) -> None:
    today = timezone.localdate(at)
    if not room.home.is_open or room.retired_at:
        raise NotOpen
    refuse_days(wanted.arrives, wanted.leaves, today=today)
    if not 0 < wanted.beds <= room.beds or not 0 < wanted.people <= wanted.beds * room.sleeps:
        raise TooManyPeople
    if wanted.came_from:
        open_holds = Booking.objects.filter(came_from=wanted.came_from, state__in=TIMED)
        if open_holds.count() >= MOST_HOLDS:
            raise TooManyHolds


def refuse_days(arrives: date, leaves: date, *, today: date) -> None:
    """Raises NotTheseDays."""
    if not (today <= arrives < leaves <= arrives + timedelta(days=LONGEST) and arrives <= today + AHEAD):
        raise NotTheseDays


def _locked(room: Room) -> Room:
    rows = Room.objects.select_for_update(of=("self",)).select_related("home__place", "home__payee")
    return rows.get(pk=room.pk)


def _rows() -> BookingQuerySet:
    rows = Booking.objects.select_for_update(of=("self",))
    return rows.select_related("room__home__place", "room__home__payee")


def _next_ref(at: datetime) -> str:
    day = timezone.localdate(at)
    return f"LT-{day:%y%m%d}-{next_number(f'stay:{day:%m%d}', day.year):04}"
