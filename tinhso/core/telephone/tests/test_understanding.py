"""What people type on small keys is understood: codes of any spelling, ratings, cries for help; nothing else is."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.notices.domain.lengths import length_of, unaccented
from tinhso.core.telephone.actions.answering import one_message
from tinhso.core.telephone.domain.script import script
from tinhso.core.telephone.domain.understanding import Asks, Reading, understand

CODE = re.compile(r"(?:PA)?(\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))(\d{4})")
GAPS = st.sampled_from(["", " ", "  ", "-", ".", " - ", ". "])
BEFORE = st.sampled_from(["", "Mã ", "cho hỏi hồ sơ ", "TC ", "Dạ, "])
AFTER = st.sampled_from(["", " cảm ơn", " a", " voi nhe."])
DIGITS = st.integers(0, 10**9 - 1).map("{:09}".format)


def spell(typed):
    found = CODE.fullmatch(typed)
    return [f"PA-{found[1]}-{found[2]}"] if found else []


def read(text):
    return understand(text, spell=spell, cries=script().cries)


@given(
    BEFORE, st.lists(GAPS, min_size=4, max_size=4), DIGITS, AFTER, st.sampled_from([str.lower, str.upper, str.title])
)
def test_a_code_with_its_digits_is_read_however_it_is_written(before, gaps, secret, after, case):
    first, second, third, fourth = gaps
    code = case(f"PA{first}261122{second}0042")
    said = read(f"{before}{code}{third or ' '}{secret[:3]}{fourth}{secret[3:]}{after}")
    assert said.asks is Asks.CODE
    assert said.readings[0] == Reading("PA-261122-0042", secret)


@given(DIGITS, st.integers(1, 5), st.sampled_from(["{}", "cham {}", "điểm {}", "{} sao"]))
def test_a_rating_may_stand_behind_a_code(secret, faces, said):
    reading = read(f"PA-261122-0042 {secret} {said.format(faces)}").readings[0]
    assert (reading.code, reading.faces) == ("PA-261122-0042", faces)


@given(st.integers(1, 5), st.sampled_from(["{}", " {}. ", "chấm {}", "{} điểm", "cho {} sao"]))
def test_a_bare_number_is_a_rating(faces, said):
    meant = read(said.format(faces))
    assert (meant.asks, meant.faces) == (Asks.RATING, faces)


@pytest.mark.parametrize("text", ["6", "0", "12", "1 2", "nhà tôi có 3 con trâu bị ốm", "0912345678"])
def test_other_numbers_are_no_rating(text):
    assert read(text).asks is Asks.NOTHING


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("TRỢ GIÚP", "vi"),
        ("tro giup", "vi"),
        ("Tro  Giup!", "vi"),
        ("?", "vi"),
        ("", "vi"),
        ("Help", "en"),
        ("BANTUAN", "id"),
    ],
)
def test_a_cry_for_help_is_heard_in_every_spelling(text, language):
    for form in ("NFC", "NFD"):
        meant = read(unicodedata.normalize(form, text))
        assert (meant.asks, meant.language) == (Asks.HELP, language)


@given(st.text(max_size=500))
def test_whatever_comes_is_understood_as_something(text):
    assert read(text).asks in Asks


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=6))
def test_an_answer_is_one_message_of_the_basic_alphabet(sentences):
    said = one_message(sentences)
    assert length_of(said).basic
    assert length_of(said).fits(1)


def test_every_answer_of_the_table_fits_one_message_and_is_in_every_language():
    values = {"hotline": "1022", "code": "H52.25.03-20261122-0000042", "faces": 5, "told": "x"}
    for name, said in script().texts.items():
        assert said.keys() == {"vi", "en", "id"}, name
        for words in said.values():
            assert length_of(unaccented(words.format(**values))).fits(1), words


def test_the_script_of_calls_leads_from_every_state_to_an_end():
    states = script().calls
    assert all(state.say.keys() == {"vi", "en", "id"} for state in states.values())
    assert {state.then for state in states.values() if state.keys} == {"take_code", "take_secret", "after_told"}
    assert {name for name, state in states.items() if not state.keys} == {
        "rated", "again", "refused", "call_back", "no_number", "later", "goodbye",
    }  # fmt: skip
