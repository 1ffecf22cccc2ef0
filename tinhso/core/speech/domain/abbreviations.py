"""Abbreviations, signs and words in capitals, as they are said in Vietnamese."""

import re
from collections.abc import Mapping

from tinhso.core.speech.domain.signs import LETTERS, say_letters
from tinhso.core.speech.domain.tables import spoken_forms

_SIGNS: Mapping[str, str] = {
    "&": " và ", "+": " cộng ", "=": " bằng ", "%": " phần trăm ", "≥": " từ ", "≤": " đến ", "°": " độ ", "§": " mục ",
    "×": " nhân ", "₫": " đồng ", "@": " a còng ", "#": " số ", "_": " ", "*": " ", "•": ", ", "·": ", ", "→": ", ",
    "–": ", ", "—": ", ", "“": "", "”": "", '"': "", "‘": "", "’": "", "…": ".", "(": ", ", ")": ", ", "[": ", ",
    "]": ", ", "<": " ", ">": " ", "|": ", ", "\\": " ", "^": " ", "~": " khoảng ", "{": " ", "}": " ",
}  # fmt: skip
_SIGN = re.compile("[" + re.escape("".join(_SIGNS)) + "]")
_STROKE = re.compile(r"\s*/\s*")
_WORD = re.compile(r"v\.v\.|[^\W_]+(?:-[^\W_]+)*")
_PLACE = re.compile(r"\b(P|Q|TP|TX|TT)\.\s?(?=[A-ZĐ0-9])")
_PLACES = {"P": "phường ", "Q": "quận ", "TP": "thành phố ", "TX": "thị xã ", "TT": "thị trấn "}
_HALTS = re.compile(r"\s*,(?:\s*,)+\s*")
_BEFORE_HALT = re.compile(r"\s+([,.;:!?])")
_AFTER_RESTING = re.compile(r"([.;:!?]),")
_VOWELS = frozenset("aăâeêioôơuưy")
_NO_TONE = str.maketrans(
    "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def say_words(text: str) -> str:
    """A text without digits: abbreviations in full, letters by name, signs as words or rests."""
    text = _PLACE.sub(lambda found: _PLACES[found[1]], text)
    text = _WORD.sub(lambda found: _word(found[0]), text)
    text = _STROKE.sub(" trên ", text)
    text = _SIGN.sub(lambda found: _SIGNS[found[0]], text)
    text = _BEFORE_HALT.sub(r"\1", _HALTS.sub(", ", text))
    return _AFTER_RESTING.sub(r"\1", text).strip(" ,")


def _word(word: str) -> str:
    """One word; of two joined by a dash each is looked at alone when together they mean nothing."""
    known = spoken_forms("abbreviations").get(word)
    if known:
        return known
    if "-" in word:
        return " ".join(map(_word, word.split("-")))
    if len(word) == 1 and word.upper() == word and word.lower() not in _VOWELS and word in LETTERS:
        return LETTERS[word]
    if len(word) > 1 and word.isupper():
        return word.lower() if is_syllable(word) or len(word) > 6 else say_letters(word)
    return word


def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable, marks of tone aside: ĐƯỜNG can, HTX cannot."""
    return bool(_SYLLABLE.fullmatch(word.lower().translate(_NO_TONE)))
