"""Page engines: one list of 50 rows, the same HTML by Jinja2 macros and by Django templates with django-cotton

`docs/decisions/0002-page-engine.md` tells what was decided from it. The cotton templates live here and nowhere else.
"""

import os
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import django
from django.apps import apps
from django.conf import settings
from django.template import engines
from django.test.utils import override_settings
from django.utils import timezone, translation

from tinhso.kit.rendering import rendering

Row = tuple[str, str, str]
HERE = Path(__file__).parent / "page_engine_templates"
ROUNDS, PAGES = 7, 60
DUE = (("còn 3 giờ", "clock", "earth"), ("trễ 2 giờ", "warning", "red"), ("thứ Tư", "calendar-check", ""))
COTTON = {
    "NAME": "cotton",
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [str(HERE / "cotton")],
    "OPTIONS": {
        "loaders": [("django.template.loaders.cached.Loader", ["django_cotton.cotton_loader.Loader"])],
        "builtins": ["django_cotton.templatetags.cotton"],
        "libraries": {"bench": "bench.page_engine_tags"},
    },
}
KINDS = (("identification-card", 1), ("chat-centered-dots", 2), ("hand-coins", 3), ("bed", 6), ("megaphone", 7))


def run() -> list[Row]:
    """Milliseconds of CPU for one page, engine by engine; raises when the two pages are not the same page."""
    if not apps.ready:
        os.environ.setdefault("MODE", "test")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
        django.setup()
    with override_settings(TEMPLATES=[*settings.TEMPLATES, COTTON]), translation.override("vi"):
        renders = {"Jinja2, macros": jinja(), "Django templates, django-cotton": cotton()}
        pages = {name: _bare(render()) for name, render in renders.items()}
        if len(set(pages.values())) != 1:
            raise AssertionError("the engines do not draw the same page")
        figures = {name: cpu(render) for name, render in renders.items()}
    size = len(next(iter(pages.values())).encode())
    rows = [(name, f"{figure:.2f} ms CPU", "≤ 2.4 ms with its data") for name, figure in figures.items()]
    return [*rows, ("the page both draw", f"{size / 1000:.1f} KB, 50 rows", "equal")]


def values() -> dict[str, object]:
    """An officer's inbox of fifty."""
    rows = []
    for place in range(50):
        (due, due_icon, tone), (icon, thread) = DUE[place % 3], KINDS[place % 5]
        row = {"title": f"Khai sinh: Giàng A Páo {place}", "note": "Giàng Thị Mỷ · bản Pá Chóng"}
        rows.append(
            row
            | {
                "href": f"/cases/{place}/",
                "icon": icon,
                "thread": thread,
                "due": due,
                "due_icon": due_icon,
                "tone": tone,
            }
        )
    return {"title": "Việc của tôi", "lead": "50 việc. Xong 5 việc này là hết hôm nay.", "rows": rows}


def jinja() -> Callable[[], str]:
    """The page in the product's own environment."""
    env = cast(Any, engines["pages"]).env
    source = (HERE / "jinja" / "list.html").read_text(encoding="utf-8")
    template, shown = env.from_string(source), values()

    def render() -> str:
        with rendering(timezone.now()):
            return str(template.render(shown))

    return render


def cotton() -> Callable[[], str]:
    """The page in Django's language, its parts as cotton components, loaders cached as in production."""
    template, shown = engines["cotton"].get_template("list.html"), values()

    def render() -> str:
        with rendering(timezone.now()):
            return str(template.render(shown))

    return render


def cpu(render: Callable[[], str]) -> float:
    """Milliseconds of this process's CPU for one page: the median of some rounds."""
    render()
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _page in range(PAGES):
            render()
        rounds.append((time.process_time() - start) / PAGES * 1000)
    return statistics.median(rounds)


def _bare(html: str) -> str:
    """The page without the blanks that mean nothing."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html))
