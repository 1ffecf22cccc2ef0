"""Pages: CPU per request, application and database"""

import time

from bench.serving import Served, cost, databases, served

Row = tuple[str, str, str]
PAGES = (
    ("empty view", "/healthz", "", "0.2–0.3 ms"),
    ("public front page", "/", "", ""),
    ("citizen's home, signed in", "/home/", "my", "≤ 6 ms"),
    ("officer's home, signed in", "/home/", "hac", "≤ 6 ms"),
    ("list of 50 people with row rights", "/people/", "hac", "≤ 2.4 ms"),
    ("public list of 50 places", "/places/", "", "≤ 2.4 ms"),
)
MINUTE = 60


def run() -> list[Row]:
    """Every page on every database, then a minute of 16 clients, then memory at rest."""
    return [row for name, url in databases().items() for row in _on(name, url)]


def _on(name: str, url: str) -> list[Row]:
    with served(url) as server:
        rows = [_page(server, name, *page) for page in PAGES]
        return [*rows, _minute(server, name), _rest(server, name)]


def _page(server: Served, database: str, title: str, path: str, person: str, goal: str) -> Row:
    server.cookies = {}
    if person:
        server.sign_in(person)
    measured = cost(server, path)
    figure = f"{measured.cpu_ms:.2f} ms CPU, median {measured.median_ms:.1f} ms"
    return f"{database}: {title}", figure + (f", {measured.errors} errors" if measured.errors else ""), goal


def _minute(server: Served, database: str) -> Row:
    server.sign_in("hac")
    start, asked, errors, slowest = time.monotonic(), 0, 0, 0.0
    while time.monotonic() - start < MINUTE:
        measured = cost(server, "/people/", requests=800, clients=16, rounds=1)
        asked, errors, slowest = asked + 800, errors + measured.errors, max(slowest, measured.p95_ms)
    figure = f"{asked / (time.monotonic() - start):.0f} pages/s, {errors} errors, worst p95 {slowest:.0f} ms"
    return f"{database}: 16 clients for a minute", figure, "no error"


def _rest(server: Served, database: str) -> Row:
    time.sleep(2)
    return f"{database}: memory of the web server at rest", f"{server.memory() / 2**20:.0f} MB", "< 500 MB with worker"
