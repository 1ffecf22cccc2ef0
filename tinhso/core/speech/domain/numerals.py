"""Numbers in recorded voices: word by word in the order of Vietnamese, as the languages of the mountains count too.

Each word is recorded by itself, also the ones that only sound different after a ten. A language that counts otherwise
records none of them, and then its numbers are said in Vietnamese.
"""

from tinhso.core.speech.domain.numbers import DIGITS, say_whole

WORDS = (*DIGITS, "mười", "mươi", "mốt", "tư", "lăm", "linh", "trăm", "nghìn", "triệu", "tỷ", "đồng")


def words_of(written: str) -> list[str]:
    """The words of a whole number or a sum as it is written on a page: `50.000 đ`; of anything else nothing."""
    plain = written.replace("\u00a0", " ").strip()
    coin = plain.endswith(("đ", "₫", "đồng"))
    digits = plain.removesuffix("đồng").rstrip("đ₫ ").replace(".", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15 or (digits[0] == "0" and len(digits) > 1):
        return []
    return [*say_whole(int(digits)).split(), *(["đồng"] if coin else [])]
