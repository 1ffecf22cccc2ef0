"""Phones in a real Chromium on a bad line: a visitor's, and one that a member is signed in on."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Page

from tests.faults.house import House
from tests.faults.line import Line

MODULES = "/static/kit/outbox/"
SETTLED = ":is([data-when=kept], [data-when=server], [data-when=full]):not([hidden]), body:not(:has(form))"
ARRIVED = """
import json
from tinhso.core.files.models import File
print(json.dumps(list(File.objects.filter(name__startswith="word").values_list("name", flat=True))))
"""
DELAY = """
from tinhso.core.outbox.models import Delivered
last = Delivered.objects.latest("pk"); print((last.delivered_at - last.made_at).total_seconds())
"""
MEMBER = """
import sys
from django.utils import timezone
from tinhso.core.accounts.actions import open_account
from tinhso.core.accounts.actions.entering import open_session
from tinhso.core.accounts.domain import Kind
from tinhso.core.accounts.models.sessions import SessionStore
from tinhso.kit.actors import Actor
at = timezone.now()
account = open_account(username=sys.argv[1], kind=Kind.CITIZEN, person=None, by=Actor.system(), at=at)
session = SessionStore()
open_session(session, account, device_name="phone", at=at)
print(session.session_key)
"""
FULL = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError"); };
}"""
"""Its store has no room any more."""


@dataclass
class Phone:
    """A phone, the page that lies open on it, and all words that were typed on it."""

    context: BrowserContext
    line: Line
    house: House
    page: Page
    typed: list[str] = field(default_factory=list)

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.line.port}"

    def open(self, path: str) -> Page:
        """Another page, which lies open from now on."""
        self.page = self.context.new_page()
        self.page.goto(self.home + path)
        return self.page

    def type_word(self, *photos: bytes, word: str = "") -> None:
        """Type a new word into the form that lies open, and press its button."""
        self.typed.append(word or f"word {uuid4().hex}")
        self.page.locator("form[data-ready] [name=word]").fill(self.typed[-1])
        files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": one} for n, one in enumerate(photos)]
        if files:
            self.page.locator("[name=photo]").set_input_files(files)
        self.page.locator("form > button").click()

    def settled(self) -> None:
        """Until the form says what became of it, or the page has gone on."""
        self.page.locator(SETTLED).first.wait_for(state="attached", timeout=60_000)

    def do(self, module: str, call: str, given: object = None) -> Any:
        """Call something of a script of the phone."""
        return self.page.evaluate(f"(given) => import('{MODULES}{module}').then((m) => {call})", given)

    def items(self) -> list[dict[str, Any]]:
        return list(self.do("store.js", "m.items()"))

    def states(self) -> list[str]:
        return [item["state"] for item in self.items()]

    def left(self) -> list[dict[str, Any]]:
        """What stands on the phone and is not accepted."""
        return [item for item in self.items() if item["state"] != "accepted"]

    def send(self) -> None:
        self.do("sending.js", "m.sendAll({pressed: true})")

    def send_all(self) -> None:
        """Press "send" until nothing waits, as a person would."""
        self.page.goto(self.home + "/outbox/no-signal/")
        for _ in range(8):
            self.send()
            if not self.left():
                break

    def arrived(self) -> Counter[str]:
        """What the house has, and how often."""
        return Counter(json.loads(self.house.python(ARRIVED).stdout))

    def delay(self) -> float:
        """Seconds between making and taking in, of the last item, as the house counts them."""
        return float(self.house.python(DELAY).stdout)

    def who(self) -> str:
        return str(self.page.evaluate("localStorage.getItem('who')"))

    def choose_pin(self, pin: str) -> None:
        """As the field page does."""
        now = self.do("sending.js", "m.ask()")
        told = self.do("member/lock.js", "m.makeLocker(given[0], given[1])", [self.who(), pin])
        post = "fetch('/outbox/phones/open/', {method: 'POST', body: new URLSearchParams(given)})"
        post = f"(given) => {post}.then((answer) => answer.status)"
        assert self.page.evaluate(post, {**told, "csrfmiddlewaretoken": now["csrf"]}) == 200
        self.do("member/carry.js", "m.remember(given)", self.who())

    def shut(self) -> None:
        self.do("member/lock.js", "m.shut(given)", self.who())

    def unlock(self, pin: str) -> str:
        return str(self.do("member/lock.js", "m.unlock(...given).then((told) => told.state)", [self.who(), pin]))


@contextmanager
def a_phone(house: House, browser: Browser, chance: random.Random, *, mark: str, width: int) -> Iterator[Phone]:
    """A phone whose posts to `mark` meet the faults of its line."""
    line = Line(house.port, mark, chance)
    context = browser.new_context(viewport={"width": width, "height": 2 * width})
    yield Phone(context, line, house, context.new_page())
    context.close()
    line.close()


def sign_in(phone: Phone) -> None:
    """A new member is signed in on it."""
    key = phone.house.python(MEMBER, f"member{uuid4().hex[:8]}").stdout.strip()
    phone.context.add_cookies([{"name": "session", "value": key, "url": phone.home}])
    phone.page.goto(phone.home + "/word/")
    phone.page.wait_for_function("localStorage.getItem('who')")


HELPER = """
import sys
from django.utils import timezone
from tinhso.core.accounts.actions import open_account
from tinhso.core.accounts.actions.entering import open_session
from tinhso.core.accounts.domain import Kind, Role
from tinhso.core.accounts.models import Post
from tinhso.core.accounts.models.sessions import SessionStore
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.actions import form_household, register_person
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor

def place(name, kind, parent):
    made = Place(name=name, kind=kind, unit_type={"commune": "xã", "village": "bản"}.get(kind, "tỉnh"), parent=parent)
    made.path = made.folded = made.sort_key = name
    made.save()
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save()
    return made

def person(name, home):
    return register_person(Particulars(name=Name.read(name), birth_year=1970, home=home.pk), by=by, at=at)

by, at = Actor.system(), timezone.now()
commune = place("Co Mạ", "commune", place("Sơn La", "province", None))
village = place("Pá Chóng", "village", commune)
office = Organisation(name="UBND Co Mạ", kind="agency", place=commune, valid_from=at.date())
office.fill()
office.save()
form_household(person("Giàng A Dơ", village), place=village, number="07", by=by, at=at)
account = open_account(
    username="thoa", kind=Kind.CITIZEN, person=person("Lường Thị Thoa", commune).uuid, by=by, at=at
)
Post.objects.create(account=account, organisation=office, role=Role.HELPER, title="-", place=commune, starts_at=at)
session = SessionStore()
open_session(session, account, device_name="phone", at=at)
print(session.session_key)
"""


def helper_signs_in(phone: Phone) -> None:
    """Thoa of the team of Co Mạ, in whose village Pá Chóng stands one house."""
    done = phone.house.python(HELPER)
    assert done.returncode == 0, done.stderr
    phone.context.add_cookies([{"name": "session", "value": done.stdout.strip(), "url": phone.home}])
