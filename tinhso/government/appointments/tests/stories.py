"""An office with two counters on a Wednesday morning, and the people who come."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from conftest import World
from tinhso.core.accounts.models import Account, Post
from tinhso.core.organisations.models import Organisation
from tinhso.events.models import Entry, Payload
from tinhso.events.reactions import Delivered, handlers
from tinhso.government.appointments import reactions
from tinhso.government.appointments.actions.booking import Wanted, book_appointment
from tinhso.government.appointments.actions.offices import open_office, set_counter, sit_down
from tinhso.government.appointments.actions.taking import Taken, take_number
from tinhso.government.appointments.domain.words import How, Way
from tinhso.government.appointments.models import Appointment, Counter, Group, Matter, Office, Ticket
from tinhso.kit.actors import Actor

SYSTEM = Actor.system()
A_DAY = timedelta(days=1)


@dataclass
class Ground:
    """An office of its own, without a past; `one` and `two` work at its counters."""

    office: Office
    counters: tuple[Counter, Counter]
    one: Actor
    two: Actor
    at: datetime


def next_morning(office: Office, after: datetime) -> datetime:
    """Nine o'clock on the next day of full work."""
    day = timezone.localtime(after).replace(hour=9, minute=0, second=0, microsecond=0) + A_DAY
    while len(office.calendar().sessions(day.date())) < 2:
        day += A_DAY
    return day


def ground(world: World, *, seated: bool = True) -> Ground:
    """A department of Mỷ's commune gets a queue; an officer of it and the head of the commune work there."""
    home = world.person("my").home
    committee = Organisation.objects.current().agencies().get(place=home.parent_id, parent=None)
    officer = _posts(organisation__parent=committee, organisation__in=_without_queue(), role="officer")
    office = open_office(officer.organisation, by=SYSTEM, at=timezone.now())
    for number, serves in ((1, ("file", "ask")), (2, ("file", "collect"))):
        set_counter(office, number, serves=serves, by=SYSTEM, at=timezone.now())
    first, second = office.counters.current()
    at = next_morning(office, timezone.now())
    one, two = _actor(officer.account), _actor(_posts(organisation=committee, role="head").account)
    if seated:
        sit_down(first, by=one, at=at - timedelta(hours=1))
        sit_down(second, by=two, at=at - timedelta(hours=1))
    return Ground(office, (first, second), one, two, at)


def _without_queue() -> QuerySet[Organisation]:
    return Organisation.objects.current().exclude(pk__in=Office.objects.values("organisation"))


def _posts(**where: object) -> Post:
    rows = Post.objects.in_force(timezone.now()).select_related("account", "organisation")
    return rows.filter(**where).order_by("pk")[0]


def _actor(account: Account) -> Actor:
    return Actor(account=account.pk, person=account.person_id)


def matter(code: str = "file") -> Matter:
    return Matter.objects.get(code=code)


def take(there: Ground, code: str = "file", *, minutes: float = 0, group: str = "", **also: object) -> Ticket:
    """Somebody takes a number so many minutes after nine."""
    first = Group.objects.get(code=group) if group else None
    wish = Taken(office=there.office, matter=matter(code), how=How.KIOSK, group=first, **also)
    return take_number(wish, by=Actor(), at=there.at + timedelta(minutes=minutes))


def book(there: Ground, starts: datetime, *, person: object = None, by: Actor = SYSTEM, **also: object) -> Appointment:
    """An hour is booked, an hour before nine."""
    told = {"way": Way.PAGE, "matter": matter()} | also
    wanted = Wanted(office=there.office, starts=starts, person=person, **told)
    return book_appointment(wanted, by=by, at=there.at - timedelta(hours=1))


def hand_over(since: int) -> int:
    """Entries of the log after one go to our reactions, each twice as it may happen, and so does what follows.

    Says which one was the last.
    """
    mine = [told for name, told in handlers().items() if name.startswith(f"{reactions.__name__}.")]
    while new := list(Entry.objects.filter(pk__gt=since).order_by("pk")):
        for entry in new:
            for handler, names in mine:
                for _twice in range(2 if entry.name in names else 0):
                    handler(_delivered(entry))
        since = new[-1].pk
    return since


def _delivered(entry: Entry) -> Delivered:
    data = json.loads(Payload.objects.get(entry=entry).data)
    about = {"about_kind": entry.about_kind, "about": entry.about, "place": entry.place, "at": entry.at}
    return Delivered(seq=entry.pk, name=entry.name, version=1, data=data, **about)
