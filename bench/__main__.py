"""Run all measurements, or those named: `python -m bench pages search`."""

import os
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django

HERE = Path(__file__).parent
PARTS = (
    "pages",
    "rest",
    "log",
    "search",
    "page_engine",
    "papers",
    "dossiers",
    "payments",
    "callbacks",
    "signing",
    "notices",
    "petitions",
    "light",
    "petitions_public",
    "teams",
    "nodes",
    "queues",
    "field",
    "strategy",
    "index",
    "tallying",
    "destinations",
    "stays",
)
IN_PLACE = ("tallying",)
"""Those that measure the database of the settings; all others make one of their own."""
Row = tuple[str, str, str]


def table(title: str, rows: list[Row]) -> str:
    """A Markdown table of what was measured, the figure, and what we wanted."""
    lines = [f"## {title}", "", "| what | measured | goal |", "| --- | --- | --- |"]
    return "\n".join([*lines, *(f"| {what} | {figure} | {goal} |" for what, figure, goal in rows), ""])


def main() -> None:
    wanted = sys.argv[1:] or [name for name in PARTS if (HERE / f"{name}.py").exists()]
    tables = []
    for name in wanted:
        if name in IN_PLACE:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
            django.setup()
        module = import_module(f"bench.{name}")
        title = (module.__doc__ or name).splitlines()[0]
        tables.append(table(title, module.run()))
        print(tables[-1], flush=True)
    if not sys.argv[1:]:
        keep(tables)


def keep(tables: list[str]) -> None:
    """Replace the figures in `results.md`, leaving the findings below the line as they are."""
    results = HERE / "results.md"
    findings = results.read_text().partition("\n---\n")[2] if results.exists() else ""
    head = f"# Measured on {datetime.now(UTC):%Y-%m-%d}, 2 cores\n\n"
    results.write_text(head + "\n".join(tables) + "\n---\n" + findings)


if __name__ == "__main__":
    main()
