"""Form 07 of Circular 03/2025/TT-VPCP: the register of dossiers, as a landscape PDF and as CSV."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.government.procedures.domain import paper_words as words
from tinhso.government.procedures.domain.papers import TEMPLATES, Office, Signer
from tinhso.kit import typesetting
from tinhso.kit.sheets import csv_of

AT_MOST = 2_000
"""Rows of one PDF; a longer register is printed by the month, or taken as CSV."""


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier of the register."""

    ref: str
    applicant: str
    procedure: str
    papers: int
    received_at: datetime
    due_at: datetime
    moved_at: datetime | None = None
    returned_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The dossiers of an office in a span of time, told in `subject`."""

    office: Office
    subject: str
    at: datetime
    signer: Signer
    lines: tuple[Line, ...]
    number: str = ""
    seal: str = ""


def register_pdf(register: Register) -> bytes:
    """The register as PDF/A-2b. Raises ValueError above AT_MOST rows."""
    return typesetting.typeset(TEMPLATES / "register.typ", _told(register), at=register.at)


def register_csv(register: Register) -> bytes:
    """UTF-8 with a mark, so that spreadsheets show Vietnamese; no cell is taken for a formula."""
    return csv_of([words.REGISTER_HEADS, *_rows(register)])


def _rows(register: Register) -> list[list[str]]:
    return [
        [
            str(number), one.ref, one.applicant, one.procedure, str(one.papers),
            *(words.short_day(moment) for moment in (one.received_at, one.due_at, one.moved_at, one.returned_at)),
            one.note,
        ]
        for number, one in enumerate(register.lines, 1)
    ]  # fmt: skip


def _told(register: Register) -> dict[str, object]:
    if len(register.lines) > AT_MOST:
        raise ValueError(f"{len(register.lines)} rows, at most {AT_MOST}")
    signer = register.signer
    return {
        "title": words.TITLES["register"],
        "subject": register.subject,
        "office": words.heading_of(register.office.above, register.office.name),
        "place": register.office.place,
        "day": words.dated(register.at),
        "number": register.number,
        "ref": words.TITLES["register"],
        "seal": register.seal,
        "heads": list(words.REGISTER_HEADS),
        "rows": _rows(register),
        "recipients": [],
        "sign": {"lines": list(signer.lines), "how": words.SIGNED["how"], "name": words.whole(signer.name)},
    }
