"""What makes pages quick must not change a letter of them: texts, addresses, kept parts, filled holes."""

import uuid

import pytest
from django.template import engines
from django.test import Client
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from tinhso.kit import addresses, keeping, page_parts, rows, wording
from tinhso.kit.rendering import FORM_PROOF, HERE, rendering
from tinhso.kit.rows import Link

pytestmark = pytest.mark.django_db


def drawn(template: str, **values: object) -> str:
    return engines["pages"].env.from_string(template).render(values)


@pytest.mark.parametrize(("language", "said"), [("vi", "hôm nay"), ("en", "today"), ("id", "hari ini")])
def test_a_text_follows_the_language_of_its_page(language, said):
    with translation.override(language), rendering(timezone.now()):
        assert drawn('{{ _("today") }}') == said
        assert "11" in drawn('{{ pgettext("late hour", "%(hour)s at night", hour=11) }}')


def test_a_text_asked_in_the_wrong_moment_is_not_kept_for_another_language():
    with translation.override("vi"), rendering(timezone.now()), translation.override("en"):
        assert wording.say("yesterday") == "hôm qua"
    with translation.override("en"), rendering(timezone.now()):
        assert wording.say("yesterday") == "yesterday"


def test_what_is_filled_into_a_text_is_escaped():
    with translation.override("en"):
        assert wording.say("Call %(number)s", number="<b>") == "Call &lt;b&gt;"
        assert wording.say("Call %(number)s", number=Markup("<b>")) == "Call <b>"
        assert wording.say_many("%(num)d", "%(num)d %(what)s", 2, what="&") == "2 &amp;"
        assert drawn("{% trans who=name %}Call {{ who }}{% endtrans %}", name="<i>") == "Call &lt;i&gt;"


@pytest.mark.parametrize("args", [(uuid.uuid4(),), (str(uuid.uuid4()),)])
def test_an_address_made_from_its_shape_is_the_one_that_django_makes(args):
    assert page_parts.url("person", *args) == reverse("person", args=args)


@pytest.mark.parametrize(("name", "kind", "value"), [
    ("person", uuid.UUID, uuid.uuid4()), ("place", str, "03661"), ("place", str, "a b"), ("place", str, "H52.12"),
])  # fmt: skip
def test_the_address_for_each_is_the_one_for_one(name, kind, value):
    assert addresses.url_for_each(name, kind)(value) == reverse(name, args=[value])


def test_a_door_that_takes_no_dots_has_no_address_with_dots():
    assert addresses.url("file_procedure", "birth") == reverse("file_procedure", args=["birth"])
    for make in (addresses.url, lambda name, word: addresses.url_for_each(name, str)(word)):
        with pytest.raises(NoReverseMatch):
            make("file_procedure", "birth.pdf")


LINKS = [Link("Co <Mạ>", '/a/"b"/', "12 & 13"), Link("Tà Xùa", "/c/")]


@pytest.mark.parametrize("icon", ["", "user"])
def test_all_lines_at_once_are_those_drawn_one_by_one(icon):
    one_by_one = "".join(rows.link_row(text, href, note, icon=icon) for text, href, note in LINKS)
    assert rows.link_rows(LINKS, icon) == one_by_one


def test_what_is_told_once_is_told_once_in_each_language():
    asked = []

    @wording.told_once
    def counted(number: int) -> str:
        asked.append(number)
        return f"{number} {translation.gettext('today')}"

    for language, said in (("vi", "1 hôm nay"), ("en", "1 today"), ("vi", "1 hôm nay")):
        with translation.override(language):
            assert counted(1) == said
    assert asked == [1, 1]


@given(st.text(min_size=1, max_size=30))
def test_every_word_in_an_address_is_as_django_writes_it(word):
    try:
        expected = reverse("place", args=[word])
    except NoReverseMatch:
        with pytest.raises(NoReverseMatch):
            page_parts.url("place", word)
    else:
        assert page_parts.url("place", word) == expected


def test_a_door_that_does_not_exist_has_no_address():
    assert page_parts.url_if_any("no_such_door") == ""
    for args in [(), (1,), (uuid.uuid4(),)]:
        with pytest.raises(NoReverseMatch):
            page_parts.url("no_such_door", *args)


def test_addresses_stand_below_the_folder_the_house_is_served_under():
    try:
        set_script_prefix("/tinhso/")
        assert page_parts.url("front") == "/tinhso/"
        assert page_parts.url_if_any("front") == "/tinhso/"
    finally:
        set_script_prefix("/")
    assert page_parts.url("front") == "/"


def test_a_part_is_rendered_once_and_brings_its_icons_each_time(rf):
    macro = engines["pages"].env.from_string('{% macro m(x) %}{{ draw_icon("house") }}{{ x }}{% endmacro %}').module.m
    request = rf.get("/")
    for turn in ("first", "second"):
        with rendering(timezone.now(), request) as page:
            assert keeping.kept(macro, "alike", turn).endswith("first")
            assert keeping.kept(macro, turn, turn).endswith(turn)
            assert page.icons == {"house": None}


def test_no_hole_is_left_open_and_each_page_proves_its_forms(client: Client):
    pages = [client.get("/kit/?a=<b>&c=1").content.decode() for _ in range(2)]
    for html in pages:
        assert FORM_PROOF not in html
        assert HERE not in html
        assert 'name="next" value="/kit/?a=%3Cb%3E&amp;c=1"' in html
    proofs = [html.split('csrfmiddlewaretoken" value="')[1][:64] for html in pages]
    assert proofs[0] != proofs[1], "the proof is masked anew for each page"
    strict = Client(enforce_csrf_checks=True)
    proof = strict.get("/kit/").content.decode().split('csrfmiddlewaretoken" value="')[1][:64]
    assert strict.post("/preferences/", {"theme": "dark", "csrfmiddlewaretoken": proof}).status_code == 302


def test_a_page_of_one_is_not_shown_to_another(client: Client):
    """The parts that are kept change with the language, the look and the place in the house."""
    before = client.get("/accessibility/").content.decode()
    client.cookies["lang"], client.cookies["theme"] = "en", "dark"
    after = client.get("/accessibility/").content.decode()
    assert "Đăng nhập" in before
    assert "Sign in" in after
    assert 'name="theme" value="dark"' in before
    assert 'name="theme" value="dark"' not in after


def test_static_files_keep_their_address():
    assert addresses.static("kit/style.css").endswith("style.css")
