"""Panh's house in Mường Lạn: a room of its own and a common room with two mats, and who wants to sleep there."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from tinhso.core.accounts.tests.stories import person
from tinhso.core.cases.tests.stories import MONDAY, SYSTEM, Office, an_office
from tinhso.core.payments.models import PayeeAccount
from tinhso.core.payments.tests.stories import an_account
from tinhso.core.people.models import Person
from tinhso.economy.stays import reactions
from tinhso.economy.stays.actions.booking import Wanted, hold_stay
from tinhso.economy.stays.actions.homes import RoomTold, add_room, begin_home, change_home, open_home
from tinhso.economy.stays.domain.words import HomeKind
from tinhso.economy.stays.models import Booking, Home, Room
from tinhso.economy.stays.reference import load
from tinhso.events.models import Entry, Payload
from tinhso.events.reactions import Delivered, handlers
from tinhso.kit.actors import Actor

AT = MONDAY
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29)
A_DAY = timedelta(days=1)
PHONE = "+84912345678"


@dataclass
class House:
    """The home, its rooms, and its host."""

    home: Home
    room: Room
    mats: Room
    panh: Person
    office: Office

    @property
    def host(self) -> Actor:
        return Actor(account=None, person=self.panh.uuid)

    def wants(self, room: Room | None = None, first: date = SATURDAY, nights: int = 1, **also: object) -> Wanted:
        """Two people want a night of Saturday."""
        told = {"beds": 1, "people": 1, "name": "Nguyễn Thu Hà", "phone": PHONE} | also
        return Wanted(room=room or self.room, arrives=first, leaves=first + nights * A_DAY, **told)

    def books(self, room: Room | None = None, first: date = SATURDAY, nights: int = 1, **also: object) -> Booking:
        return hold_stay(self.wants(room, first, nights, **also), by=Actor(), at=AT)

    def takes_deposit(self, percent: int = 30, **also: object) -> PayeeAccount:
        """Panh opens an account and wants a part ahead."""
        payee = an_account(self.office.committee, self.office.muon, collects=False)
        Home.objects.filter(pk=self.home.pk).update(payee=payee, deposit=percent, **also)
        return payee


def a_house() -> House:
    """Built on Monday, open at once."""
    office = an_office()
    load(AT)
    panh = person("Lò Thị Panh", office.place)
    by = Actor(person=panh.uuid)
    home = begin_home(panh, name="Nhà sàn Hoa Mận", kind=HomeKind.HOMESTAY, place=office.place, by=by, at=AT)
    room = add_room(home, RoomTold(name="Phòng 1", beds=1, sleeps=2, weekday=350_000, weekend=420_000), by=by, at=AT)
    mats = add_room(home, RoomTold(name="Sàn chung", beds=2, sleeps=1, weekday=100_000, weekend=120_000), by=by, at=AT)
    change_home(home, told={"phone": PHONE}, by=by, at=AT)
    return House(open_home(home, by=by, at=AT), room, mats, panh, office)


def hand_over(since: int = 0) -> int:
    """Entries of the log after one go to our reactions, each twice as it may happen. Says which was the last."""
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


__all__ = ["AT", "A_DAY", "FRIDAY", "PHONE", "SATURDAY", "SUNDAY", "SYSTEM", "House", "a_house", "hand_over"]
