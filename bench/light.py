"""Light: bytes over the air in a real Chromium, and a report on a 2G line (50 kbit/s, 600 ms)"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.serving import Served, served

Row = tuple[str, str, str]
PAGES = (("front page", "/"), ("report", "/report/"), ("track", "/track/"), ("outbox", "/outbox/"))
HOME = ("home, signed in", "/home/")
GPRS = {"offline": False, "latency": 600, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
CHROMIUM = "/usr/bin/chromium"


@dataclass
class Meter:
    """Bytes that a context fetched over the network: pages, files, and what its worker fetched."""

    total: int = 0
    asked: list[str] = field(default_factory=list)

    def watch(self, session: Any) -> None:
        session.on("Network.responseReceived", lambda told: self.asked.append(told["response"]["url"]))
        session.on("Network.loadingFinished", self._count)
        session.send("Network.enable")

    def _count(self, told: dict[str, Any]) -> None:
        self.total += int(told["encodedDataLength"])

    def taken(self) -> int:
        """What came since it was last asked, and begin anew."""
        told, self.total = self.total, 0
        return told


def run() -> list[Row]:
    """Weights of first and later visits, then the report on a slow line."""
    with served("") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        rows = [*_weights(browser, server), *_slow(browser, server)]
        browser.close()
    return rows


@contextmanager
def _phone(browser: Browser, meter: Meter) -> Iterator[tuple[BrowserContext, Page]]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    meter.watch(context.new_cdp_session(page))
    yield context, page
    context.close()


def _home(server: Served) -> str:
    return f"http://127.0.0.1:{server.port}"


def _visit(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


def _weights(browser: Browser, server: Served) -> Iterator[Row]:
    """Each page by a new phone, which fetches what it keeps too; then each again by one that has been everywhere."""
    for title, path in PAGES:
        meter = Meter()
        with _phone(browser, meter) as (_context, page):
            _visit(page, _home(server) + path)
            kept = page.evaluate(KEPT)
            yield f"first visit: {title}", f"{meter.taken() / 1000:.1f} KB, and {kept / 1000:.1f} KB kept", "≤ 100 KB"
    meter = Meter()
    with _phone(browser, meter) as (context, page):
        for _title, path in PAGES:
            _visit(page, _home(server) + path)
        yield from _later(page, meter, server, PAGES)
        server.sign_in("my")
        context.add_cookies(
            [{"name": name, "value": value, "url": _home(server)} for name, value in server.cookies.items()]
        )
        _visit(page, _home(server) + HOME[1])
        yield from _later(page, meter, server, (HOME,))


KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const entries = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  const pages = entries.flat().filter((request) => !request.url.includes('/static/'));
  const sizes = await Promise.all(pages.map(async (request) => (await (await caches.match(request)).text()).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}"""


def _later(page: Page, meter: Meter, server: Served, pages: tuple[tuple[str, str], ...]) -> Iterator[Row]:
    for title, path in pages:
        meter.taken()
        _visit(page, _home(server) + path)
        yield f"later visit: {title}", f"{meter.taken() / 1000:.1f} KB", "≤ 15 KB"


def _slow(browser: Browser, server: Served) -> Iterator[Row]:
    """The second visit to the form on 2G until its first question can be answered; then a report with one photo."""
    meter = Meter()
    with _phone(browser, meter) as (context, page):
        _visit(page, _home(server) + "/report/")
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        _throttle(context, page)
        start = time.monotonic()
        page.goto(_home(server) + "/report/", wait_until="commit")
        page.locator("form[data-outbox] label").first.wait_for()
        yield "2G: the form of a second visit can be used", f"{time.monotonic() - start:.1f} s", "< 4 s"
        yield "2G: a report with one photo has its receipt", f"{_report(page):.1f} s", "< 60 s"


def _throttle(context: BrowserContext, page: Page) -> None:
    for target in (page, *context.service_workers):
        session = context.new_cdp_session(target) if isinstance(target, Page) else None
        if session:
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", GPRS)


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
