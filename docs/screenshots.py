"""The pictures of the README: `make screenshots` starts a whole demo province and photographs it with Chromium."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.serving import ROOT, free_port, wait_for

HERE = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SETTLES = 45
"""Seconds in which the worker counts the past of the demo."""
PICTURES = (
    ("public", "", "/", 1280, "light"),
    ("public-phone", "", "/", 360, "dark"),
    ("citizen", "my", "/home/", 360, "light"),
    ("desk", "hac", "/people/", 1280, "light"),
    ("inbox", "hac", "/cases/", 1280, "light"),
    ("procedures", "", "/procedures/", 1280, "light"),
    ("field", "thoa", "/home/", 360, "light"),
    ("payments", "my", "/payments/mine/", 360, "light"),
    ("check", "", "/check/", 360, "dark"),
    ("report", "my", "/report/", 360, "light"),
    ("reported", "", "/reported/map/", 1280, "light"),
    ("leader", "inh", "/home/", 1280, "dark"),
    ("index", "inh", "/index/", 1280, "dark"),
    ("strategy", "inh", "/strategies/2665-qd-ubnd/", 1280, "dark"),
    ("wall", "inh", "/wall/", 1920, "dark"),
    ("places", "", "/go/", 360, "light"),
    ("engineer", "chu", "/log/", 1280, "light"),
)


def main() -> None:
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    with province() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, person, path, width, scheme in PICTURES:
            photograph(browser, base, person, path, width, scheme, folder / f"{name}.png")
            print(name)
        browser.close()


@contextmanager
def province() -> Iterator[str]:
    """The address of a demo province with its worker and all that stands in for the world outside."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="tinhso-pictures-") as folder:
        env = os.environ | {"MODE": "demo", "PORT": str(port), "VAR": folder}
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            wait_for(port, seconds=300)
            time.sleep(SETTLES)
            yield f"http://localhost:{port}"
        finally:
            os.killpg(demo.pid, signal.SIGINT)
            demo.wait(60)


def photograph(browser: Browser, base: str, person: str, path: str, width: int, scheme: str, file: Path) -> None:
    """One picture of one page as one person sees it."""
    colours = "dark" if scheme == "dark" else "light"
    context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=colours)
    page = context.new_page()
    if person:
        page.goto(f"{base}/demo/")
        page.locator(f"form[action$='/demo/as/{person}/'] button").click()
    page.goto(base + path)
    page.screenshot(path=str(file))
    context.close()


if __name__ == "__main__":
    main()
