"""What stays do when something happens: money comes, a home is closed, a guest or a host must know."""

from uuid import UUID

from tinhso.economy.stays.actions.booking import PURPOSE, take_deposit
from tinhso.economy.stays.actions.changing import call_off_all, take_crossed_money, take_late_money
from tinhso.economy.stays.actions.forgetting import forget_person
from tinhso.economy.stays.actions.homes import SYSTEM
from tinhso.economy.stays.actions.notifying import TOLD_OF_END, tell_guest, tell_host
from tinhso.economy.stays.actions.reviews import tell_waiting
from tinhso.economy.stays.models import Booking
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.kit.actors import Actor


@reacts_to("payments.PaymentConfirmed")
def deposit_came(delivered: Delivered) -> None:
    """A deposit is paid: the guests are expected."""
    data = delivered.data
    if (data["system"], data["purpose"]) == (SYSTEM, PURPOSE):
        subject, amount = UUID(str(data["subject"])), int(str(data["amount"]))
        if take_deposit(subject, amount=amount, by=Actor.system(), at=delivered.at) is None:
            take_crossed_money(subject, amount=amount, at=delivered.at)


@reacts_to("payments.MoneyHeld")
def money_came_late(delivered: Delivered) -> None:
    """A deposit came after the hold had ended: the beds are found again, or it goes back."""
    take_late_money(UUID(delivered.about), at=delivered.at)


@reacts_to("stays.HomeClosed")
def home_closed(delivered: Delivered) -> None:
    """After an inspection nobody shall stand before a shut door."""
    if delivered.data["inspected"]:
        call_off_all(UUID(delivered.about), by=Actor.system(), at=delivered.at)


@reacts_to("stays.StayHeld")
def tell_who_keeps_it(delivered: Delivered) -> None:
    """The host hears of a new booking."""
    tell_host(UUID(delivered.about), at=delivered.at)


@reacts_to("stays.StayAgreed")
def tell_to_pay(delivered: Delivered) -> None:
    """The guest hears that the host is willing and a deposit is wanted."""
    tell_guest(UUID(delivered.about), "agreed", cause=str(delivered.seq), at=delivered.at)


@reacts_to("stays.StayConfirmed")
def tell_it_is_booked(delivered: Delivered) -> None:
    """The guest hears that they are expected."""
    tell_guest(UUID(delivered.about), "confirmed", cause=str(delivered.seq), at=delivered.at)


@reacts_to("stays.StayEnded")
def tell_it_ended(delivered: Delivered) -> None:
    """The guest hears why it cannot be; who waits for a bed hears that one is free."""
    if delivered.data["why"] in TOLD_OF_END:
        tell_guest(UUID(delivered.about), "ended", cause=str(delivered.seq), at=delivered.at)
    home = Booking.objects.filter(uuid=delivered.about).values_list("room__home__uuid", flat=True).first()
    if home:
        tell_waiting(home, at=delivered.at)


@reacts_to("stays.LateMoneyTaken")
def tell_money_goes_back(delivered: Delivered) -> None:
    """The guest hears that it came too late and goes back; what was found again is told as booked."""
    if not delivered.data["found"]:
        tell_guest(UUID(delivered.about), "late_back", cause=str(delivered.seq), at=delivered.at)


@reacts_to("people.PersonForgotten")
def person_forgotten(delivered: Delivered) -> None:
    """Nobody knows any more who slept where."""
    forget_person(UUID(delivered.about))
