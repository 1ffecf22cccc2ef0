"""Telling hosts and guests. Who booked without an account is told by the telephone they left."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from tinhso.core.notices.actions import tell, tell_number
from tinhso.core.notices.domain.values import Value
from tinhso.economy.stays.domain.words import Why
from tinhso.economy.stays.models import Booking

TOLD_OF_END = (Why.HOST, Why.CLOSED, Why.SILENT, Why.UNPAID)
"""Who cancelled themselves knows it."""


def tell_host(booking: UUID, *, at: datetime) -> None:
    """A stay waits for an answer: how many, which day."""
    one = _row(booking)
    if one:
        values: Mapping[str, Value] = {**_values(one), "people": one.people}
        tell("stays.asked", [one.home.host_id], values=values, cause=str(booking), link=reverse("my_homes"), at=at)


def tell_guest(booking: UUID, kind: str, *, cause: str, at: datetime) -> None:
    """What became of it."""
    one = _row(booking)
    if one is None:
        return
    if one.person_id:
        link = reverse("stay", args=[one.token])
        tell(f"stays.{kind}", [one.person_id], values=_values(one), cause=cause, link=link, at=at)
    elif phone := one.guest[1]:
        until = timezone.make_aware(datetime.combine(one.arrives, time(23)))
        if until > at:
            tell_number(
                f"stays.{kind}", phone, values=_values(one), cause=cause, language=one.language, until=until, at=at
            )


def _row(booking: UUID) -> Booking | None:
    return Booking.objects.select_related("room__home").filter(uuid=booking).first()


def _values(one: Booking) -> dict[str, Value]:
    return {"code": one.ref, "home": one.home.name, "arrives": one.arrives}
