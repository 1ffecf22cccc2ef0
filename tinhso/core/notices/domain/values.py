"""What may stand in the gaps of a message: kinds of values, how each is said, and how long it can get."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.utils import formats, timezone, translation

Value = str | int | Decimal | date | datetime | UUID
Kept = str | int
"""A value as it lies in the row of a notice: dates as ISO texts."""

MAX_TEXT = 60


class Gap(StrEnum):
    """A kind of value.

    code     a code of the nation or of a dossier, said sign by sign
    date     a day · time: a moment, on the province's clock
    money    whole đồng · number: a whole number
    text     words that anyone may see, at most 60 letters: an office, a place
    private  words that tell something of the person: never in a text message, a subject, or with a provider
    link     an address of these pages
    """

    CODE = "code"
    DATE = "date"
    TIME = "time"
    MONEY = "money"
    NUMBER = "number"
    TEXT = "text"
    PRIVATE = "private"
    LINK = "link"


SAMPLES: Mapping[Gap, Kept] = {
    Gap.CODE: "H52.75.33-261121-0042",
    Gap.DATE: "2026-11-26",
    Gap.TIME: "2026-11-26T14:30:00+07:00",
    Gap.MONEY: 999_999_999,
    Gap.NUMBER: 99_999,
    Gap.TEXT: "Trung tâm Phục vụ hành chính công xã Mường Và",
    Gap.PRIVATE: "Cấp giấy xác nhận tình trạng hôn nhân",
    Gap.LINK: "/track/H52.75.33-261121-0042/",
}
"""The longest that is to be expected; previews and the count of parts use them."""


class ValueWrong(ValueError):
    """A system gave a value that its gap cannot say, too many, or too few."""


def kept(declared: Mapping[str, Gap], given: Mapping[str, Value]) -> dict[str, Kept]:
    """Values as they are kept with a notice. Raises ValueWrong."""
    if declared.keys() != given.keys():
        raise ValueWrong(f"wanted {sorted(declared)}, given {sorted(given)}")
    return {name: _kept(gap, given[name]) for name, gap in declared.items()}


def _kept(gap: Gap, value: Value) -> Kept:
    if gap in (Gap.MONEY, Gap.NUMBER):
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
            raise ValueWrong(gap)
        return int(value)
    if gap is Gap.TIME and isinstance(value, datetime) and value.tzinfo:
        return value.isoformat()
    if gap is Gap.DATE and isinstance(value, date):
        return (timezone.localdate(value) if isinstance(value, datetime) else value).isoformat()
    if gap in (Gap.DATE, Gap.TIME) or not isinstance(value, str | UUID):
        raise ValueWrong(gap)
    return " ".join(str(value).split())


def said(gap: Gap, value: Kept, *, language: str, base: str) -> str:
    """A value as it is written. `base` is the address of these pages, which stands before a link."""
    with translation.override(_ours(language)):
        if gap is Gap.MONEY:
            return f"{formats.number_format(int(value), force_grouping=True, use_l10n=True)} đ"
        if gap is Gap.NUMBER:
            return formats.number_format(int(value), force_grouping=True, use_l10n=True)
    if gap is Gap.DATE:
        return date.fromisoformat(str(value)).strftime("%d/%m/%Y")
    if gap is Gap.TIME:
        return timezone.localtime(datetime.fromisoformat(str(value))).strftime("%H:%M %d/%m/%Y")
    if gap is Gap.LINK:
        return base.rstrip("/") + str(value)
    return _shortened(str(value)) if gap is Gap.TEXT else str(value)


_SPOKEN_DATE = {"vi": "ngày {d} tháng {m} năm {y}", "en": "{d}/{m}/{y}", "id": "tanggal {d} bulan {m} tahun {y}"}
_SPOKEN_TIME = {"vi": "{h} giờ {n} phút, {date}", "en": "{h}:{n}, {date}", "id": "pukul {h} lewat {n} menit, {date}"}


def spoken(gap: Gap, value: Kept, *, language: str, base: str) -> str:
    """A value as it is read out: signs of a code one by one, days in words."""
    if gap is Gap.CODE:
        return ", ".join(" ".join(group) for group in str(value).replace(".", "-").split("-"))
    if gap is Gap.DATE:
        return _spoken_day(date.fromisoformat(str(value)), language)
    if gap is Gap.TIME:
        moment = timezone.localtime(datetime.fromisoformat(str(value)))
        words = _SPOKEN_TIME.get(language, _SPOKEN_TIME["vi"])
        return words.format(h=moment.hour, n=moment.minute, date=_spoken_day(moment.date(), language))
    if gap is Gap.MONEY:
        return said(Gap.NUMBER, value, language=language, base=base) + (" dong" if language == "en" else " đồng")
    return said(gap, value, language=language, base=base)


def _spoken_day(day: date, language: str) -> str:
    return _SPOKEN_DATE.get(language, _SPOKEN_DATE["vi"]).format(d=day.day, m=day.month, y=day.year)


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1].rstrip() + "…"


def _ours(language: str) -> str:
    """The language of numbers: pages have three; who speaks another lives here and reads them as Vietnamese does."""
    return language if language in ("vi", "en", "id") else "vi"
