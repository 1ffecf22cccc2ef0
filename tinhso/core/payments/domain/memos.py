"""What is written on a transfer, so that it is known again when the bank tells of it.

Banks give back at most 19 signs without marks and symbols (VietQR.vn, transaction-sync: `orderId`), change small
letters to capitals, and put words of their own before and behind. So the order's code stands first, in letters and
digits only.
"""

import re
import unicodedata

LONGEST = 19
_PLAIN = re.compile(r"[0-9A-Za-z _.\-]*")
_STROKED = str.maketrans("đĐ", "dD")
_OTHER = re.compile(r"[^0-9A-Za-z]+")


def is_plain(text: str) -> bool:
    """Whether a text has only what every bank lets through."""
    return bool(_PLAIN.fullmatch(text))


def plain(text: str) -> str:
    """A text in plain letters and digits: `Lệ phí, hộ tịch` → `Le phi ho tich`."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKED))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _OTHER.sub(" ", bare.encode("ascii", "replace").decode()).strip()


def memo(code: str, words: str = "") -> str:
    """The code of the order, then as many whole words as fit into 19 signs. Raises ValueError for a wrong code."""
    if not code.isascii() or not code.isalnum() or len(code) > LONGEST:
        raise ValueError(code)
    said = code
    for word in plain(words).split():
        if len(said) + 1 + len(word) > LONGEST:
            break
        said = f"{said} {word}"
    return said
