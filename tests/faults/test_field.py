"""P07, P08: a member's phone in a real Chromium: many photos over a line that breaks, a PIN, a stick, a lost phone."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.faults.house import House, many
from tests.faults.line import Fault
from tests.faults.phones import FULL, Phone, a_phone, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("faults")]
CHANCE = random.Random(8)
BROKEN = [Fault.ILL, Fault.BEFORE, Fault.BODY, Fault.ANSWER, Fault.HALF, Fault.NONE, Fault.NONE]
TOLD = """
import json
from tinhso.core.outbox.models import Held, Locker, Piece
wiped = Locker.objects.filter(wiped_at__isnull=False).count()
print(json.dumps({"held": Held.objects.count(), "wiped": wiped, "pieces": Piece.objects.count()}))
"""
REVOKE = "from django.utils import timezone; from tinhso.core.outbox.models import Locker; "
REVOKE += "Locker.objects.update(revoked_at=timezone.now())"


@pytest.fixture
def phone(served: House, browser: Browser) -> Iterator[Phone]:
    with a_phone(served, browser, CHANCE, mark="/", width=320) as made:
        sign_in(made)
        yield made


def told(phone: Phone) -> dict[str, int]:
    """What the house holds of phones."""
    return dict(json.loads(phone.house.python(TOLD).stdout))


def typed_off_line(phone: Phone, word: str = "") -> None:
    """Type a word while the line is dead or breaks, and wait until the phone has kept it."""
    phone.type_word(word=word)
    phone.page.locator("[data-when=kept]:not([hidden])").wait_for(state="attached")


def _photo(seed: int) -> bytes:
    held = BytesIO()
    Image.effect_noise((220 + seed, 160), 60).convert("RGB").save(held, "JPEG", quality=80)
    return held.getvalue()


@pytest.mark.promise("P07")
def test_twenty_photos_over_a_line_that_breaks_everywhere_arrive_once(phone: Phone) -> None:
    """Each request meets a fault of chance, pieces and form alike; only what is missing goes again."""
    before = phone.arrived()
    for _ in range(many(1, 40)):
        phone.line.faults = [CHANCE.choice(BROKEN) for _ in range(8)]
        phone.page.goto(phone.home + "/word/")
        phone.type_word(*(_photo(number) for number in range(20)))
        phone.settled()
        for _ in range(30):
            if "kept" not in phone.states():
                break
            phone.page.goto(phone.home + "/outbox/no-signal/")
            phone.send()
        phone.line.faults = []
        phone.send()
    assert set(phone.states()) == {"accepted"}
    assert phone.arrived() - before == dict.fromkeys(phone.typed, 1)
    assert told(phone)["pieces"] == 0
    sent = sum(len(one) for one in phone.line.posted if b"/outbox/pieces/" in one[:60])
    assert sent > 0


@pytest.mark.promise("P07")
def test_a_fault_of_the_province_is_called_a_fault_and_is_no_lack_of_signal(phone: Phone) -> None:
    """While pieces go, while the form goes, and when the phone first asks: kept, called so, and tried again."""
    for photos in ([_photo(number) for number in range(12)], []):
        phone.page.goto(phone.home + "/word/")
        phone.line.faults = [Fault.ILL]
        phone.type_word(*photos)
        phone.page.locator("[data-when=server]:not([hidden])").wait_for(state="attached")
        [item] = phone.left()
        assert (item["state"], item["why"]) == ("kept", "server")
        phone.line.ill = True
        assert phone.do("sending.js", "m.sendAll({pressed: true})") == "server"
        [item] = phone.left()
        assert (item["state"], item["why"], item["tries"]) == ("kept", "server", 2)
        phone.line.ill, phone.line.dead = False, True
        assert phone.do("sending.js", "m.sendAll({pressed: true})") == "line"
        assert phone.left()[0]["why"] == "line"
        phone.line.dead = False
        phone.send()
        assert phone.left() == []
    assert phone.arrived() & Counter(phone.typed) == Counter(phone.typed)


@pytest.mark.promise("P08")
def test_a_locked_phone_that_is_full_says_so_and_what_was_typed_stays(phone: Phone) -> None:
    phone.choose_pin("192837")
    phone.page.goto(phone.home + "/word/")
    phone.page.evaluate(FULL)
    phone.line.dead = True
    phone.context.set_offline(True)
    phone.type_word()
    phone.page.locator("[data-when=full]:not([hidden])").wait_for(state="attached")
    assert phone.page.locator("[name=word]").input_value() == phone.typed[0]
    assert phone.states() == []
    phone.line.dead = False
    phone.context.set_offline(False)
    phone.page.locator("form > button").click()
    phone.settled()
    assert phone.arrived()[phone.typed[0]] == 1


@pytest.mark.promise("P07")
def test_a_locked_phone_killed_with_a_wrong_clock_sends_once_and_shuts_when_the_clock_jumps(
    phone: Phone,
) -> None:
    """The app dies off line while its clock is a day behind; then the clock is put right, and a day ahead."""
    day, now = timedelta(days=1), datetime.now(UTC)
    phone.page.clock.set_system_time(now - day)
    phone.choose_pin("564738")
    phone.page.goto(phone.home + "/word/")
    phone.line.dead = True
    typed_off_line(phone)
    phone.page.close()
    phone.line.dead = False
    phone.open("/outbox/no-signal/")
    stands = "m.stateOf(given)"
    for at in (now, now + day):
        phone.page.clock.set_system_time(at)
        assert phone.do("member/lock.js", stands, phone.who()) == "shut"
    phone.page.clock.set_system_time(now)
    assert phone.unlock("564738") == "open"
    phone.send()
    assert phone.states() == ["accepted"]
    assert phone.arrived()[phone.typed[0]] == 1


@pytest.mark.promise("P08")
def test_a_locked_phone_shows_nothing_keeps_all_and_a_forgotten_pin_loses_nothing(phone: Phone) -> None:
    phone.choose_pin("135790")
    phone.page.goto(phone.home + "/word/")
    phone.line.dead = True
    typed_off_line(phone)
    phone.shut()
    shut = "m.items().then((all) => m.contentOf(all[0])).then(() => 'open', (shut) => shut.constructor.name)"
    assert phone.do("store.js", shut) == "Locked"
    assert phone.unlock("000000") == "wrong"
    phone.line.dead = False
    phone.send()
    assert phone.states() == ["kept"]
    assert phone.typed[-1] not in phone.arrived()
    file = str(phone.do("member/carry.js", "m.written(given)", phone.who()))
    assert phone.typed[-1] not in file

    now = phone.do("sending.js", "m.ask()")
    assert phone.do("member/carry.js", "m.handOver(given[0], given[1])", [phone.who(), now]) is True
    assert phone.arrived()[phone.typed[-1]] == 1
    assert phone.unlock("135790") == "open"
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
    for phone.page, word in ((first, ""), (second, "x" * 41)):
        typed_off_line(phone, word)
    phone.shut()
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
    tried = "m.lockerOf(given).then((one) => import('/static/kit/outbox/store.js')"
    tried += ".then((s) => s.tell('locker/' + given, {...one, tries: 4, wait: 0})))"
    phone.do("member/lock.js", tried, who)
    phone.shut()
    assert phone.unlock("111112") == "wrong"
    assert phone.unlock("246801") == "wait"
    phone.do("member/lock.js", tried.replace("tries: 4", "tries: 9"), who)
    assert phone.unlock("111113") == "dead"
    assert phone.do("store.js", "m.workOf(given)", who) == []
    assert phone.do("member/lock.js", "m.stateOf(given)", who) == "dead"


@pytest.mark.promise("P16")
def test_a_lost_phone_empties_itself_and_what_it_had_waits_for_a_person(phone: Phone) -> None:
    phone.choose_pin("975310")
    phone.line.faults = [Fault.BEFORE] * 3
    phone.page.goto(phone.home + "/word/")
    typed_off_line(phone)
    phone.line.faults = []
    before = told(phone)
    phone.house.python(REVOKE)
    phone.send()
    after = told(phone)
    assert after["held"] == before["held"] + 1
    assert after["wiped"] == before["wiped"] + 1
    assert phone.typed[-1] not in phone.arrived()
    assert phone.states() == []
    assert phone.do("member/lock.js", "m.stateOf(given)", phone.who()) == "none"


def test_two_members_of_one_phone_open_only_their_own(phone: Phone) -> None:
    phone.choose_pin("112358")
    one = phone.who()
    phone.do("store.js", "m.keepWork(given, 'village/people.1', {hash: '', bytes: 3, at: ''}, 'abc')", one)
    phone.shut()
    phone.do("member/lock.js", "m.makeLocker('other', '271828')")
    read = "m.workOf(given).then(([part]) => m.readWork(given, part)).then((text) => text, () => 'locked')"
    assert phone.do("store.js", "m.workOf('other')") == []
    assert phone.do("store.js", read, one) == "locked"
    assert phone.unlock("271828") == "wrong"
    assert phone.unlock("112358") == "open"
    assert phone.do("store.js", read, one) == "abc"
