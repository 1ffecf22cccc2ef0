"""Light: bytes over the air in a real Chromium, and a report on a 2G line (50 kbit/s, 600 ms)"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from random import Random

from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.serving import Served, served
from bench.slow_line import GPRS, Line

Row = tuple[str, str, str]
PAGES = (("front page", "/"), ("report", "/report/"), ("track", "/track/"), ("outbox", "/outbox/"))
HOME = ("home, signed in", "/home/")
QUIET_MS = 1500
CHROMIUM = "/usr/bin/chromium"


def run() -> list[Row]:
    """Weights of first and later visits, then the report on a slow line. All that passes the line is counted."""
    with served("") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        line = Line(server.port)
        rows = [*_weights(browser, server, line), *_slow(browser, line)]
        browser.close()
    return rows


@contextmanager
def phone(browser: Browser) -> Iterator[tuple[BrowserContext, Page]]:
    """A new telephone, which has been nowhere."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context, context.new_page()
    context.close()


def visit(page: Page, line: Line, path: str) -> float:
    """Go there, wait until all is quiet, and say how many KB came."""
    line.taken()
    page.goto(line.home + path)
    page.wait_for_load_state("networkidle")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(QUIET_MS)
    return line.taken() / 1000


def _weights(browser: Browser, server: Served, line: Line) -> Iterator[Row]:
    """Each page by a new phone, with what its worker fetches; then each again by one that has been everywhere."""
    for title, path in PAGES:
        with phone(browser) as (_context, page):
            yield f"first visit, all that a phone fetches: {title}", f"{visit(page, line, path):.1f} KB", "≤ 100 KB"
    with phone(browser) as (context, page):
        for _title, path in PAGES:
            visit(page, line, path)
        for title, path in PAGES:
            yield f"later visit: {title}", f"{visit(page, line, path):.1f} KB", "≤ 15 KB"
        server.sign_in("my")
        for name, value in server.cookies.items():
            context.add_cookies([{"name": name, "value": value, "url": line.home}])
        visit(page, line, HOME[1])
        yield f"later visit: {HOME[0]}", f"{visit(page, line, HOME[1]):.1f} KB", "≤ 15 KB"


def _slow(browser: Browser, line: Line) -> Iterator[Row]:
    """The second visit to the form on 2G until its first question can be answered; then a report with one photo."""
    with phone(browser) as (_context, page):
        for path in ("/", "/report/"):
            visit(page, line, path)
        line.rate, line.delay = GPRS
        start = time.monotonic()
        page.goto(line.home + "/report/", wait_until="commit")
        page.locator("form[data-ready] label").first.wait_for(state="attached")
        yield "2G: the form of a second visit can be used", f"{time.monotonic() - start:.1f} s", "< 4 s"
        yield "2G: a report with one photo has its receipt", f"{_report(page):.1f} s", "< 60 s"


def _report(page: Page) -> float:
    page.wait_for_load_state("load")
    page.evaluate("document.querySelector('form[data-outbox]').classList.add('whole')")
    page.locator("[name=topic]").first.check(force=True)
    page.locator("[name=photo_1]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": _photo()})
    page.locator("[name=words]").fill("Cầu ra bản bị gãy một nhịp, trẻ con không đi học được.")
    page.locator("[name=where]").fill("Co Mạ")
    start = time.monotonic()
    page.locator("form[data-outbox] button:not([type=button])").last.click()
    page.wait_for_url(lambda url: not url.split("#")[0].endswith("/report/"), timeout=120_000, wait_until="commit")
    return time.monotonic() - start


def _photo() -> bytes:
    """A photo of 12 million points with as much in it as a street has: about 4 MB."""
    chance = Random(1)
    small = Image.new("RGB", (250, 188))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(250 * 188)])
    held = BytesIO()
    small.resize((4000, 3008)).filter(ImageFilter.GaussianBlur(2)).save(held, "JPEG", quality=92)
    return held.getvalue()
