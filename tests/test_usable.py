"""WCAG 2.2 AA on every page that each person can reach, by day and by night."""

from collections.abc import Iterator

import pytest

from tests.browsing import HOST, chromium, tab, violations_by_day_and_by_night
from tests.building import Parts
from tests.crawling import PEOPLE, Seen, walk

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
SHOWN: set[tuple[str, frozenset[object]]] = set()
"""Kinds of pages, and what they were built of when somebody saw them: they are opened for one person, not for nine."""
GOOD: set[frozenset[object]] = set()
"""What pages are built of in which axe found nothing wrong: another page of the same parts is not given to it again."""


@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: name or "visitor")
def test_everyone_can_use_every_page(world, name):
    """By axe in a window as tall as the page (nothing lies behind the foot bar), at 320 px without sideways scroll."""
    client = world.client(name)
    pages = {page.kind: page for page in walk(client, "/home/" if name else "/") if page.is_page}
    with chromium() as browser, tab(browser, client, width=320) as page:
        for path in _not_shown_yet(pages):
            page.goto(HOST + path)
            page.set_viewport_size({"width": 320, "height": page.evaluate("document.documentElement.scrollHeight")})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, f"{path} is {wide} px wide"
            parts = Parts(page.content()).found
            if parts not in GOOD:
                assert violations_by_day_and_by_night(page) == [], path
                GOOD.add(parts)


def _not_shown_yet(pages: dict[str, Seen]) -> Iterator[str]:
    for kind, seen in pages.items():
        built = (kind, Parts(seen.text).found)
        if built not in SHOWN:
            yield seen.path
            SHOWN.add(built)


def test_on_a_wide_screen_the_work_stands_beside_the_rail_of_duties(world):
    client = world.client("hac")
    with chromium() as browser, tab(browser, client, width=1280) as page:
        page.goto(HOST + "/home/")
        rail, work = page.locator(".rail").bounding_box(), page.locator("main").bounding_box()
    assert (rail["x"], rail["y"]) == (0, 0)
    assert (work["x"], work["y"]) == (rail["width"], 0)
    assert work["width"] > 3 * rail["width"]
