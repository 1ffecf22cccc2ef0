"""A real Chromium whose every request is answered by the product inside the test: same process, same transaction."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
HOST = "http://testserver"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without it the test is skipped loudly, under CI it fails."""
    if not CHROMIUM.exists():
        message = "Chromium is missing: apt-get install chromium. Browser tests were NOT run."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser, client: Client, *, width: int = 360, script: bool = True) -> Iterator[Page]:
    """A page whose requests the client answers; anything for another host is refused and fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 740},
        color_scheme="light",
        java_script_enabled=script,
        bypass_csp=False,
    )
    page = context.new_page()
    strangers: list[str] = []
    page.route("**/*", lambda route: _answer(route, client, strangers))
    try:
        yield page
    finally:
        context.close()
    assert not strangers, f"asked another host: {strangers}"


def _answer(route: Route, client: Client, strangers: list[str]) -> None:
    request = route.request
    if not request.url.startswith(HOST):
        strangers.append(request.url)
        route.abort()
        return
    if request.resource_type == "eventsource":  # news never end, and a page must stand without them
        route.abort()
        return
    with outside_the_loop():
        response = _ask(client, request)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.items() if name.lower() != "content-length"}
    route.fulfill(status=response.status_code, headers=headers, body=body)


@contextmanager
def outside_the_loop() -> Iterator[None]:
    """Playwright runs an event loop in this thread; Django would take that for a reason to open another database."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


def _ask(client: Client, request: Request):
    address = urlsplit(request.url)
    path = f"{address.path}?{address.query}" if address.query else address.path
    if request.method == "GET":
        return client.get(path)
    kind = request.headers.get("content-type", "application/octet-stream")
    return client.generic(request.method, path, request.post_data_buffer or b"", content_type=kind)


AXE = Axe().axe_script
WHOLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = {"type": "rule", "values": ["color-contrast"]}
"""All that can differ between day and night."""


def violations(page: Page, rules: object = WHOLE) -> list[str]:
    """What axe finds wrong with the page as it stands, in words. What is right is not described: that takes longest."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    asked = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("asked => axe.run(asked).then(told => told.violations)", asked)
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def violations_by_day_and_by_night(page: Page) -> list[str]:
    """What axe finds wrong by day, and with the colours of the night."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    by_day = violations(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return by_day + [f"dark: {found}" for found in violations(page, COLOURS)]
