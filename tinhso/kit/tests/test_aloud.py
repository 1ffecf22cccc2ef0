"""What may be read aloud carries its words and a stamp."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from tinhso.kit.aloud import is_stamped, plain, stamp, stamped

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


def parts(html: str) -> list[tuple[str, str]]:
    found = re.findall(r'data-read="([^"]*)" data-stamp="([^"]*)"', html)
    return [(unescape(words), given) for words, given in found]


def test_words_of_an_element_are_found_through_its_tags():
    html = stamped(
        "<h1 data-read>Xin <b>chào</b>,<br>bà con</h1><div data-read><div>a</div> <div>b</div></div> data-read"
    )
    assert [words for words, _ in parts(html)] == ["Xin chào, bà con", "a b"]
    assert html.endswith("</div> data-read")


def test_words_of_an_attribute_are_kept_as_they_are():
    html = stamped('<p class="x" data-read="Một &amp; hai &gt; ba." id="y">z</p><p data-read></p>')
    assert parts(html) == [("Một & hai > ba.", stamp("Một & hai > ba."))]
    assert html.endswith(' id="y">z</p><p data-read></p>')


@given(WORDS, WORDS)
def test_every_part_is_stamped_with_what_stands_in_it(shown, told):
    html = f'<p data-read>{escape(shown)}</p><i class="a" data-read="{escape(told)}">x</i>'
    expected = [words for words in (plain(str(escape(shown))), plain(str(escape(told)))) if words]
    found = parts(stamped(html))
    assert [words for words, _ in found] == expected
    assert all(is_stamped(words, given) for words, given in found)


@given(WORDS, WORDS)
def test_a_stamp_is_for_its_words_alone(words, others):
    assert is_stamped(others, stamp(words)) == (words == others)
    assert not is_stamped(words, "")
