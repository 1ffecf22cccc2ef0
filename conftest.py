"""`world`: a small province and the people whom every test knows.

It is made once for each test file through the same tables and demo life as `make demo`, only with fewer people, and is
gone after the file. A test that asks for it runs inside its own savepoint.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tinhso.core.accounts.actions.entering import open_session
from tinhso.core.accounts.actions.proofs import make_token
from tinhso.core.accounts.demo import persona
from tinhso.core.accounts.models import Account
from tinhso.core.people import demo as people_demo
from tinhso.core.people.demo import named_people
from tinhso.core.people.models import Person
from tinhso.kit.actors import Actor, Rights
from tinhso.kit.demo import Demo
from tinhso.kit.discovery import ordered_rooms

HOUSEHOLDS, PEOPLE = 200, 750
STAFF_TOKEN = ("watch_log",)


@dataclass(frozen=True)
class World:
    """The people of the stories, by the names of `/demo/`: my, la, thoa, hac, muon, inh, chu, dung, panh, xuan."""

    cast: dict[str, Person]

    def person(self, name: str) -> Person:
        """Someone of the cast, as the register knows them."""
        return self.cast[name]

    def account(self, name: str) -> Account:
        """The account of someone of the cast; `hac_elsewhere` is an officer with the same role in another commune."""
        if name.endswith("_elsewhere"):
            here = persona(name.removesuffix("_elsewhere")).posts.get()
            others = Account.objects.filter(posts__role=here.role).exclude(posts__place=here.place)
            return others.exclude(posts__place__kind="province").order_by("pk")[0]
        return persona(name)

    def rights(self, name: str) -> Rights:
        """What they may do now; a visitor's rights for an empty name."""
        account = self.account(name).pk if name else None
        return Account.objects.rights_of(Actor(account=account), at=timezone.now())

    def client(self, name: str, *, strict: bool = False) -> Client:
        """A browser in which they are signed in; a visitor's for an empty name. `strict` checks CSRF."""
        client = Client(enforce_csrf_checks=strict)
        if name:
            session = client.session
            open_session(session, self.account(name), device_name="test", at=timezone.now())
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    def token(self, name: str, *scope: str) -> str:
        """A machine's token with these permissions of theirs."""
        account, at, session = self.account(name), timezone.now(), self.client(name).session
        by = Actor(account=account.pk, person=account.person_id)
        ends = at + timedelta(days=1)
        return make_token(account, name="test", scope=scope, ends_at=ends, session=session, by=by, at=at)


@pytest.fixture(scope="module")
def _province(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """A province for the length of a test file, inside a transaction that is taken back."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as fewer:
        fewer.setattr(people_demo, "HOUSEHOLDS", HOUSEHOLDS)
        fewer.setattr(people_demo, "PEOPLE", PEOPLE)
        with transaction.atomic():
            call_command("load_reference")
            for room in ordered_rooms("demo"):
                room.fill(_demo(room.__name__))
            yield World(named_people())
            transaction.set_rollback(True)


def _demo(seed: str) -> Demo:
    return Demo(province=settings.PROVINCE, now=timezone.now(), random=Random(seed), step=lambda _part: None)


@pytest.fixture
def world(_province: World, db: None) -> World:
    """The province and its people."""
    return _province
