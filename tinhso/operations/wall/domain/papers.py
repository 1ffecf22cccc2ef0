"""The briefing of a morning as PDF/A: what it tells is Vietnamese, and stays as it was told."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tinhso.kit.typesetting import typeset

TYPST = Path(__file__).resolve().parent.parent / "typst"


def briefing_pdf(told: Mapping[str, object], *, at: datetime) -> bytes:
    """One page; `told` as `models.told.tell` makes it."""
    return typeset(TYPST / "briefing.typ", told, at=at)
