"""Chị Thoa's day on her own phone, in a real Chromium at 320 px: she fetches a village, goes where there is no signal,
enters someone new, and comes back; every page she sees is usable in the sun and with one thumb."""

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import violations
from tests.faults.house import House
from tests.faults.phones import Phone, a_phone, helper_signs_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("faults")]
IN_THE_SUN = {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]}
"""WCAG 2.2, 1.4.6: 7 to 1, large letters 4.5 to 1."""
THUMB = 44
SMALL = """least => [...document.querySelectorAll(
  "main :is(button, summary, input, select, textarea, a.button, label.check), .foot a")]
  .filter((one) => one.checkVisibility() && !one.closest("dialog:not([open])"))
  .filter((one) => !(one.matches("input[type=checkbox], input[type=radio]") && one.closest("label")))
  .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => box.height && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([told, box]) => `${told} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
IS_CARRIED = """async () => {
  const page = await (await caches.open("carried")).match("/field/newcomer/");
  const named = [...((await page?.text()) ?? "").matchAll(/(?:href|src)="([^"]+[.](?:css|js))"/g)];
  return named.length && (await Promise.all(named.map(([, path]) => caches.match(path)))).every(Boolean);
}"""
"""The form and all its files are on the phone."""
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def phone(served: House, browser: Browser) -> Iterator[Phone]:
    with a_phone(served, browser, random.Random(3), mark="/none", width=320) as made:
        helper_signs_in(made)
        yield made


def wait_until(page: Page, promised: str) -> None:
    """`wait_for_function` takes a promise for a yes; this waits for what it promises."""
    for _ in range(300):
        if page.evaluate(promised):
            return
        page.wait_for_timeout(100)
    pytest.fail("it never came")


def look(page: Page) -> None:
    """What axe, a thumb and the sun say of the whole page: on a low screen the bar below hides a part."""
    page.set_viewport_size({"width": 320, "height": 4000})
    page.emulate_media(reduced_motion="reduce")
    assert not page.evaluate(WIDE)
    assert violations(page) == []
    assert page.evaluate(SMALL, THUMB) == []
    page.evaluate("document.documentElement.toggleAttribute('data-sun', true)")
    assert violations(page, IN_THE_SUN) == []
    page.evaluate("document.documentElement.toggleAttribute('data-sun', localStorage.getItem('sun') === '1')")
    page.set_viewport_size({"width": 320, "height": 640})


def test_someone_new_is_met_without_signal_and_every_page_is_usable_in_the_sun(phone: Phone) -> None:
    page = phone.page
    page.goto(phone.home + "/field/")
    page.locator("#pin-new").fill("135790")
    look(page)
    page.locator("#pin-again").fill("135790")
    page.locator("[data-pin-new] button").click()
    page.locator("[data-part=choose] label").click()
    look(page)
    page.locator("[data-part=choose] button").click()
    page.locator("[data-part=villages] [data-do=open]").click()
    wait_until(page, IS_CARRIED)
    house = page.locator("[data-part=rows] details", has_text="Giàng A Dơ").first
    house.locator("summary").click()
    look(page)

    phone.line.dead = True
    phone.context.set_offline(True)
    house.locator("a[href*='newcomer']").click()
    page.locator("form[data-ready]:not([hidden])").wait_for()
    page.locator("[name=full_name]").fill("Giàng A Sìa")
    page.locator("[name=born]").fill("1971")
    page.locator("[name=relation]").select_option("sibling")
    look(page)
    page.locator("form[data-ready] button.full").click()
    page.locator("[data-when=kept]:not([hidden])").wait_for()
    look(page)

    phone.line.dead = False
    phone.context.set_offline(False)
    page.goto(phone.home + "/outbox/")
    page.locator(".parcel.accepted").wait_for()
    look(page)
    told = phone.house.python(
        "from tinhso.core.people.models import Person\n"
        "sia = Person.objects.get(full_name='Giàng A Sìa'); print(sia.birth_year, sia.household.number, sia.relation)"
    )
    assert told.stdout.split() == ["1971", "07", "sibling"]
