"""A plan as iCalendar (RFC 5545) and as GPX 1.1 (Topografix), by icalendar and gpxpy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from gpxpy import gpx as tracks
from icalendar import Calendar, Event, vGeo

from tinhso.kit.ground import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One stop: when, where, what. `exact`: the point is the place itself; another is not told to navigators."""

    uid: str
    title: str
    about: str
    where: str
    point: Point
    exact: bool
    comes: datetime
    goes: datetime


def ics(visits: Iterable[Visit], *, at: datetime, href: str) -> bytes:
    """A calendar of the visits. `at`: when the plan was kept; `href`: its page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tinh So//Destinations//VI")
    calendar.add("version", "2.0")
    for visit in visits:
        event = Event()
        event.add("uid", f"{visit.uid}@tinhso")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", visit.comes.astimezone(UTC))
        event.add("dtend", visit.goes.astimezone(UTC))
        event.add("summary", visit.title)
        event.add("description", visit.about)
        event.add("location", visit.where)
        event.add("url", href)
        if visit.exact:
            event.add("geo", vGeo(visit.point))
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def gpx(visits: Iterable[Visit]) -> bytes:
    """The stops whose point is known exactly: as way points, and a route a day."""
    made = tracks.GPX()
    made.creator = "Tỉnh Số"
    exact = [visit for visit in visits if visit.exact]
    for visit in exact:
        lat, lon = visit.point
        made.waypoints.append(tracks.GPXWaypoint(lat, lon, name=visit.title, description=visit.about))
    for day, stops in groupby(exact, key=lambda visit: visit.comes.date()):
        route = tracks.GPXRoute(name=day.isoformat())
        route.points = [tracks.GPXRoutePoint(*stop.point, name=stop.title) for stop in stops]
        made.routes.append(route)
    return made.to_xml().encode()
