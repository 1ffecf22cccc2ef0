"""What stays know of one person: where they booked, and the homes they keep."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.core.people.models import Person
from tinhso.economy.stays.models import Booking, Home
from tinhso.kit.portions import Plain, Sheet


def tell(person: UUID) -> Sequence[Sheet]:
    """Stays and homes, the newest first."""
    return [_stays(person), _homes(person)]


def _stays(person: UUID) -> Sheet:
    found = (
        Booking.objects.filter(person__in=Person.objects.rows_of(person).values("uuid"))
        .for_page()
        .order_by("-made_at", "-pk")
    )
    rows: list[list[Plain]] = [
        [one.ref, one.home.name, one.guest[0], one.guest[1], one.arrives.isoformat(), one.leaves.isoformat(), one.state]
        for one in found
    ]
    heads = {
        "code": _("Code"), "home": _("Home"), "name": _("Name"), "phone": _("Telephone"), "arrives": _("Coming on"),
        "leaves": _("Leaving on"), "state": _("State"),
    }  # fmt: skip
    return Sheet("stays", _("Stays"), heads, rows)


def _homes(person: UUID) -> Sheet:
    found = (
        Home.objects.filter(host__in=Person.objects.rows_of(person).values("uuid"))
        .for_page()
        .order_by("-begun_at", "-pk")
    )
    rows: list[list[Plain]] = [[one.name, one.place.full_name, one.phone, one.standing] for one in found]
    heads = {"name": _("Name"), "place": _("Where"), "phone": _("Telephone"), "state": _("State")}
    return Sheet("homes", _("Homes for guests"), heads, rows)
