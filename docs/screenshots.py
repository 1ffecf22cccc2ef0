"""The pictures of the README: `make screenshots` serves a demo province and photographs each shell with Chromium."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.serving import Served, served

HERE = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PICTURES = (
    ("public", "", "/", 1280, "light"),
    ("public-phone", "", "/", 360, "dark"),
    ("citizen", "my", "/home/", 360, "light"),
    ("desk", "hac", "/people/", 1280, "light"),
    ("inbox", "hac", "/cases/", 1280, "light"),
    ("procedures", "", "/procedures/", 1280, "light"),
    ("field", "thoa", "/home/", 360, "light"),
    ("leader", "inh", "/home/", 1280, "dark"),
    ("engineer", "chu", "/log/", 1280, "light"),
)


def main() -> None:
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    with served("") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, person, path, width, scheme in PICTURES:
            photograph(browser, server, person, path, width, scheme, folder / f"{name}.png")
            print(name)
        browser.close()


def photograph(browser: Browser, server: Served, person: str, path: str, width: int, scheme: str, file: Path) -> None:
    """One picture of one page as one person sees it."""
    base = f"http://localhost:{server.port}"
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
