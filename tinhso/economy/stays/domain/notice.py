"""The notice of stay to the police of the commune (Law on Residence 68/2020/QH14, article 30), due at 23:00 of the day.

Who comes after 23:00 is told before 8:00 of the next day. The columns are those of the list that hosts upload.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.card import read_card
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import local, say_date

DUE = time(23, 0)
VIETNAM = "VNM"
CARD, PASSPORT = "CCCD", "Hộ chiếu"
COLUMNS = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Quốc tịch", "Loại giấy tờ", "Số giấy tờ", "Nơi thường trú",
    "Ngày đến", "Ngày đi", "Phòng", "Lý do lưu trú",
)  # fmt: skip
_PARTS = ("name", "born", "sex", "nation", "paper", "number", "address")
_GAP = "\x1f"


class PaperUnreadable(Refusal):
    sentence = _("A passport is typed: name / number / nationality in three letters / day of birth.")
    field = "papers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who sleeps in a home, as their paper says. nation: ISO 3166-1 alpha-3."""

    name: str = field(repr=False)
    born: str = field(repr=False)
    sex: str = ""
    nation: str = VIETNAM
    paper: str = CARD
    number: str = field(repr=False)
    address: str = field(default="", repr=False)

    @property
    def is_foreign(self) -> bool:
        return self.nation != VIETNAM

    def packed(self) -> str:
        """One text, to be sealed."""
        return _GAP.join(getattr(self, part).replace(_GAP, " ") for part in _PARTS)

    @classmethod
    def unpacked(cls, text: str) -> "Guest":
        return cls(**dict(zip(_PARTS, text.split(_GAP), strict=True)))


def read_paper(line: str) -> Guest:
    """One guest of a line: the square of an identity card, or a passport typed with strokes between.

    Raises PaperUnreadable, or what `read_card` refuses.
    """
    if "/" in line and "|" not in line:
        return _passport([part.strip() for part in line.split("/", 3)])
    claim = read_card(line)
    born = say_date(claim.born) if claim.born else str(claim.birth_year or "")
    return Guest(
        name=claim.name.full, born=born, sex=_SEXES.get(str(claim.sex), ""), number=claim.number.digits,
        address=claim.address,
    )  # fmt: skip


_SEXES = {"male": "Nam", "female": "Nữ"}


def _passport(parts: Sequence[str]) -> Guest:
    if len(parts) != 4 or not all(parts) or len(parts[2]) != 3 or not parts[1].isalnum():
        raise PaperUnreadable
    name, number, nation, born = parts
    return Guest(name=name[:120], born=born[:20], nation=nation.upper(), paper=PASSPORT, number=number.upper()[:20])


def is_late(at: datetime, day: date) -> bool:
    """Whether a notice made at a moment misses the deadline of a day."""
    return local(at) > datetime.combine(day, DUE, tzinfo=local(at).tzinfo)


def rows_of(guests: Iterable[tuple[Guest, date, date, str]]) -> list[list[str]]:
    """Head and lines of the list: guest, day of coming, day of leaving, room."""
    lines = [
        [str(number), one.name, one.born, one.sex, one.nation, one.paper, one.number, one.address,
         say_date(arrives), say_date(leaves), room, "Du lịch"]
        for number, (one, arrives, leaves, room) in enumerate(guests, start=1)
    ]  # fmt: skip
    return [list(COLUMNS), *lines]
