"""P07, P08: a member's phone in a real Chromium: many photos over a line that breaks, a PIN, a stick, a lost phone."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests.faults.house import House, many
from tests.faults.line import Fault, Line

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("faults")]
CHANCE = random.Random(8)
BROKEN = [Fault.BEFORE, Fault.BODY, Fault.ANSWER, Fault.HALF, Fault.NONE, Fault.NONE]
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
TAKEN = """
import json
from tinhso.core.files.models import File
from tinhso.core.outbox.models import Held, Locker, Piece
words = list(File.objects.filter(name__startswith="word").values_list("name", flat=True))
wiped = Locker.objects.filter(wiped_at__isnull=False).count()
print(json.dumps({"words": words, "held": Held.objects.count(), "wiped": wiped, "pieces": Piece.objects.count()}))
"""
REVOKE = "from django.utils import timezone; from tinhso.core.outbox.models import Locker; "
REVOKE += "Locker.objects.update(revoked_at=timezone.now())"
MODULES = "/static/kit/outbox/"


@dataclass
class Phone:
    """A phone that a member is signed in on."""

    context: BrowserContext
    line: Line
    house: House
    page: Page
    typed: list[str] = field(default_factory=list)

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.line.port}"

    def fill_in(self, *photos: bytes) -> None:
        """Type a new word, and wait until the form says what became of it."""
        self.typed.append(f"word {uuid4().hex}")
        self.page.goto(self.home + "/word/")
        self.page.locator("form[data-ready] [name=word]").fill(self.typed[-1])
        files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": one} for n, one in enumerate(photos)]
        self.page.locator("[name=photo]").set_input_files(files)
        self.page.locator("form > button").click()
        said = "[data-when=kept]:not([hidden]), [data-when=full]:not([hidden]), body:not(:has(form))"
        self.page.locator(said).first.wait_for(state="attached", timeout=60_000)

    def type_off_line(self, word: str) -> None:
        """Type a word while the line is dead or breaks, and wait until the phone has kept it."""
        self.typed.append(word)
        self.page.locator("form[data-ready] [name=word]").fill(word)
        self.page.locator("form > button").click()
        self.page.locator("[data-when=kept]:not([hidden])").wait_for(state="attached")

    def do(self, module: str, call: str, given: object = None) -> object:
        """Call something of a script of the phone."""
        return self.page.evaluate(f"(given) => import('{MODULES}{module}').then((m) => {call})", given)

    def who(self) -> str:
        return str(self.page.evaluate("localStorage.getItem('who')"))

    def choose_pin(self, pin: str) -> None:
        """As the field page does."""
        now = self.do("sending.js", "m.ask()")
        told = self.do("member/lock.js", "m.makeLocker(given[0], given[1])", [self.who(), pin])
        assert isinstance(now, dict)
        assert isinstance(told, dict)
        post = "fetch('/outbox/phones/open/', {method: 'POST', body: new URLSearchParams(given)})"
        post = f"(given) => {post}.then((answer) => answer.status)"
        assert self.page.evaluate(post, {**told, "csrfmiddlewaretoken": now["csrf"]}) == 200
        self.do("member/carry.js", "m.remember(given)", self.who())

    def states(self) -> list[str]:
        return [item["state"] for item in self.do("store.js", "m.items()")]

    def send(self) -> None:
        self.do("sending.js", "m.sendAll({pressed: true})")

    def taken(self) -> dict:
        return json.loads(self.house.python(TAKEN).stdout)


@pytest.fixture
def phone(served: House, browser: Browser) -> Iterator[Phone]:
    line = Line(served.port, "/", CHANCE)
    context = browser.new_context(viewport={"width": 320, "height": 640})
    key = served.python(MEMBER, f"member{uuid4().hex[:8]}").stdout.strip()
    context.add_cookies([{"name": "session", "value": key, "url": f"http://127.0.0.1:{line.port}"}])
    made = Phone(context, line, served, context.new_page())
    made.page.goto(made.home + "/word/")
    made.page.wait_for_function("localStorage.getItem('who')")
    yield made
    context.close()
    line.close()


def _photo(seed: int) -> bytes:
    held = BytesIO()
    Image.effect_noise((220 + seed, 160), 60).convert("RGB").save(held, "JPEG", quality=80)
    return held.getvalue()


@pytest.mark.promise("P07")
def test_twenty_photos_over_a_line_that_breaks_everywhere_arrive_once(phone: Phone) -> None:
    """Each request meets a fault of chance, pieces and form alike; only what is missing goes again."""
    before = phone.taken()
    for _ in range(many(1, 40)):
        phone.line.faults = [CHANCE.choice(BROKEN) for _ in range(8)]
        phone.fill_in(*(_photo(number) for number in range(20)))
        for _ in range(30):
            if "kept" not in phone.states():
                break
            phone.page.goto(phone.home + "/outbox/no-signal/")
            phone.send()
        phone.line.faults = []
        phone.send()
    assert set(phone.states()) == {"accepted"}
    after = phone.taken()
    assert sorted(after["words"]) == sorted(before["words"] + phone.typed)
    assert after["pieces"] == 0
    sent = sum(len(one) for one in phone.line.posted if b"/outbox/pieces/" in one[:60])
    assert sent > 0


@pytest.mark.promise("P08")
def test_a_locked_phone_shows_nothing_keeps_all_and_a_forgotten_pin_loses_nothing(phone: Phone) -> None:
    phone.choose_pin("135790")
    phone.page.goto(phone.home + "/word/")
    phone.line.dead = True
    phone.type_off_line(f"word {uuid4().hex}")
    phone.do("member/lock.js", "m.shut(given)", phone.who())
    shut = "m.items().then((all) => m.contentOf(all[0])).then(() => 'open', (shut) => shut.constructor.name)"
    assert phone.do("store.js", shut) == "Locked"
    assert phone.do("member/lock.js", "m.unlock(given, '000000').then((told) => told.state)", phone.who()) == "wrong"
    phone.line.dead = False
    phone.send()
    assert phone.states() == ["kept"]
    assert phone.typed[-1] not in phone.taken()["words"]
    file = str(phone.do("member/carry.js", "m.written(given)", phone.who()))
    assert phone.typed[-1] not in file

    now = phone.do("sending.js", "m.ask()")
    assert phone.do("member/carry.js", "m.handOver(given[0], given[1])", [phone.who(), now]) is True
    assert phone.taken()["words"].count(phone.typed[-1]) == 1
    assert phone.do("member/lock.js", "m.unlock(given, '135790').then((told) => told.state)", phone.who()) == "open"
    assert phone.states() == ["accepted"]


@pytest.mark.promise("P08")
def test_what_the_province_refused_is_still_told_after_the_locker_was_given_up(phone: Phone) -> None:
    """The PIN is forgotten: codes and reasons stay and are readable, and go only when their member puts them away."""
    phone.choose_pin("864209")
    who = phone.who()
    phone.page.reload()
    first, second = phone.page, phone.context.new_page()
    second.goto(first.url)
    phone.line.dead = True
    for phone.page, word in ((first, f"word {uuid4().hex}"), (second, "x" * 41)):
        phone.type_off_line(word)
    phone.do("member/lock.js", "m.shut(given)", who)
    phone.line.dead = False
    now = phone.do("sending.js", "m.ask()")
    assert phone.do("member/carry.js", "m.handOver(given[0], given[1])", [who, now]) is True
    phone.do("member/lock.js", "m.giveUp(given).then(() => m.empty(given))", who)
    assert sorted(phone.states()) == ["accepted", "refused"]
    phone.page.goto(phone.home + "/outbox/")
    refused = phone.page.locator("[data-outbox-list] .parcel.refused")
    refused.wait_for()
    assert "41" in refused.inner_text()
    assert "W." in phone.page.locator("[data-outbox-list] .parcel.accepted").inner_text()
    refused.locator("[data-drop]").click()
    refused.wait_for(state="detached")
    assert phone.states() == ["accepted"]


@pytest.mark.promise("P08")
def test_ten_wrong_pins_throw_away_what_was_carried_and_keep_what_is_unsent(phone: Phone) -> None:
    phone.choose_pin("246801")
    who = phone.who()
    phone.do("store.js", "m.keepWork(given, 'village/people.1', {hash: '', bytes: 3, at: ''}, 'abc')", who)
    told = "m.lockerOf(given).then((one) => import('/static/kit/outbox/store.js')"
    told += ".then((s) => s.tell('locker/' + given, {...one, tries: 4, wait: 0})))"
    phone.do("member/lock.js", told, who)
    phone.do("member/lock.js", "m.shut(given)", who)
    assert phone.do("member/lock.js", "m.unlock(given, '111112').then((told) => told.state)", who) == "wrong"
    assert phone.do("member/lock.js", "m.unlock(given, '246801').then((told) => told.state)", who) == "wait"
    phone.do("member/lock.js", told.replace("tries: 4", "tries: 9"), who)
    assert phone.do("member/lock.js", "m.unlock(given, '111113').then((told) => told.state)", who) == "dead"
    assert phone.do("store.js", "m.workOf(given)", who) == []
    assert phone.do("member/lock.js", "m.stateOf(given)", who) == "dead"


@pytest.mark.promise("P16")
def test_a_lost_phone_empties_itself_and_what_it_had_waits_for_a_person(phone: Phone) -> None:
    phone.choose_pin("975310")
    phone.line.faults = [Fault.BEFORE] * 3
    phone.page.goto(phone.home + "/word/")
    phone.type_off_line(f"word {uuid4().hex}")
    phone.line.faults = []
    before = phone.taken()
    phone.house.python(REVOKE)
    phone.send()
    after = phone.taken()
    assert after["held"] == before["held"] + 1
    assert after["wiped"] == before["wiped"] + 1
    assert phone.typed[-1] not in after["words"]
    assert phone.states() == []
    assert phone.do("member/lock.js", "m.stateOf(given)", phone.who()) == "none"


def test_two_members_of_one_phone_open_only_their_own(phone: Phone) -> None:
    phone.choose_pin("112358")
    one = phone.who()
    phone.do("store.js", "m.keepWork(given, 'village/people.1', {hash: '', bytes: 3, at: ''}, 'abc')", one)
    phone.do("member/lock.js", "m.shut(given)", one)
    phone.do("member/lock.js", "m.makeLocker('other', '271828')")
    read = "m.workOf(given).then(([part]) => m.readWork(given, part)).then((text) => text, () => 'locked')"
    assert phone.do("store.js", "m.workOf('other')") == []
    assert phone.do("store.js", read, one) == "locked"
    assert phone.do("member/lock.js", "m.unlock(given, '271828').then((told) => told.state)", one) == "wrong"
    assert phone.do("member/lock.js", "m.unlock(given, '112358').then((told) => told.state)", one) == "open"
    assert phone.do("store.js", read, one) == "abc"
