"""Vietnamese numbers in words, as a clerk reads a sum out: every empty place inside a number is said."""

from decimal import Decimal

from tinhso.core.speech.domain.manners import NORTH, Manner

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


def say_whole(number: int, manner: Manner = NORTH) -> str:
    """A whole number of any size: 2.050.000 is `hai triệu không trăm năm mươi nghìn`."""
    if number < 0:
        return f"âm {say_whole(-number, manner)}"
    return " ".join(_whole(number, manner, inside=False)) or DIGITS[0]


def _whole(number: int, manner: Manner, *, inside: bool) -> list[str]:
    """Words of a number; `inside` when larger ones were said before it, so that its empty places count."""
    billions, rest = divmod(number, _BILLION)
    said = [*_whole(billions, manner, inside=inside), "tỷ"] if billions else []
    for size, name in ((10**6, "triệu"), (10**3, manner.thousand), (1, "")):
        three, rest = divmod(rest, size)
        if three:
            said += _three(three, manner, inside=inside or bool(said))
            said += [name] if name else []
    return said


def _three(three: int, manner: Manner, *, inside: bool) -> list[str]:
    hundreds, two = divmod(three, 100)
    said = [DIGITS[hundreds], "trăm"] if hundreds or inside else []
    tens, one = divmod(two, 10)
    if not two:
        return said
    if not tens:
        return [*said, manner.odd, DIGITS[one]] if said else [DIGITS[one]]
    said += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    return [*said, _one(one, tens, manner)] if one else said


def _one(one: int, tens: int, manner: Manner) -> str:
    """The last digit after a ten: 15 mười lăm, 21 hai mươi mốt, 24 hai mươi tư."""
    if one == 5:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: manner.four}.get(one, DIGITS[one])
    return DIGITS[one]


def say_decimal(number: Decimal, manner: Manner = NORTH) -> str:
    """A number with a comma: 96,1 `chín mươi sáu phẩy một`; 2,05 `hai phẩy không năm`; 3,14 `ba phẩy mười bốn`."""
    text = f"{abs(number):f}"
    whole, _, places = text.partition(".")
    said = say_whole(int(whole), manner)
    if places:
        said = f"{said} phẩy {_places(places, manner)}"
    return f"âm {said}" if number < 0 and number else said


def _places(places: str, manner: Manner) -> str:
    if places.startswith("0") or len(places) > 2:
        return say_digits(places)
    return say_whole(int(places), manner)


def say_digits(digits: str) -> str:
    """Digit by digit: `không chín một`."""
    return " ".join(DIGITS[int(digit)] for digit in digits)


def say_ordinal(number: int, manner: Manner = NORTH) -> str:
    """What follows `thứ` or `lần thứ`: nhất, hai, ba, tư, năm …"""
    return {1: "nhất", 4: "tư"}.get(number) or say_whole(number, manner)


def say_with_half(number: Decimal, unit: str, manner: Manner = NORTH) -> str:
    """A quantity and its unit, a half in one word: 1,5 triệu `một triệu rưỡi`; others with a comma."""
    whole = int(number)
    if number > 0 and whole and number - whole == Decimal("0.5"):
        return f"{say_whole(whole, manner)} {unit} rưỡi"
    if number == Decimal("0.5"):
        return f"nửa {unit}"
    return f"{say_decimal(number, manner)} {unit}"
