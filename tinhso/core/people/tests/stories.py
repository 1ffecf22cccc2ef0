"""The people and places that the stories of this register are told with."""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.words import Sex
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.doors import NotSignedIn

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
REGISTRAR = Actor(account=1, post=1)


def place(name: str = "Co Mạ", *, code: str = "03781", kind: str = "commune", unit_type: str = "xã") -> Place:
    """A place that stands."""
    made = Place(name=name, code=code, kind=kind, unit_type=unit_type, path="/")
    made.save()
    made.path = f"/{made.pk}/"
    made.save()
    return made


def told(name: str = "Giàng Thị Mỷ", **also: object) -> Particulars:
    """Particulars of someone: chị Mỷ, unless told otherwise."""
    known = {"name": Name.read(name), "birth_year": 1998, "sex": Sex.FEMALE, "ethnic_group": "08"}
    return Particulars(**(known | also))


def number(digits: str = "014198000001") -> IdentityNumber:
    return IdentityNumber.read(digits)


def someone(name: str = "Giàng Thị Mỷ", **also: object) -> Person:
    """A registered person."""
    return register_person(told(name, **also), by=REGISTRAR, at=NOW)


@dataclass(frozen=True)
class Rights:
    """Rights as the accounts register answers them: permissions, each everywhere (None) or in some places."""

    person: UUID | None = None
    shell: str = "desk"
    held: Mapping[str, frozenset[int] | None] = field(default_factory=dict)
    signed_in: bool = True
    unread: int = 0

    def may(self, permission: str, *, place: int | None = None, agency: int | None = None) -> bool:
        places = self.held.get(permission, frozenset())
        return permission in self.held and (place is None or places is None or place in places)

    def places(self, permission: str) -> frozenset[int] | None:
        return self.held.get(permission, frozenset())

    def agencies(self, permission: str) -> frozenset[int] | None:
        return None if permission in self.held else frozenset()


KEEPING = (
    "read_person",
    "register_person",
    "correct_person",
    "move_person",
    "form_household",
    "record_death",
    "merge_people",
    "forget_person",
)


def registrar(*places: Place) -> Rights:
    """Someone who keeps the register, everywhere or in some places."""
    where = frozenset(one.pk for one in places) or None
    return Rights(held={**dict.fromkeys(KEEPING, where), "keep_organisations": where})


def citizen(person: Person) -> Rights:
    return Rights(person=person.uuid, shell="citizen")


class Visitor:
    """Someone at the doors: opens pages and sends forms as a browser does, with a session of their own."""

    def __init__(self, rights: Rights, *, account: int = 7) -> None:
        self.rights, self.actor = rights, Actor(account=account, person=rights.person)
        self.session: dict[str, object] = {}

    def open(self, address: str) -> HttpResponse:
        return self._ask(RequestFactory().get(address))

    def send(self, address: str, **typed: object) -> HttpResponse:
        return self._ask(RequestFactory().post(address, typed))

    def machine(self, method: str, address: str, **body: object) -> HttpResponse:
        request = RequestFactory().generic(method, address, json.dumps(body), content_type="application/json")
        return self._ask(request)

    def _ask(self, request: Any, *, at: datetime = NOW) -> HttpResponse:
        request.rights, request.actor, request.at = self.rights, self.actor, at
        request.session, request.csrf_processing_done = self.session, True
        request._messages = CookieStorage(request)
        match = resolve(request.path)
        try:
            return match.func(request, *match.args, **match.kwargs)
        except Http404:
            return HttpResponse(status=404)
        except PermissionDenied:
            return HttpResponse(status=403)
        except NotSignedIn:
            return HttpResponse(status=401)


def words(answer: HttpResponse) -> str:
    return html.unescape(answer.content.decode())
