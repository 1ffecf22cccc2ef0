"""Running Vietnamese text put into words that a voice can read: no digit, sign or abbreviation is left.

What a number is shows from its shape and from what stands around it: with dots it is a sum or a count, with leading
zeros or many digits a code, with a stroke a day, with a colon an hour. The shapes are tried in order; the first fits.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from tinhso.core.speech.domain.abbreviations import say_words
from tinhso.core.speech.domain.manners import NORTH, Manner
from tinhso.core.speech.domain.moments import say_clock, say_date, say_month
from tinhso.core.speech.domain.numbers import say_decimal, say_digits, say_ordinal, say_whole, say_with_half
from tinhso.core.speech.domain.signs import say_code, say_letters, say_phone
from tinhso.core.speech.domain.tables import spoken_forms

Match = re.Match[str]
Say = Callable[[Match, Manner], str]

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_UNITS = "|".join(sorted(map(re.escape, spoken_forms("units")), key=len, reverse=True))
_LARGE = r"triệu|tỷ|tỉ|nghìn|ngàn"
_HALVED = r"giờ|tiếng|tháng|năm|ngày|tuần|buổi|phút"
_CLOCK = r"([01]?\d|2[0-4])(?::([0-5]\d)|h([0-5]\d)?| giờ ([0-5]\d)(?: phút)?)"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_LONGEST_COUNT = 4
_BELOW_ZERO = re.compile(r"(?<!\d\s)(?<![\w)])-(?=\d)")


def to_words(text: str, manner: Manner = NORTH) -> str:
    """A text as it is read out in Vietnamese."""
    plain = _BELOW_ZERO.sub("âm ", " ".join(text.replace("\u2212", "-").split()))
    return " ".join(say_words(_SHAPES.sub(lambda found: _say(found, manner), plain)).split())


def _say(found: Match, manner: Manner) -> str:
    """The shape that was found is looked at once more by itself, where it stands, for its parts."""
    shape, say = _SHAPE[str(found.lastgroup)]
    parts = re.compile(shape).match(found.string, found.start())
    return f" {say(parts, manner)} " if parts else found[0]


def _number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _law(found: Match, manner: Manner) -> str:
    """30/2020/NĐ-CP: `ba mươi năm hai nghìn không trăm hai mươi, nghị định chính phủ`."""
    issuers = " ".join(_issuer(part, manner) for part in found[3].split("-"))
    return f"{say_whole(int(found[1]), manner)} năm {say_whole(int(found[2]), manner)}, {issuers}"


def _issuer(part: str, manner: Manner) -> str:
    """QH15 is the 15th National Assembly."""
    letters = part.rstrip("0123456789")
    said = spoken_forms("abbreviations").get(letters) or say_letters(letters)
    return f"{said} khóa {say_whole(int(part[len(letters) :]), manner)}" if letters != part else said


def _date(found: Match, manner: Manner) -> str:
    """The word `ngày` is said once, also where it is written already."""
    said = say_date(int(found[2]), int(found[3]), int(found[4]) if found[4] else None, manner)
    return f"{found[1] or ''}{said.removeprefix('ngày ') if found[1] else said}"


def _month_of_year(found: Match, manner: Manner) -> str:
    return f"{say_month(int(found[1]), manner)} năm {say_whole(int(found[2]), manner)}"


def _clock(found: Match, manner: Manner) -> str:
    minute = next((part for part in found.groups()[1:4] if part), "0")
    said = say_clock(int(found[1]) % 24, int(minute), manner)
    return said.rpartition(" ")[0] if found[5] else said


def _clocks(found: Match, manner: Manner) -> str:
    first, last = (re.fullmatch(rf"{_CLOCK}()", part.strip()) for part in re.split(r"[-–—]", found[0]))
    return f"{_clock(first, manner)} đến {_clock(last, manner)}" if first and last else found[0]


def _range(found: Match, manner: Manner) -> str:
    return f"{say_decimal(_number(found[1]), manner)} đến {say_decimal(_number(found[2]), manner)}"


def _large(found: Match, manner: Manner) -> str:
    unit = {"tỉ": "tỷ", "nghìn": manner.thousand, "ngàn": manner.thousand}.get(found[2], found[2])
    return say_with_half(_number(found[1]), unit, manner)


def _measured(found: Match, manner: Manner) -> str:
    said = f"{say_decimal(_number(found[1]), manner)} {spoken_forms('units')[found[2]]}"
    return f"{said} một {found[3]}" if found[3] else said


def _thing_of_month(found: Match, manner: Manner) -> str:
    return say_month(int(found[1]), manner)


def _ordinal(found: Match, manner: Manner) -> str:
    return f"{found[1]} {say_ordinal(int(found[2]), manner)}"


def _called(found: Match, _manner: Manner) -> str:
    return f"{found[1]} {say_phone(found[2])}"


def _roman(found: Match, manner: Manner) -> str:
    values = [_ROMAN[sign] for sign in found[2]]
    total = sum(-one if one < max(values[at:]) else one for at, one in enumerate(values))
    said = say_ordinal(total, manner) if found[1].endswith("thứ") else say_whole(total, manner)
    return f"{found[1]} {said}"


def _plain(found: Match, manner: Manner) -> str:
    """Long numbers without dots, and those that begin with 0, are codes."""
    digits = found[0]
    if len(digits) > _LONGEST_COUNT:
        return say_code(digits)
    return say_digits(digits) if digits.startswith("0") and len(digits) > 1 else say_whole(int(digits), manner)


_SHAPE: Mapping[str, tuple[str, Say]] = {
    "law": (r"(\d{1,5})/(\d{4})/([A-ZĐ][\wĐ]*(?:-[A-ZĐ]\w*)*)", _law),
    "date": (r"([Nn]gày )?(0?[1-9]|[12]\d|3[01])[/](0?[1-9]|1[0-2])(?:/(\d{4}))?(?![/\d])", _date),
    "month": (r"(?:[Tt]háng )?(0?[1-9]|1[0-2])/(\d{4})", _month_of_year),
    "clocks": (rf"{_CLOCK}\s*[-–—]\s*{_CLOCK}", _clocks),
    "clock": (rf"{_CLOCK}(?=( (?:sáng|trưa|chiều|tối|đêm))?)", _clock),
    "phone": (r"\+84[\d .]{8,13}\d|(?<![\d.])0\d{2,3}[ .]\d{3}[ .]\d{3,4}(?!\d)", lambda found, _: say_phone(found[0])),
    "called": (r"([Gg]ọi|[Tt]ổng đài|[Đđ]iện thoại|[Đđ]ường dây nóng)(?: số)? (\d{3,4})(?![ .,]?\d)", _called),
    "code": (
        r"(?:[A-ZĐ]{1,4}\d|\d+[A-ZĐ](?=\w*[-.\d]))[\w]*(?:[-./]\w+)*|\d+(?:-\d+){2,}|\d{3}(?: \d{3})+(?![.,]?\d)",
        lambda found, _: say_code(found[0]),
    ),
    "large": (rf"({_NUMBER}) ?({_LARGE})\b", _large),
    "halved": (rf"(\d+,5) ?({_HALVED})\b", _large),
    "measured": (rf"({_NUMBER}) ?({_UNITS})(?!\w)(?:/(\w+))?", _measured),
    "range": (rf"({_NUMBER})\s?[-–—]\s?({_NUMBER})", _range),
    "ordinal": (r"([Tt]hứ|[Ll]ần thứ) (\d{1,3})(?!\d)", _ordinal),
    "in_month": (r"[Tt]háng (0?[1-9]|1[0-2])(?!\d)", _thing_of_month),
    "roman": (r"([Qq]uý|[Kk]hóa|[Tt]hế kỷ|[Kk]ỳ|[Cc]hương|[Ll]ần thứ) ([IVX]{1,6})\b", _roman),
    "decimal": (r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+", lambda found, manner: say_decimal(_number(found[0]), manner)),
    "plain": (r"\d+", _plain),
}  # fmt: skip


def _without_parts(shape: str) -> str:
    """The shape with groups that are not counted, so that the name of the alternative is the last group."""
    return _PART.sub("(?:", shape)


_PART = re.compile(r"(?<!\\)\((?!\?)")
_SHAPES = re.compile("|".join(f"(?P<{name}>{_without_parts(shape)})" for name, (shape, _) in _SHAPE.items()))
