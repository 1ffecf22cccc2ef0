"""Plates for places to visit, four on a sheet of A4: a code that leads to a light page, read aloud."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tinhso.kit.typesetting import qr, typeset

TEMPLATE = Path(__file__).parent.parent / "typst" / "plates.typ"


@dataclass(frozen=True, slots=True)
class Plate:
    """One plate: names in Vietnamese and English, the commune, the address it leads to."""

    name_vi: str
    name_en: str
    commune: str
    address: str


def sheet(plates: Iterable[Plate], *, province: str, at: datetime) -> bytes:
    """All plates as PDF/A."""
    told = [
        {"vi": one.name_vi, "en": one.name_en, "commune": one.commune, "address": one.address, "qr": qr(one.address)}
        for one in plates
    ]
    return typeset(TEMPLATE, {"province": province, "plates": told}, at=at)
