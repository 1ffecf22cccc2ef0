"""`world`: a small province and the people whom every test knows.

It is made through the same tables and demo life as `make demo`, only with fewer people. Files that ask for it run
first, one after another, and share it; a file that does not ask finds it gone. Each test has a savepoint of its own.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tinhso.core.accounts.actions.entering import open_session
from tinhso.core.accounts.actions.proofs import make_token
from tinhso.core.accounts.demo import persona
from tinhso.core.accounts.models import Account
from tinhso.core.accounts.models.rights import forget as forget_rights
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


class Province:
    """The province in a transaction that is taken back; filled when it is first asked for."""

    def __init__(self) -> None:
        self.transaction = ExitStack()
        self.world: World | None = None

    def opened(self) -> World:
        """The province, filled now if it was not."""
        if self.world is None:
            with ExitStack() as begun:
                begun.enter_context(_taken_back())
                self.world = _filled()
                self.transaction = begun.pop_all()
        return self.world

    def close(self) -> None:
        """Leave the database as it was."""
        self.transaction.close()
        self.world = None


PROVINCE = Province()
ASKING: set[Path] = set()
"""Files of which a test asks for the province."""


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _filled() -> World:
    with pytest.MonkeyPatch.context() as fewer:
        fewer.setattr(people_demo, "HOUSEHOLDS", HOUSEHOLDS)
        fewer.setattr(people_demo, "PEOPLE", PEOPLE)
        call_command("load_reference")
        for room in ordered_rooms("demo"):
            room.fill(_demo(room.__name__))
    return World(named_people())


def _demo(seed: str) -> Demo:
    return Demo(province=settings.PROVINCE, now=timezone.now(), random=Random(seed), step=lambda _part: None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with the province come first, so that it is filled once; the longest are among them."""
    ASKING.update(item.path for item in items if "world" in getattr(item, "fixturenames", ()))
    items.sort(key=lambda item: item.path not in ASKING)


@pytest.fixture(scope="module")
def for_the_file(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is written now stays for the tests of this file, and is taken back after it."""
    with django_db_blocker.unblock(), _taken_back():
        yield


@pytest.fixture(scope="session")
def _taken_back_in_the_end(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        PROVINCE.close()


@pytest.fixture(scope="module")
def _province(_taken_back_in_the_end: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock():
        yield PROVINCE.opened()


@pytest.fixture(scope="module", autouse=True)
def _no_province_is_left(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    """A file that does not ask for the province finds an empty database."""
    if request.path not in ASKING:
        with django_db_blocker.unblock():
            PROVINCE.close()


@pytest.fixture(autouse=True)
def _rights_are_asked_anew() -> None:
    """A process keeps rights for some seconds by the account's number and version, which come again in every test."""
    forget_rights(None)


@pytest.fixture
def world(_province: World, db: None) -> World:
    """The province and its people."""
    return _province
