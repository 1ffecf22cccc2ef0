"""P18: a robot opens every door with a probe person behind it; whatever shows them leaves a trace that they can see."""

import json
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from tests.crawling import walk
from tests.test_doors import patterns
from tinhso.core.accounts.actions import give_post, open_account
from tinhso.core.accounts.actions.entering import open_session
from tinhso.core.accounts.domain import Kind, Role
from tinhso.core.accounts.models import Account
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.actions import forget_old_lists, form_household, lists_showing, looks_at, register_person
from tinhso.core.people.actions import tell_lists as tell
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.models import Likeness, Listing, Person, Sighting
from tinhso.core.places.models import Place
from tinhso.events.log import history
from tinhso.kit.actors import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P18")]
NAME, WORDS, PHONE, SHOWN_PHONE = "Vừ Thị Xéch", "vu thi xech", "+84987654321", "0987 654 321"
STAFF = ("hac", "inh", "muon", "chu", "panh", "thoa", "registrar")


class Probe:
    """A person whose name nobody else has, with a household and an entry that looks like them."""

    def __init__(self, world):
        home, by, at = world.person("my").home, Actor.system(), timezone.now()
        told = Particulars(name=Name.read(NAME), birth_year=1991, home=home.pk)
        self.person = register_person(told, by=by, at=at)
        Person.objects.filter(pk=self.person.pk).update(phone=PHONE)
        self.double = register_person(told, by=by, at=at)
        self.household = form_household(self.person, place=home, number="99/99", by=by, at=at)
        self.likeness = Likeness.objects.get(one=self.person, other=self.double)
        self.mine = {str(self.person.uuid), str(self.double.uuid)}

    def addresses(self):
        """Every address with a uuid in it, filled with each uuid that leads to the probe; and those that search."""
        known = [self.person.uuid, self.double.uuid, self.household.uuid, self.likeness.uuid]
        some = str(uuid4())
        made = []
        for path, _pattern in patterns(get_resolver()):
            gap = next((part for part in path.split("/") if len(part) == 36 and part.count("-") == 4), some)
            made += [f"/{path.replace(gap, str(one))}" for one in known] if gap != some else [f"/{path}"]
        return [*made, "/people/?commune=" + self.person.home.code, f"/search/?q={WORDS}", f"/api/search/?q={WORDS}"]

    def api(self):
        return ["/api/people/", f"/api/people/households/{self.household.uuid}", "/api/people/likenesses"]

    def noted(self, account):
        """Lists with the probe that this account was shown."""
        mine = [one for one in Listing.objects.filter(by__account=account.pk) if self.mine & set(one.people)]
        return len(mine)

    def read(self, account):
        """Whether this account said why it opened the probe."""
        looks = [one for one in history(self.person) if one.event.name == "people.PersonRead"]
        return any(one.by.account == account.pk for one in looks)


@pytest.fixture
def probe(world):
    return Probe(world)


def staff(world, name):
    if name != "registrar":
        return world.account(name)
    by, at, top = Actor.system(), timezone.now(), Place.objects.home()
    made = open_account(username="probe.registrar", kind=Kind.STAFF, person=None, by=by, at=at)
    office = Organisation.objects.filter(name="Sở Nội vụ")[0]
    give_post(
        made, organisation=office, role=Role.REGISTRAR, title="x", place=top, starts_at=at, ends_at=None, by=by, at=at
    )
    return made


def browser(account):
    client = Client(raise_request_exception=False)
    session = client.session
    open_session(session, account, device_name="test", at=timezone.now())
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def text_of(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content).decode(errors="replace")
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        return json.dumps(answer.json(), ensure_ascii=False)
    return answer.content.decode(errors="replace")


@pytest.mark.parametrize("name", STAFF)
def test_whatever_shows_a_person_leaves_a_trace(world, probe, name):
    account = staff(world, name)
    client, silent, shown = browser(account), [], Counter()
    asked = [(path, lambda path=path: client.get(path)) for path in [*probe.addresses(), *probe.api()]]
    asked += [
        ("POST /people/", lambda: client.post("/people/", {"words": WORDS})),
        ("POST /counter/", lambda: client.post("/counter/", {"words": WORDS})),
        ("POST /api/people/search", lambda: client.post("/api/people/search", {"words": WORDS}, "application/json")),
    ]
    for path, ask in asked:
        before = probe.noted(account)
        answer = ask()
        if answer.status_code != 200 or NAME not in (text := text_of(answer)):
            continue
        shown[path.partition("?")[0]] += 1
        told = probe.noted(account) > before or probe.read(account)
        if not told or (SHOWN_PHONE in text and not probe.read(account)):
            silent.append(path)
    assert silent == []
    assert bool(shown) == account_may_read(account)

    tell(at=timezone.now())
    days = [one for one in lists_showing(probe.person) if one.by == account.person_id]
    assert len(days) == len({one.way for one in days})
    assert bool(days) == bool(shown)
    assert probe.noted(account) <= sum(shown.values())


def account_may_read(account):
    rights = Account.objects.rights_of(Actor(account=account.pk), at=timezone.now())
    commune = Person.objects.get(full_name=NAME, household__number="99/99").home_id
    return rights.may("read_person", place=commune)


def test_pages_reached_by_links_are_no_other_way_in(world, probe):
    client, account = browser(world.account("hac")), world.account("hac")
    before = probe.noted(account)
    pages = walk(client, "/home/", "/people/", f"/people/{probe.person.uuid}/")
    with_name = [page.path for page in pages if page.is_page and NAME in page.text]
    assert with_name
    assert probe.noted(account) - before == len(with_name)


def test_one_list_is_one_entry_and_each_person_sees_it(world, probe):
    account = world.account("hac")
    client = browser(account)
    client.get("/people/?commune=" + probe.person.home.code)
    client.post("/people/", {"words": WORDS})
    assert Sighting.objects.count() == 0
    lists = list(Listing.objects.order_by("id"))
    assert tell(at=timezone.now()) == len(lists) == 2
    assert tell(at=timezone.now()) == 0
    for one in lists:
        [happened] = history(one)
        assert (happened.event.name, happened.event.people) == ("people.PeopleListed", len(one.people))
        assert (happened.by.account, happened.at) == (account.pk, one.at)
    everyone = {uuid for one in lists for uuid in one.people}
    assert {str(uuid) for uuid in Sighting.objects.values_list("person", flat=True)} == everyone
    assert looks_at(probe.person) == []


def test_someone_sees_on_their_own_page_who_was_shown_their_name(world):
    me, my = browser(world.account("my")), world.person("my")
    assert "Danh sách" not in text_of(me.get("/me/"))
    browser(world.account("hac")).post("/people/", {"words": my.full_name})
    tell(at=timezone.now())
    page = text_of(me.get("/me/"))
    assert world.person("hac").full_name in page
    assert me.get("/api/people/me").json()["lists"][0]["who"] == world.person("hac").full_name


def test_lists_are_forgotten_after_a_year(world, probe):
    browser(world.account("hac")).post("/people/", {"words": WORDS})
    now = timezone.now()
    tell(at=now)
    forget_old_lists(at=now + timedelta(days=364))
    assert (Listing.objects.count(), Sighting.objects.count() > 0) == (1, True)
    forget_old_lists(at=now + timedelta(days=367))
    assert (Listing.objects.count(), Sighting.objects.count()) == (0, 0)
