"""P07, P08: a real Chromium whose line breaks at every step: what was typed arrives once, or is still on the phone."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests.faults.house import House, many
from tests.faults.line import Fault, Line

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("faults")]
CHANCE = random.Random(7)


@dataclass
class Phone:
    """A phone on a bad line, and all that was typed on it."""

    context: BrowserContext
    line: Line
    house: House
    typed: list[str] = field(default_factory=list)

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.line.port}"

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(self.home + path)
        return page

    def fill_in(self, page: Page, photo: bytes = b"") -> None:
        """Type a new word, and send it."""
        word = f"word {uuid4().hex}"
        self.typed.append(word)
        page.locator("form[data-ready] [name=word]").fill(word)
        if photo:
            page.locator("[name=photo]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo})
        page.locator("form > button").click()

    def left(self) -> list[dict]:
        """What stands on the phone and is not accepted."""
        page = self.open("/outbox/now/")
        all_items = page.evaluate("import('/static/kit/outbox/store.js').then(store => store.items())")
        page.close()
        return [item for item in all_items if item["state"] != "accepted"]

    def send_all(self) -> None:
        """Press "send" until nothing waits, as a person would."""
        page = self.open("/outbox/no-signal/")
        for _ in range(8):
            page.evaluate("import('/static/kit/outbox/sending.js').then(m => m.sendAll({pressed: true}))")
            if not self.left():
                break
        page.close()

    def arrived(self) -> Counter[str]:
        """What the house has, and how often."""
        code = (
            "import json; from tinhso.core.files.models import File\n"
            "print(json.dumps(list(File.objects.filter(name__startswith='word').values_list('name', flat=True))))"
        )
        return Counter(json.loads(self.house.python(code).stdout))

    def delay(self) -> timedelta:
        """Between making and taking in, of the last item, as the house counts it."""
        code = (
            "from tinhso.core.outbox.models import Delivered\n"
            "last = Delivered.objects.latest('pk'); print((last.delivered_at - last.made_at).total_seconds())"
        )
        return timedelta(seconds=float(self.house.python(code).stdout))


@pytest.fixture
def phone(served: House, browser: Browser) -> Iterator[Phone]:
    line = Line(served.port, "/word/ ", CHANCE)
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield Phone(context, line, served)
    context.close()
    line.close()


def settled(page: Page) -> None:
    """Until the form says what became of it, or the page has gone on."""
    said = "[data-when=kept]:not([hidden]), [data-when=full]:not([hidden]), body:not(:has(form))"
    page.locator(said).first.wait_for(state="attached")


@pytest.mark.promise("P07")
def test_whatever_breaks_nothing_is_lost_and_nothing_is_doubled(phone: Phone) -> None:
    """Random faults on a few sendings, pages closed in the middle; then a good line and a person who presses."""
    for _ in range(many(3, 500)):
        for _ in range(CHANCE.randint(2, 3)):
            phone.line.faults = [CHANCE.choice(list(Fault)) for _ in range(CHANCE.randint(0, 2))]
            page = phone.open("/word/")
            phone.fill_in(page)
            page.locator("form[data-kept], body:not(:has(form))").first.wait_for(state="attached")
            if CHANCE.random() < 0.5:
                settled(page)
            page.close()
        phone.line.faults = []
        phone.send_all()
    assert phone.left() == []
    answers = {phone.line.again().split(b" ", 2)[1] for _ in range(5 * len(phone.line.posted))}
    assert answers == {b"200"}
    arrived = phone.arrived()
    assert {word: arrived[word] for word in phone.typed} == dict.fromkeys(phone.typed, 1)


@pytest.mark.promise("P07")
def test_an_app_that_is_killed_with_a_wrong_clock_off_line_sends_when_it_is_opened_again(phone: Phone) -> None:
    """The page dies with the line; off line the outbox still shows the word; with a line it goes, made when it was."""
    page = phone.open("/outbox/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.goto(phone.home + "/word/")
    page.clock.set_system_time(datetime.now(UTC) - timedelta(days=1))
    phone.line.dead = True
    phone.fill_in(page, photo=_picture())
    settled(page)
    page.close()
    again = phone.context.new_page()
    again.goto(phone.home + "/outbox/")
    assert again.locator("[data-outbox-list] .parcel.kept h3").inner_text() == f"Word: {phone.typed[0]}"
    assert again.locator("html").get_attribute("data-copy") == ""
    phone.line.dead = False
    phone.send_all()
    again.locator(".parcel.accepted").wait_for()
    assert phone.arrived()[phone.typed[0]] == 1
    assert b'filename="a.jpg"' in phone.line.posted[-1]
    assert len(phone.line.posted[-1]) < 260_000
    assert b"Exif" not in phone.line.posted[-1]
    assert phone.delay() < timedelta(minutes=10)


def _picture() -> bytes:
    """A photo as a phone takes it, on its side, with the place."""
    photo = Image.effect_noise((2400, 1800), 25).convert("RGB")
    told = Image.Exif()
    told[0x0112], told.get_ifd(0x8825)[1] = 6, "N"
    held = BytesIO()
    photo.save(held, "JPEG", quality=80, exif=told)
    return held.getvalue()


@pytest.mark.promise("P07")
def test_a_receipt_of_somebody_else_keeps_the_item_on_the_phone(phone: Phone) -> None:
    phone.line.faults = [Fault.FORGED]
    page = phone.open("/word/")
    phone.fill_in(page)
    settled(page)
    assert page.locator("[data-when=kept]:not([hidden])").count() == 1
    page.close()
    phone.send_all()
    assert len(phone.line.posted) > 1
    assert phone.left() == []
    assert phone.arrived()[phone.typed[0]] == 1


@pytest.mark.promise("P08")
def test_a_phone_that_lost_its_store_or_a_part_of_it_says_so(phone: Phone) -> None:
    phone.line.faults = [Fault.BEFORE, Fault.BEFORE]
    for _ in range(2):
        page = phone.open("/word/")
        phone.fill_in(page)
        settled(page)
        page.close()
    for loss in (LOSE_ITEMS, LOSE_ALL):
        page = phone.open("/outbox/now/")
        page.evaluate(loss)
        page.goto(phone.home + "/outbox/")
        page.locator("[data-part=lost]:not([hidden])").wait_for()
        assert page.locator("[data-part=lost] b").inner_text() == "2"
        page.locator("[data-part=read]").click()
        page.locator("[data-part=lost][hidden]").wait_for(state="attached")
        page.evaluate("document.cookie = document.cookie.match(/outbox=[^;]*/)[0].replace(/\\d+$/, '2') + '; path=/'")
        page.close()


LOSE_ITEMS = """() => new Promise((good, bad) => {
  const now = indexedDB.open('outbox');
  now.onsuccess = () => {
    const next = now.result.version + 1;
    now.result.close();
    const asked = indexedDB.open('outbox', next);
    asked.onupgradeneeded = () => asked.result.deleteObjectStore('items');
    asked.onsuccess = () => { asked.result.close(); good(); };
    asked.onerror = () => bad(asked.error);
  };
})"""
LOSE_ALL = """() => new Promise((good, bad) => {
  const asked = indexedDB.deleteDatabase('outbox');
  asked.onsuccess = () => good();
  asked.onerror = () => bad(asked.error);
})"""


FULL = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError"); };
}"""


@pytest.mark.promise("P08")
def test_a_phone_without_room_sends_at_once_and_off_line_says_that_it_cannot_keep(phone: Phone) -> None:
    page = phone.open("/word/")
    page.evaluate(FULL)
    phone.fill_in(page)
    settled(page)
    assert phone.arrived()[phone.typed[0]] == 1
    page.goto(phone.home + "/word/")
    page.evaluate(FULL)
    phone.context.set_offline(True)
    phone.fill_in(page)
    page.locator("[data-when=full]:not([hidden])").wait_for(state="attached")
    assert page.locator("[name=word]").input_value() == phone.typed[1]


def test_an_old_browser_checks_signatures_by_our_own_hand(phone: Phone) -> None:
    """RFC 8032, 7.1, tests 2 and 3; any other letter is refused."""
    page = phone.open("/outbox/no-signal/")
    for key, message, signature in VECTORS:
        assert page.evaluate(CHECK, [key, signature, message])
        for place in (0, 40, 127):
            changed = signature[:place] + ("0" if signature[place] != "0" else "1") + signature[place + 1 :]
            assert not page.evaluate(CHECK, [key, changed, message])
        assert not page.evaluate(CHECK, [key, signature, message + "00"])


CHECK = """async ([key, signature, message]) => {
  const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return (await import('/static/kit/outbox/ed25519.js')).verify(bytes(key), bytes(signature), bytes(message));
}"""
SECOND = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
THIRD = (
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)
VECTORS = [
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", SECOND),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", THIRD),
]
