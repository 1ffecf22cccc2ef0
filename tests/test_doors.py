"""Every door tried by every person: who may enter does, who may not does not, and no one meets a 500."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter
from django.utils import timezone

from tests.crawling import PEOPLE, walk
from tinhso.core.accounts.models import Account
from tinhso.kit.doors import Door, door_of
from tinhso.site.api import ROUTERS

pytestmark = pytest.mark.django_db

SOME = {UUIDConverter: lambda: str(uuid4()), IntConverter: lambda: "0", SlugConverter: lambda: "none"}
TYPED = {StringConverter: lambda: "none"}
FORGED = 418


@dataclass(frozen=True, slots=True)
class Opening:
    """One address with the verb it is tried by, and the door its view declared."""

    method: str
    path: str
    door: Door | None


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, before + _sample(one))
        else:
            yield before + _sample(one), one


def _sample(one: URLPattern | URLResolver) -> str:
    """The route with something in every gap that names no one."""
    route = str(one.pattern)
    for name, converter in one.pattern.converters.items():
        made = (SOME | TYPED)[type(converter)]()
        for kind in ("uuid", "int", "slug", "str"):
            route = route.replace(f"<{kind}:{name}>", made)
        route = route.replace(f"<{name}>", made)
    return route


def pages() -> list[Opening]:
    """Every address of a page, by GET and by POST."""
    listed = [("/" + path, one) for path, one in patterns(get_resolver()) if not path.startswith("api/")]
    return [Opening(verb, path, door_of(one.callback)) for path, one in listed for verb in ("GET", "POST")]


def calls() -> list[Opening]:
    """Every operation of the API."""
    mounts = [mount for label, router in ROUTERS.items() for mount in router.build_routers(f"/api/{label}")]
    return [
        Opening(method, _filled(f"{mount.prefix}/{path}"), door_of(operation.view_func))
        for mount in mounts
        for path, view in mount.template.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


def _filled(path: str) -> str:
    parts = [str(uuid4()) if part.startswith("{") else part for part in path.split("/") if part]
    return "/" + "/".join(parts) + ("/" if path.endswith("/") else "")


def test_every_door_says_who_may_enter():
    silent = {opening.path for opening in pages() + calls() if opening.door is None}
    assert not silent


@pytest.mark.promise("P16")
@pytest.mark.asvs("8.2.1", "8.3.1", "16.5.1")
@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: name or "visitor")
def test_a_person_enters_their_doors_and_no_others(world, name):
    client, rights = world.client(name), world.rights(name)
    client.raise_request_exception = False
    wrong = []
    for opening in pages() + calls():
        answer = client.generic(opening.method, opening.path)
        expected = _expected(opening, rights)
        if answer.status_code >= 500 or (answer.status_code != 405 and _met(answer) != expected):
            wrong.append((opening.method, opening.path, answer.status_code, expected))
        if name and not _still_signed_in(client):
            client = world.client(name)
            client.raise_request_exception = False
    assert not wrong


def _still_signed_in(client: Client) -> bool:
    """Whether no door that was tried has ended the session."""
    return Account.objects.who_asks(client.session, at=timezone.now())[1].signed_in


def _expected(opening: Opening, rights) -> str:
    if opening.door is not None and opening.door.password:
        return "sign in"
    if opening.door is not None and opening.door.signed:
        return "no"
    if opening.door is not None and opening.door.keyed and opening.method == "POST":
        return "no"
    if opening.door is None or opening.door.open:
        return "in"
    if not rights.signed_in:
        return "sign in"
    if opening.door.permission and not rights.may(opening.door.permission):
        return "no"
    return "in"


def _met(answer) -> str:
    """What the door answered: sign in first, no, or in (whatever the room then said)."""
    if answer.status_code == 401 or (answer.status_code == 302 and "/sign-in/?next=" in answer.headers["Location"]):
        return "sign in"
    return "no" if answer.status_code == 403 else "in"


@pytest.mark.asvs("3.5.1")
def test_a_form_from_elsewhere_is_refused(world, settings):
    """Every page that takes a form, and every call of the API in a signed-in browser, wants proof that it is ours."""
    settings.CSRF_FAILURE_VIEW = "tests.test_doors.forged"
    client = world.client("hac", strict=True)
    changing = [one for one in pages() + calls() if one.method not in ("GET", "HEAD") and one.door is not None]
    changing = [one for one in changing if not one.door.password]
    let_in = [one.path for one in changing if client.generic(one.method, one.path).status_code not in (FORGED, 403)]
    assert not let_in


def forged(*_args, **_named) -> HttpResponse:
    """What the forgery guard answers in these tests."""
    return HttpResponse(status=FORGED)


@pytest.mark.asvs("3.5.3")
def test_reading_changes_nothing(world):
    """A row count of every table before and after walking: log, sessions and notes of who was seen may grow."""
    before = _counts()
    for name in ("my", "hac", "chu"):
        walk(world.client(name), "/home/", "/")
    grown = {table for table, count in _counts().items() if count != before[table]}
    may = ("events_", "accounts_session", "people_listing", "people_reading")
    assert all(table.startswith(may) for table in grown), grown


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.mark.promise("P16")
@pytest.mark.asvs("8.2.2", "8.4.1")
def test_a_stranger_never_sees_a_citizens_page(world):
    """An officer of another commune, a neighbour and a visitor ask for Mỷ's page: for them there is no such page."""
    mine = f"/people/{world.person('my').uuid}/"
    assert world.client("hac").get(mine).status_code == 200
    for name in ("panh", "thoa_elsewhere", "hac_elsewhere"):
        assert world.client(name).get(mine).status_code in (403, 404), name
    assert Client().get(mine).status_code == 302
