"""Roads between junctions, the ways between places that were reckoned from them, and useful points beside them."""

from __future__ import annotations

from django.db import models

from tinhso.economy.destinations.domain.words import Basis


class Junction(models.Model):
    """Where roads meet. `name` only of those that a person would name; `basis` tells from which table it came."""

    name = models.CharField(max_length=120, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    basis = models.CharField(max_length=5)


class Road(models.Model):
    """A stretch between two junctions, both ways. `minutes` by car."""

    one = models.ForeignKey(Junction, models.CASCADE, related_name="+")
    other = models.ForeignKey(Junction, models.CASCADE, related_name="+")
    km = models.FloatField()
    minutes = models.FloatField()


class Leg(models.Model):
    """The way between two points by car, reckoned from the roads: points rounded to five decimals (a metre).

    A pair that is not here is estimated. Written anew as a whole by `reckon_legs`.
    """

    from_lat = models.FloatField()
    from_lon = models.FloatField()
    to_lat = models.FloatField()
    to_lon = models.FloatField()
    km = models.FloatField()
    minutes = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Basis])

    class Meta:
        indexes = [models.Index(fields=["from_lat", "from_lon"], name="legs_from_a_point")]  # the planner


class Nearby(models.Model):
    """A point of OpenStreetMap (ODbL) that helps on a way: where one eats, fills up, is repaired, sleeps."""

    osm_id = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["lat"], name="nearby_by_latitude")]  # what lies around a place
