"""Places to visit: CPU of their pages beside an empty view, and what a first visit weighs"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, sync_playwright

from bench.light import CHROMIUM, phone, visit
from bench.serving import Served, cost, served
from bench.slow_line import Line

Row = tuple[str, str, str]
PLACE, PLATE = "/go/sl-nha-tu/", "/s/sl-doi-che/"


def run() -> list[Row]:
    """A place, the list, a plan of three days; then a new telephone that opens a place."""
    with served("") as server:
        return measured(server)


def measured(server: Served) -> list[Row]:
    """The same on a province that is there already."""
    first = datetime.now(tz=UTC).date() + timedelta(7)
    plan = f"/go/plan/?start=M%E1%BB%99c+Ch%C3%A2u&first={first:%d/%m/%Y}&days=3&vehicle=motorbike&interests=nature"
    pages = (("empty view", "/healthz"), ("a place", PLACE), ("the list", "/go/"), ("a plan of three days", plan))
    rows = [(title, f"{cost(server, path, requests=100).cpu_ms:.2f} ms CPU", "") for title, path in pages]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        line = Line(server.port)
        rows += _weights(browser, line)
        browser.close()
    return rows


def _weights(browser: Browser, line: Line) -> Iterator[Row]:
    """All that passes the line: the page with what it asks for, then also what the worker fetches for later."""
    without = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    line.taken()
    without.new_page().goto(line.home + PLACE, wait_until="networkidle")
    yield "first visit of a place, without pictures", f"{line.taken() / 1000:.1f} KB", "≤ 60 KB"
    without.close()
    for title, path in (("a place", PLACE), ("a plate with its next stops", PLATE)):
        with phone(browser) as (_context, page):
            yield f"and what the worker fetches for later: {title}", f"{visit(page, line, path):.1f} KB", "≤ 100 KB"
