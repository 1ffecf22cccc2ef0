"""P07, P08: a real Chromium whose line breaks at every step: what was typed arrives once, or is still on the phone."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.faults.house import House, many
from tests.faults.line import Fault
from tests.faults.phones import FULL, Phone, a_phone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("faults")]
CHANCE = random.Random(7)
PRESS_UNTIL_ACCEPTED = """() => {
  if (document.querySelector(".parcel.accepted")) return true;
  document.querySelector("[data-part=send] button").click();
}"""
"""The page tries by itself too: a press while it does is no press, so a person presses again."""


@pytest.fixture
def phone(served: House, browser: Browser) -> Iterator[Phone]:
    with a_phone(served, browser, CHANCE, mark="/word/ ", width=360) as made:
        yield made


@pytest.mark.promise("P07")
def test_whatever_breaks_nothing_is_lost_and_nothing_is_doubled(phone: Phone) -> None:
    """Random faults on a few sendings, pages closed in the middle; then a good line and a person who presses."""
    for _ in range(many(3, 500)):
        for _ in range(CHANCE.randint(2, 3)):
            phone.line.faults = [CHANCE.choice(list(Fault)) for _ in range(CHANCE.randint(0, 2))]
            page = phone.open("/word/")
            phone.type_word()
            page.locator("form[data-kept], body:not(:has(form))").first.wait_for(state="attached")
            if CHANCE.random() < 0.5:
                phone.settled()
            page.close()
        phone.line.faults = []
        phone.open("/outbox/now/")
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
    phone.type_word(_picture())
    phone.settled()
    page.close()
    again = phone.open("/outbox/")
    assert again.locator("[data-outbox-list] .parcel.kept h3").inner_text() == f"Word: {phone.typed[0]}"
    assert again.locator("html").get_attribute("data-copy") == ""
    phone.line.dead = False
    again.wait_for_function(PRESS_UNTIL_ACCEPTED, polling=300)
    assert phone.arrived()[phone.typed[0]] == 1
    assert b'filename="0.jpg"' in phone.line.posted[-1]
    assert len(phone.line.posted[-1]) < 260_000
    assert b"Exif" not in phone.line.posted[-1]
    assert phone.delay() < 600


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
    phone.type_word()
    phone.settled()
    assert page.locator("[data-when=kept]:not([hidden])").count() == 1
    phone.send_all()
    assert len(phone.line.posted) > 1
    assert phone.left() == []
    assert phone.arrived()[phone.typed[0]] == 1


@pytest.mark.promise("P08")
def test_a_phone_that_lost_its_store_or_a_part_of_it_says_so(phone: Phone) -> None:
    phone.line.faults = [Fault.BEFORE, Fault.BEFORE]
    for _ in range(2):
        page = phone.open("/word/")
        phone.type_word()
        phone.settled()
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


def test_what_has_no_answer_is_told_at_once_and_not_when_the_signal_is_back(phone: Phone) -> None:
    page = phone.open("/word/")
    page.locator("form[data-ready]").wait_for()
    phone.line.dead = True
    phone.type_word(word=" ")
    told = page.locator("[data-when=refused]:not([hidden]) li")
    assert told.inner_text() == "Word Still open."
    assert phone.items() == []
    phone.line.dead = False


@pytest.mark.promise("P08")
def test_a_phone_without_room_sends_at_once_and_off_line_says_that_it_cannot_keep(phone: Phone) -> None:
    page = phone.open("/word/")
    page.evaluate(FULL)
    phone.type_word()
    phone.settled()
    assert phone.arrived()[phone.typed[0]] == 1
    page.goto(phone.home + "/word/")
    page.evaluate(FULL)
    phone.context.set_offline(True)
    phone.type_word()
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
