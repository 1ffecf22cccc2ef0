"""Text messages as networks count them (3GPP TS 23.038, 23.040): septets of the basic alphabet, else UTF-16."""

import unicodedata
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_PLAIN = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "–": "-",
        "—": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "…": "...",
        "\u00a0": " ",
        "₫": "d",
    }
)
ONE, OF_MANY = {True: 160, False: 70}, {True: 153, False: 67}
"""Room in a message that stands alone, and in each part of a longer one: with the basic alphabet (True) or without."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text message is. `units` are septets with the basic alphabet, else 16-bit units."""

    basic: bool
    units: int

    @property
    def parts(self) -> int:
        """How many messages are paid for."""
        if self.units <= ONE[self.basic]:
            return 1
        return -(-self.units // OF_MANY[self.basic])

    def fits(self, parts: int) -> bool:
        return self.parts <= parts


def length_of(text: str) -> Length:
    """Count a text as it would be sent."""
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        return Length(basic=True, units=sum(2 if sign in _EXTENDED else 1 for sign in text))
    return Length(basic=False, units=len(text.encode("utf-16-le")) // 2)


def unaccented(text: str) -> str:
    """The text in the basic alphabet, letter by letter: `Đã nhận` → `Da nhan`; what has no letter is `?`."""
    bare = unicodedata.normalize("NFD", text.translate(_PLAIN))
    letters = (sign for sign in bare if not unicodedata.combining(sign))
    return "".join(sign if sign in _BASIC or sign in _EXTENDED else "?" for sign in letters)
