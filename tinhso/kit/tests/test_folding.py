"""Words for machines: folding, slugs, sorting."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tinhso.kit.folding import fold, slug, sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy" + "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
WORDS = st.lists(st.text(LETTERS + LETTERS.upper(), min_size=1, max_size=7), min_size=1, max_size=4).map(" ".join)


def test_names_people_know():
    assert fold("Đoàn  Kết") == "doan ket"
    assert slug("Phường Tô Hiệu") == "phuong-to-hieu"
    assert slug("Đắk Đoa – số 2") == "dak-doa-so-2"


@given(WORDS)
def test_folding_leaves_only_plain_letters_and_is_done_once(words):
    folded = fold(words)
    assert folded.isascii()
    assert folded == folded.lower().strip()
    assert fold(folded) == folded


@given(WORDS)
def test_the_way_letters_are_stored_does_not_matter(words):
    composed, taken_apart = unicodedata.normalize("NFC", words), unicodedata.normalize("NFD", words)
    assert fold(composed) == fold(taken_apart)
    assert sort_key(composed) == sort_key(taken_apart)


@given(st.text(max_size=30))
def test_any_text_folds_without_complaint(text):
    assert all(char.isascii() and (char.isalnum() or char == " ") for char in fold(text))


def test_the_order_of_a_vietnamese_dictionary():
    names = ["An", "Ân", "Ăn", "Da", "Đa", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Ô", "Ơ", "O", "Y", "U", "Ư"]
    wanted = ["An", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Da", "Đa", "O", "Ô", "Ơ", "U", "Ư", "Y"]
    assert sorted(names, key=sort_key) == wanted


@given(WORDS, WORDS)
def test_letters_come_before_tones(one, other):
    """Where two words differ in a letter, no tone may turn their order round."""
    bare = [sort_key(words).partition("!")[0] for words in (one, other)]
    if bare[0] != bare[1]:
        assert (sort_key(one) < sort_key(other)) == (bare[0] + "!" < bare[1] + "!")
