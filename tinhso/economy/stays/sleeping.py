"""Homes with a free bed near a point, for who plans a journey."""

from collections.abc import Iterator
from datetime import timedelta
from math import cos, radians

from django.db.models import Min
from django.urls import reverse

from tinhso.economy.stays.models import Room
from tinhso.kit.ground import metres
from tinhso.kit.sleeping import Ask, Place

KM_OF_A_DEGREE = 111.0
AT_MOST = 200


def offer(ask: Ask) -> Iterator[Place]:
    """Open homes within the distance; where a night is asked for, those with a bed in it."""
    tall = ask.within_km / KM_OF_A_DEGREE
    wide = tall / max(0.1, cos(radians(ask.lat)))
    rooms = Room.objects.bookable().filter(
        home__lat__range=(ask.lat - tall, ask.lat + tall), home__lon__range=(ask.lon - wide, ask.lon + wide)
    )
    if ask.night:
        rooms = rooms.free(ask.night, ask.night + timedelta(days=1))
    homes = rooms.order_by().values_list("home__uuid", "home__name", "home__lat", "home__lon")
    for uuid, name, lat, lon, price in homes.annotate(price=Min("weekday"))[:AT_MOST]:
        km = metres((ask.lat, ask.lon), (lat, lon)) / 1000
        if km <= ask.within_km:
            url = reverse("stay_home", args=[uuid])
            yield Place(title=name, url=url, lat=lat, lon=lon, km=km, price=price)
