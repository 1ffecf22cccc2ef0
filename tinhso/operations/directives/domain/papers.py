"""A directive as PDF/A, with its result. What stands on it is Vietnamese in every language of the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tinhso.kit.saying import local
from tinhso.kit.typesetting import typeset

FIRST_TWO = 3
"""Months before this one are written with a nought (Decree 30/2020/NĐ-CP)."""
TYPST = Path(__file__).resolve().parent.parent / "typst"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectivePaper:
    """What stands on it; `lines` are those of the table of readings, `thread` what happened."""

    ref: str
    issuer: str
    place: str
    issued_at: datetime
    title: str
    lead: str
    helpers: str
    meeting: str
    content: str
    due: str
    evidence: str
    state: str
    verdict: str
    finding: str
    lines: Sequence[Sequence[str]]
    thread: Sequence[Mapping[str, str]]


def directive_pdf(paper: DirectivePaper, *, at: datetime) -> bytes:
    """The directive on a page or two."""
    told = {name: getattr(paper, name) for name in paper.__slots__ if name != "issued_at"}
    return typeset(
        TYPST / "directive.typ", told | {"issuer": paper.issuer.upper(), "day": day_said(paper.issued_at)}, at=at
    )


def day_said(at: datetime) -> str:
    """`ngày 05 tháng 02 năm 2026`: days and the first two months with a nought."""
    there = local(at)
    month = f"{there.month:02}" if there.month < FIRST_TWO else str(there.month)
    return f"ngày {there.day:02} tháng {month} năm {there.year}"
