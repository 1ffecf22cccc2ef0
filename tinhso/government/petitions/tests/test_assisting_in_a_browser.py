"""Signing with a finger on the helper's phone, in a real Chromium."""

import pytest

from tests.browsing import HOST, chromium, tab, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WAYS = ("voice", "card", "signature", "paper")


def seen(page):
    return [way for way in WAYS if page.locator(f"[data-way={way}]").is_visible()]


def test_a_finger_signs_and_only_the_chosen_way_is_asked(world):
    thoa = world.client("thoa")
    with chromium() as browser, tab(browser, thoa) as page:
        page.goto(f"{HOST}/report/for/")
        assert seen(page) == []
        page.check("[name=consent_by][value=signature]", force=True)
        assert seen(page) == ["signature"]
        pad = page.locator("[data-signature] canvas")
        pad.evaluate("pad => pad.scrollIntoView({ block: 'center' })")
        assert violations(page) == []
        box = pad.bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + 90, steps=8)
        page.mouse.up()
        page.wait_for_selector("[data-signed]:not([hidden])")
        drawn = "document.querySelector('[name=consent_signature]').files"
        assert page.evaluate(f"{drawn}[0].type") == "image/png"
        assert page.evaluate(f"{drawn}[0].size") > 1000
        page.locator("[data-signature] button").click()
        assert page.evaluate(f"{drawn}.length") == 0
