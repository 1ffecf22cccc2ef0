"""Papers of community teams as PDF/A: the month's allowances with a column to sign, the decision about an award.

What stands on them is Vietnamese in every language of the pages. The look is the province's own; heads, place and date
after Decree 30/2020/NĐ-CP.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tinhso.core.payments.domain.receipts import in_words
from tinhso.kit.saying import local, say_money, say_number
from tinhso.kit.typesetting import typeset
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.domain.ranking import Work

FIRST_TWO = 3
"""Months before this one are written with a nought (Decree 30/2020/NĐ-CP)."""
TYPST = Path(__file__).resolve().parent.parent / "typst"


@dataclass(frozen=True, slots=True)
class PaidLine:
    """What somebody is due: for what (`Thăm hộ × 3`), and so many đồng."""

    name: str
    team: str
    what: Sequence[str]
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowancePaper:
    """A month of a commune. `standing`: said at the top where it was not approved yet."""

    office: str
    place: str
    month: date
    lines: Sequence[PaidLine]
    standing: str = ""


def allowance_pdf(paper: AllowancePaper, *, at: datetime) -> bytes:
    """One line a person, all of them in words, and where to sign."""
    total = sum(line.amount for line in paper.lines)
    told = {
        "office": paper.office.upper(), "place": paper.place, "month": f"{paper.month:%m/%Y}",
        "day": day_said(at), "standing": paper.standing, "total": say_money(total), "words": sum_in_words(total),
        "lines": [
            {"name": one.name, "team": one.team, "what": "\n".join(one.what), "amount": say_money(one.amount)}
            for one in paper.lines
        ],
    }  # fmt: skip
    return typeset(TYPST / "allowances.typ", told, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardPaper:
    """The decision to give an award. `reasons` are the proposer's, `words` the head's; `opinions`: so many were given;
    `post` and `signer`: who decides."""

    office: str
    place: str
    ref: str
    title: str
    who: str
    period: Period
    reasons: str
    words: str
    source: str
    work: Work
    opinions: int
    post: str
    signer: str


def award_pdf(paper: AwardPaper, *, at: datetime) -> bytes:
    """The decision on one page, with room for a stamp."""
    work, period = paper.work, paper.period
    time = f"quý {period.quarter} năm {period.year}" if period.quarter else f"năm {period.year}"
    told = {
        "office": paper.office.upper(), "place": paper.place, "ref": paper.ref, "day": day_said(at),
        "title": paper.title, "who": paper.who, "time": time, "reasons": paper.reasons, "words": paper.words,
        "source": paper.source, "opinions": say_number(paper.opinions), "post": paper.post.upper(),
        "signer": paper.signer, "visits": say_number(work.visits), "people": say_number(work.people),
        "taught": say_number(work.taught), "households": say_number(work.households),
    }  # fmt: skip
    return typeset(TYPST / "award.typ", told, at=at)


def sum_in_words(dong: int) -> str:
    """A sum as a sheet must say it; what is taken back says so."""
    return f"Thu lại {in_words(-dong).lower()}" if dong < 0 else in_words(dong)


def day_said(at: datetime) -> str:
    """`ngày 05 tháng 02 năm 2026`: days and the first two months with a nought."""
    there = local(at)
    month = f"{there.month:02}" if there.month < FIRST_TWO else str(there.month)
    return f"ngày {there.day:02} tháng {month} năm {there.year}"
