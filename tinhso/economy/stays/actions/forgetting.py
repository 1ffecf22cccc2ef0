"""Somebody is forgotten: what they booked keeps its nights and sums, and no name."""

from uuid import UUID

from django.db import transaction

from tinhso.core.people.models import Person
from tinhso.economy.stays.models import Booking, RegisterLine


@transaction.atomic
def forget_person(person: UUID) -> int:
    """Take names and telephones from their bookings. Says how many there were."""
    rows = Booking.objects.filter(person__in=Person.objects.rows_of(person).values("uuid"))
    RegisterLine.objects.filter(booking__in=rows).update(sealed=None)
    return rows.update(sealed=None)
