"""Pages of the kit through their public doors: the style page, the switches, the error pages, icons."""

import re

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from tinhso.kit import errors, icons, page_parts
from tinhso.kit.built import icons as all_icons
from tinhso.kit.passport import systems
from tinhso.kit.preferences import speak
from tinhso.kit.refusals import Refusal
from tinhso.kit.rendering import rendering

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_the_style_page_opens_in_each_language(client: Client, language):
    client.cookies["lang"] = language
    html = client.get("/kit/").content.decode()
    assert f'<html lang="{language}"' in html
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html), "no inline style or script"


def test_every_icon_of_a_page_is_drawn_once_and_only_if_used(client: Client):
    html = client.get("/kit/").content.decode()
    used, drawn = set(re.findall(r'href="#(i-[\w-]+)"', html)), re.findall(r'<symbol id="(i-[\w-]+)"', html)
    assert used == set(drawn)
    assert len(drawn) == len(set(drawn))


def test_an_icon_that_does_not_exist_is_an_error():
    with pytest.raises(icons.NoSuchIcon):
        icons.icon("no-such-thing")


def test_in_production_the_word_must_do(settings):
    settings.MODE = "production"
    assert icons.icon("no-such-thing") == ""


def test_a_fragment_carries_its_own_drawings():
    with rendering(timezone.now()):
        used = icons.icon("check")
        assert 'href="#i-check"' in used
        assert '<symbol id="i-check"' in icons.icon_drawings()
        assert icons.icon_drawings() == ""
    assert "<path" in icons.icon("check"), "outside a page it is drawn in place"


def test_every_passport_names_icons_that_exist():
    named = {system.icon for system in systems()} | {item.icon for system in systems() for item in system.menu}
    assert named <= set(all_icons())


def test_every_menu_line_leads_somewhere():
    dead = [item.url for system in systems() for item in system.menu if not page_parts.url_if_any(item.url)]
    assert dead == []


@pytest.mark.parametrize(
    ("wish", "cookie", "value"),
    [({"language": "id"}, "lang", "id"), ({"theme": "dark"}, "theme", "dark"), ({"text": "150"}, "text", "150")],
)
def test_a_switch_is_kept_and_leads_back(client: Client, wish, cookie, value):
    answer = client.post("/preferences/", wish | {"next": "/kit/?a=1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/kit/?a=1"
    assert answer.cookies[cookie].value == value
    assert answer.cookies[cookie]["samesite"] == "Lax"


def heard(rf, **asked: str) -> str:
    cookie = asked.pop("cookie", "")
    request = rf.get("/", headers=asked)
    request.COOKIES.update({"lang": cookie} if cookie else {})
    return speak(lambda _request: HttpResponse(str(_("today"))))(request).content.decode()


def test_pages_speak_vietnamese_until_someone_chooses(rf):
    browser = {"accept": "text/html,*/*;q=0.8", "accept-language": "en-US,en;q=0.9"}
    assert heard(rf, **browser) == "hôm nay"
    assert heard(rf, **browser, cookie="id") == "hari ini"
    assert heard(rf, **browser, cookie="xx") == "hôm nay"
    assert heard(rf, **{"accept": "application/json", "accept-language": "en"}) == "today"
    assert heard(rf, accept="application/json") == "hôm nay"


@pytest.mark.parametrize("wish", [{"theme": "pink"}, {"text": "5000"}, {"language": "xx"}, {}])
def test_a_wish_nobody_offers_is_not_kept(client: Client, wish):
    assert not client.post("/preferences/", wish | {"next": "/"}).cookies.keys() & {"theme", "text", "lang"}


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_a_switch_never_leads_out_of_the_house(client: Client, away):
    assert client.post("/preferences/", {"theme": "dark", "next": away})["Location"] == "/"


def test_a_switch_needs_the_proof_that_the_form_is_ours():
    assert Client(enforce_csrf_checks=True).post("/preferences/", {"theme": "dark"}).status_code in (400, 403)


def test_theme_and_text_size_are_on_the_page(client: Client):
    client.cookies["theme"], client.cookies["text"] = "dark", "200"
    html = client.get("/kit/").content.decode()
    assert 'data-theme="dark" data-text="200"' in html
    client.cookies["theme"] = '"><script>'
    assert "<script>" not in client.get("/kit/").content.decode().split("<head>")[0]


@pytest.mark.parametrize("status", sorted(errors.TROUBLES))
def test_each_trouble_has_a_page_that_says_what_to_do(status):
    with translation.override("vi"):
        answer = errors.trouble(status)
    html = answer.content.decode()
    assert answer.status_code == status
    assert 'href="/"' in html
    assert "tel:1022" in html
    assert str(status) in html


def test_the_page_for_a_broken_server_needs_nothing(rf):
    html = errors.server_failed(rf.get("/")).content.decode()
    assert "Chưa lưu được" in html
    assert 'lang="en"' in html


def test_a_hidden_key_is_new_in_every_form(rf):
    request = rf.get("/")
    keys = {re.search(r'idempotency_key" value="([\w-]{36})"', page_parts.csrf(request)).group(1) for _ in range(3)}
    assert len(keys) == 3


def test_a_refusal_lands_on_its_field():
    from django import forms

    from tinhso.kit.forms import Form, tell

    class Paper(Form):
        code = forms.CharField()

    form = Paper({"code": "x"})
    form.is_valid()
    tell(form, Refusal("Taken.", field="code"))
    tell(form, Refusal("Closed.", field="elsewhere"))
    assert form.errors["code"] == ["Taken."]
    assert form.non_field_errors() == ["Closed."]


def test_a_page_carries_the_script_of_parts_only_where_it_asks_for_some(client: Client):
    script = b"django_htmx/htmx"
    for path in ("/", "/kit/", "/track/"):
        assert script not in client.get(path).content, path
    assert script in client.get("/procedures/").content, "it finds while one types"


def test_a_first_visit_is_light(client: Client):
    html = client.get("/kit/").content
    files = ("kit/style.css", "kit/page.js")
    weight = len(brotli.compress(html)) + 24_000
    for file in files:
        with open(finders.find(file), "rb") as found:
            weight += len(brotli.compress(found.read()))
    assert weight <= 100_000, "the whole style page, fonts counted at their ceiling"
