"""The numbers that stays promise. What the house counts and what hosts or the province declare never mix."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.economy.stays.domain.words import Standing as HomeStanding
from tinhso.economy.stays.models import Home, Night, Room
from tinhso.kit.passport import Text
from tinhso.warehouse.definitions import Counted, Declared, Spread, Standing, Stock, indicator

ARRIVED, LEFT, SLEPT = "stays.GuestsArrived", "stays.GuestsLeft", "stays.NightCounted"
GUESTS, NIGHTS, DONG = _("guests"), _("nights"), _("đồng")


def _adds(code: str, title: Text, unit: Text, event: str, field: str) -> Counted:
    return indicator(Counted(code=f"stays.{code}", title=title, unit=unit, counts=(event,), adds=field))


ARRIVALS = _adds("arrivals", _("Guests who arrived"), GUESTS, ARRIVED, "people")
FOREIGN = _adds("arrivals_foreign", _("Guests from abroad who arrived"), GUESTS, ARRIVED, "foreign")
DOMESTIC = _adds("arrivals_domestic", _("Guests of this country who arrived"), GUESTS, ARRIVED, "domestic")
GUEST_NIGHTS = _adds("guest_nights", _("Nights of guests"), NIGHTS, SLEPT, "guests")
SOLD = _adds("sold", _("Rooms and beds sold, by night"), NIGHTS, SLEPT, "sold")
REVENUE = _adds("revenue", _("Revenue of stays, counted here"), DONG, LEFT, "revenue")
LENGTH = indicator(
    Spread(code="stays.length", title=_("Nights of a stay"), unit=NIGHTS, counts=(LEFT,), value="nights")
)
VISITORS_DECLARED = indicator(
    Declared(code="stays.visitors_declared", title=_("Visitors, as declared"), unit=_("visitors"))
)
REVENUE_DECLARED = indicator(
    Declared(code="stays.revenue_declared", title=_("Revenue of tourism, as declared"), unit=DONG)
)


def _tonight(at: datetime) -> Iterable[Standing]:
    """Beds taken by bookings tonight, of those that can be sold, by place."""
    tonight = timezone.localdate(at)
    open_rooms = Room.objects.bookable()
    offered = dict(open_rooms.values_list("home__place").annotate(beds=Sum("beds")))
    nights = Night.objects.filter(room__in=open_rooms, day=tonight)
    taken = dict(nights.values_list("room__home__place").annotate(taken=Count("pk")))
    return [Standing(place=place, number=taken.get(place, 0), of=beds) for place, beds in sorted(offered.items())]


def _homes(_at: datetime) -> Iterable[Standing]:
    rows = Home.objects.filter(~Q(standing=HomeStanding.DRAFT)).values_list("place").annotate(homes=Count("pk"))
    return [Standing(place=place, number=homes) for place, homes in rows.order_by("place")]


OCCUPANCY = indicator(
    Stock(code="stays.occupancy", title=_("Beds taken tonight"), unit=_("beds"), of=("beds",), asks=_tonight)
)
HOMES = indicator(Stock(code="stays.homes", title=_("Homes for guests"), unit=_("homes"), asks=_homes))
