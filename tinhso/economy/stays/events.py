"""What can happen to homes and bookings. Ids, dates and counts only; nobody is named."""

from datetime import date

from tinhso.economy.stays.domain.words import HomeKind, Why
from tinhso.events.definitions import Event, event


@event()
class HomeBegun(Event):
    """A host begins a page."""

    kind: HomeKind


@event()
class HomeChanged(Event):
    """What its page says, its rooms, prices or rules."""


@event()
class HomeOpened(Event):
    """Guests may book from now on."""

    rooms: int
    beds: int


@event()
class HomeClosed(Event):
    """Nobody may book any more. `inspected`: an officer closed it."""

    inspected: bool


@event()
class StayHeld(Event):
    """Beds are held for a guest. `home`: the row of the home."""

    home: int
    nights: int
    people: int


@event()
class StayConfirmed(Event):
    """The guests are expected. `unpaid_before`: a deposit has come."""

    home: int
    nights: int
    people: int


@event()
class StayAgreed(Event):
    """The host said yes; the deposit is asked for."""

    home: int


@event()
class StayMoved(Event):
    """Other days."""

    home: int


@event()
class StayEnded(Event):
    """It will not be: cancelled, refused, or the time to hold it is over."""

    home: int
    why: Why


@event()
class LateMoneyTaken(Event):
    """Money came after the hold had ended. `found`: the beds were still free and are the guest's again."""

    home: int
    found: bool


@event()
class GuestsArrived(Event):
    """They were entered in the register. `people` and, among them, `foreign`."""

    home: int
    people: int
    foreign: int
    domestic: int


@event()
class GuestsLeft(Event):
    """`nights` each; `revenue`: đồng that this stay brought; `cash`: the part taken in notes."""

    home: int
    nights: int
    revenue: int
    cash: int


@event()
class GuestsMissed(Event):
    """Nobody came."""

    home: int


@event()
class NightCounted(Event):
    """A night of a home is over: how many slept there, how many rooms or beds were sold of how many."""

    day: date
    guests: int
    foreign: int
    sold: int


@event()
class NoticeMade(Event):
    """The notice of stay for the police was made. `late`: after 23:00."""

    day: date
    guests: int
    late: bool


@event()
class RegisterRead(Event):
    """Somebody opened the register of a night: how many guests it named to them."""

    day: date
    guests: int


@event()
class InvoiceWanted(Event):
    """A guest wants an invoice of so many đồng."""

    amount: int


@event()
class StayReviewed(Event):
    faces: int


@event()
class ReviewHidden(Event):
    """An officer hid it."""
