"""Places to visit: CPU of their pages beside an empty view, and what a first visit weighs"""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import sync_playwright

from bench.light import CHROMIUM, phone, visit
from bench.serving import Served, cost, served
from bench.slow_line import Line

Row = tuple[str, str, str]
PLACE = "/go/sl-nha-tu/"


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
        with phone(browser) as (_context, page):
            page.route("**/*.{png,jpg,jpeg,webp}", lambda route: route.abort())
            rows.append(("first visit of a place, without pictures", f"{visit(page, line, PLACE):.1f} KB", "≤ 60 KB"))
        with phone(browser) as (_context, page):
            rows.append(
                ("first visit of a plate with its next stops", f"{visit(page, line, '/s/sl-doi-che/'):.1f} KB", "")
            )
        browser.close()
    return rows
