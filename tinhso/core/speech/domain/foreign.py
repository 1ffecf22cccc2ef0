"""English and Indonesian pages for a voice that reads plain numbers by itself: sums, codes and telephones made plain.

Numbers on these pages are written as Indonesian writes them, or as English does; a code goes sign by sign.
"""

import re
from collections.abc import Sequence

_CODE = re.compile(
    r"\b(?=[\w.-]*\d)(?:[A-ZĐ]{1,4}\d|\d+[A-Z])\w*(?:[-./]\w+)*|\b\d{5,}\b"
    r"|(?<![\d.,])\d{3}(?: \d{3})+\b|(?<![\d.,])0\d+\b"
)
_MONEY = re.compile(r"([\d.,]+)\s?[đ₫]")
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b")
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_INDONESIAN_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def to_english(text: str) -> str:
    """An English text with codes sign by sign, months by name and sums with their coin."""
    text = _spelled(_dated(" ".join(text.split()), _ENGLISH_MONTHS))
    return _MONEY.sub(r"\1 dong", text).replace("%", " percent").replace("CCCD", "identity card")


def to_indonesian(text: str) -> str:
    """The same in Indonesian; its thousands carry a dot, which the voice is spared."""
    text = _spelled(_dated(" ".join(text.split()), _INDONESIAN_MONTHS))
    text = re.sub(r"(?<=\d)\.(?=\d{3})", "", _MONEY.sub(r"\1 dong", text))
    return text.replace("%", " persen").replace("CCCD", "kartu identitas")


def _dated(text: str, months: Sequence[str]) -> str:
    def told(found: re.Match[str]) -> str:
        day, month = int(found[1]), int(found[2])
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return found[0]
        return f"{day} {months[month - 1]}" + (f" {found[3]}" if found[3] else "")

    return _DATE.sub(told, text)


def _spelled(text: str) -> str:
    return _CODE.sub(lambda found: ", ".join(" ".join(group) for group in re.findall(r"\w+", found[0])), text)
