"""Every page that each person can reach: whole, safe, light, and usable by everyone."""

import re

import brotli
import pytest
from django.conf import settings
from django.test import Client

from tests.browsing import HOST, chromium, tab
from tests.crawling import PEOPLE, Links, walk

pytestmark = [pytest.mark.django_db]

IDENTITY_NUMBER = re.compile(r"(?<!\d)0\d{11}(?!\d)")


@pytest.fixture(params=PEOPLE, ids=[name or "visitor" for name in PEOPLE])
def walked(request, world):
    client = world.client(request.param)
    return walk(client, "/home/" if request.param else "/", "/")


@pytest.mark.asvs("3.4.3", "3.4.4", "3.4.5", "3.4.6", "4.1.1", "14.2.1", "1.2.2")
def test_every_page_is_whole_and_safe(walked):
    assert len(walked) > 3
    for page in walked:
        headers, where = page.response.headers, page.path
        assert page.response.status_code < 500, where
        assert page.response.status_code not in (401, 403, 404), f"a dead link leads to {where}"
        assert "unsafe" not in headers["Content-Security-Policy"], where
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], where
        assert headers["X-Content-Type-Options"] == "nosniff", where
        assert headers["Referrer-Policy"] == "same-origin", where
        assert not IDENTITY_NUMBER.search(where), where
        if page.is_page:
            assert "charset=utf-8" in headers["Content-Type"], where
            assert not Links(page.text).inline, f"{where} has inline style or script"
            assert not [link for link in Links(page.text).links if link.lower().startswith(("javascript:", "data:"))]
            assert all(link.startswith(("/", "data:")) for link in Links(page.text).resources), where


@pytest.mark.asvs("14.3.2")
@pytest.mark.parametrize("name", ["my", "hac"])
def test_personal_pages_are_kept_by_no_cache(world, name):
    for page in walk(world.client(name), "/home/"):
        if page.is_page:
            assert "no-store" in page.response.headers.get("Cache-Control", ""), page.path


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_the_front_page_speaks_every_language(world, language):
    client = world.client("")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    text = client.get("/").content.decode()
    assert f'<html lang="{language}"' in text


def test_a_first_visit_weighs_less_than_100_kilobytes(world):
    """Everything that the front page asks for, compressed as it goes over the wire."""
    client = world.client("")
    page = client.get("/").content
    asked = {link for link in Links(page.decode()).resources if link.startswith("/")}
    weights = {link: _weight(client, link) for link in asked}
    total = len(brotli.compress(page)) + sum(weights.values())
    assert total < 60_000, weights


def _weight(client: Client, path: str) -> int:
    response = client.get(path)
    assert response.status_code == 200, path
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return len(body) if path.endswith((".woff2", ".png")) else len(brotli.compress(body))


@pytest.mark.browser
def test_pages_work_without_script(world):
    client = world.client("")
    with chromium() as browser, tab(browser, client, script=False) as page:
        page.goto(HOST + "/")
        page.get_by_role("searchbox").first.fill("co ma")
        page.get_by_role("searchbox").first.press("Enter")
        assert page.get_by_text("Co Mạ").first.is_visible()
