"""The style page in a real browser: accessibility, narrow screens, large text, no script."""

import os
import shutil
import warnings

import pytest

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def browser():
    if not shutil.which(CHROMIUM):
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: apt-get install chromium")
        warnings.warn("BROWSER TESTS SKIPPED: no /usr/bin/chromium", stacklevel=1)
        pytest.skip("no Chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


def opened(browser, live_server, path: str, width: int, **cookies: str):
    scripts = cookies.pop("scripts", "on") == "on"
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts, locale="vi-VN")
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(live_server.url + path)
    return page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_axe_violation(browser, live_server, theme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, live_server, "/kit/", width, theme=theme)
    found = Axe().run(page)
    page.context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("width", "text"), [(320, "100"), (360, "200"), (768, "150")])
def test_no_sideways_scroll(browser, live_server, width, text):
    page = opened(browser, live_server, "/kit/", width, text=text)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_listen_hides_itself_without_script(browser, live_server):
    page = opened(browser, live_server, "/kit/", 360, scripts="off")
    assert page.locator("header [data-listen]").is_hidden()
    assert page.locator("h1").is_visible()
    page.context.close()


def test_nothing_is_refused_by_the_content_policy(browser, live_server):
    page = opened(browser, live_server, "/kit/", 1280)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.reload()
    assert [text for text in heard if "Content Security" in text] == []
    page.context.close()


def test_the_live_map_comes_only_when_asked(browser, live_server):
    page = opened(browser, live_server, "/kit/", 1280)
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.reload()
    assert not [url for url in asked if "leaflet" in url]
    page.locator("[data-show]").click()
    page.locator(".leaflet-container path.leaflet-interactive").first.wait_for()
    assert page.locator(".leaflet-container path.leaflet-interactive").count() == 3
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert refused == []
    page.context.close()


def test_a_keyboard_reaches_the_switches_and_they_work_without_script(browser, live_server):
    page = opened(browser, live_server, "/kit/", 1280, scripts="off")
    page.keyboard.press("Tab")
    assert page.locator("a.skip").evaluate("node => node === document.activeElement")
    page.locator("header button[value=dark]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("header button[value='125']").click()
    assert page.locator("html").get_attribute("data-text") == "125"
    page.locator("header button[value=id]").click()
    assert page.locator("html").get_attribute("lang") == "id"
    page.context.close()
