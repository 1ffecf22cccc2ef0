"""Slips of paper: what a message says, large enough to be read by the fire, and a list to sign for whoever got one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tinhso.kit.saying import say_date
from tinhso.kit.typesetting import typeset


@dataclass(frozen=True, slots=True)
class Slip:
    """One message for one person."""

    name: str
    subject: str
    text: str
    told_at: datetime


def slips_pdf(template: Path, slips: Sequence[Slip], *, village: str, province: str, at: datetime) -> bytes:
    """All slips of a village, then the list on which each signs. In Vietnamese, as papers are."""
    data = {
        "village": village,
        "province": province,
        "day": say_date(at),
        "slips": [
            {"name": one.name, "subject": one.subject, "text": one.text, "day": say_date(one.told_at)} for one in slips
        ],
    }
    return typeset(template, data, at=at.replace(microsecond=0))
