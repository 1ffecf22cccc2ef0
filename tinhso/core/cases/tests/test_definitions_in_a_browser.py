"""Questions that hide themselves, and the pages of definitions, in a real Chromium."""

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from playwright.sync_api import Page

from tests.browsing import HOST, chromium, tab, violations_by_day_and_by_night
from tinhso.core.cases.domain.definition import parse_fields
from tinhso.core.cases.forms import form_for
from tinhso.core.cases.tests.stories import published
from tinhso.core.cases.tests.test_definition_pages import ERRAND, draft_of, registrar, written

__all__ = ["registrar"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LABEL = {"vi": "Câu hỏi"}
FIELDS = parse_fields(
    [
        {"key": "married", "type": "yes_no", "label": LABEL},
        {"key": "since", "type": "date", "label": LABEL, "when": {"==": [{"var": "form.married"}, True]}},
        {"key": "spouse", "type": "text", "label": LABEL, "when": {"<": [{"var": "form.since"}, {"var": "today"}]}},
        {"key": "fee", "type": "money", "label": LABEL},
        {"key": "why", "type": "long_text", "label": LABEL, "when": {">": [{"var": "form.fee"}, 8000]}},
        {
            "key": "papers",
            "type": "choices",
            "label": LABEL,
            "choices": [{"value": "a", "label": LABEL}, {"value": "b", "label": LABEL}],
        },
        {"key": "other", "type": "text", "label": LABEL, "when": {"in": ["b", {"var": "form.papers"}]}},
    ]
)


PAGE = """<!doctype html><html lang="vi"><title>.</title><main><form>{% import "cases/asking.html" as asking %}
{{ asking.questions(form) }}</form></main></html>"""


class Asking(Client):
    """Answers one address with a form of these fields, everything else as the product does."""

    def get(self, path, *args, **kwargs):
        if path != "/asking/":
            return super().get(path, *args, **kwargs)
        form = form_for(FIELDS, {}, "vi", facts={"today": "2026-11-22"})
        return HttpResponse(engines["pages"].env.from_string(PAGE).render(form=form))


def shown(page: Page) -> list[str]:
    keys = [field.key for field in FIELDS]
    return [key for key in keys if page.locator(f'.field:has([name="{key}"])').is_visible()]


def test_questions_show_when_they_are_asked():
    with chromium() as browser, tab(browser, Asking()) as page:
        page.goto(HOST + "/asking/")
        page.wait_for_function("() => document.querySelector('.field[hidden]')")
        always = ["married", "fee", "papers"]
        assert shown(page) == always
        page.locator('[name="married"][value="yes"]').check()
        assert shown(page) == ["married", "since", "fee", "papers"]
        page.locator('[name="since"]').fill("22/11/2026")
        assert "spouse" not in shown(page)
        page.locator('[name="since"]').fill("1/2/2020")
        assert "spouse" in shown(page)
        page.locator('[name="fee"]').fill("8.000")
        assert "why" not in shown(page)
        page.locator('[name="fee"]').fill("8.001 đ")
        page.locator('[name="papers"][value="b"]').check()
        assert shown(page) == [field.key for field in FIELDS]
        page.locator('[name="married"][value="no"]').check()
        assert shown(page) == ["married", "fee", "why", "papers", "other"]


def test_without_scripts_every_question_shows():
    with chromium() as browser, tab(browser, Asking(), script=False) as page:
        page.goto(HOST + "/asking/")
        assert shown(page) == [field.key for field in FIELDS]


def test_the_pages_of_definitions_can_be_used_by_everyone(registrar: Client):
    first = published(ERRAND)
    registrar.post(f"/cases/definitions/{first.uuid}/edit/", written(ERRAND | {"term": {"unit": "same_day"}}))
    draft = draft_of()
    paths = [f"{draft.uuid}/{room}" for room in ("", "edit/", "simulate/", "compare/", "publish/")]
    with chromium() as browser, tab(browser, registrar, width=320) as page:
        for path in ["", "new/", *paths, f"{first.uuid}/retire/"]:
            page.goto(f"{HOST}/cases/definitions/{path}")
            assert violations_by_day_and_by_night(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
