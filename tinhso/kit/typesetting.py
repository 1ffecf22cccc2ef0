"""Papers set by Typst: PDF/A-2b (ISO 19005-2), tagged, in Vietnamese, with our own fonts inside.

What people typed is data: it reaches a template as JSON and is shown as it stands, never read as markup. A template
sees the files of its own folder and nothing else. The same data and time give the same bytes.
"""

import io
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock

import segno
import typst

from tinhso.kit.built import paper_fonts, paper_letters

MISSING = "☐"
"""Stands for a letter that our fonts do not have (emoji, other scripts)."""
LONGEST_WORD = 40
_LONG = re.compile(rf"[^\s\u00a0]{{{LONGEST_WORD}}}(?=[^\s\u00a0])")
_BREAK = "\u200b"
_KEPT = frozenset({"\n", _BREAK})
_one_at_a_time = Lock()


def typeset(template: Path, data: Mapping[str, object], *, at: datetime) -> bytes:
    """The PDF of a template (`.typ`) and its data; `at` is the day written into the document's own description.

    Raises typst.TypstError when the template is wrong or the data lacks what it asks for.
    """
    with _one_at_a_time:
        made = _compiler(template).compile(
            format="pdf",
            pdf_standards=["a-2b"],
            sys_inputs=_inputs(data),
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    if not isinstance(made, bytes):
        raise TypeError(f"{template.name}: no single document")
    return made


def draw(template: Path, data: Mapping[str, object], *, dots_per_inch: int = 110) -> list[bytes]:
    """Each page as a PNG, for a screen."""
    with _one_at_a_time:
        made = _compiler(template).compile(format="png", ppi=dots_per_inch, sys_inputs=_inputs(data))
    return [made] if isinstance(made, bytes) else list(made or [])


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG made here, handed to a template as it is."""

    svg: str


def qr(text: str) -> Drawing:
    """A QR code (ISO/IEC 18004, level M) as SVG for a template. The mask is fixed: trying all eight takes eight times
    as long, and readers do not mind."""
    code = segno.make_qr(text, error="m", mask=4, boost_error=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=4, light="#fff", xmldecl=False)
    return Drawing(svg=drawn.getvalue().decode())


def clean(text: str) -> str:
    """The text as our fonts can show it: composed, no signs that steer, unknown letters as ☐, long words broken."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    strange = {sign for sign in set(composed) - _KEPT if _is_strange(sign)}
    shown = composed.translate({ord(sign): _instead_of(sign) for sign in strange}) if strange else composed
    return _LONG.sub(lambda word: word.group() + _BREAK, shown)


def _is_strange(sign: str) -> bool:
    """Whether our fonts lack it, or it is never seen: a soft hyphen shows only where a line breaks."""
    return sign not in paper_letters() or unicodedata.category(sign) == "Cf"


def _instead_of(sign: str) -> str:
    return "" if unicodedata.category(sign) in {"Cc", "Cf"} else MISSING


def _inputs(data: Mapping[str, object]) -> dict[str, str]:
    return {"data": json.dumps(_cleaned(data), ensure_ascii=False)}


def _cleaned(value: object) -> object:
    """Texts cleaned wherever they are; drawings as they are."""
    if isinstance(value, Drawing):
        return value.svg
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inside) for inside in value]
    return value


@cache
def _compiler(template: Path) -> typst.Compiler:
    """One for each template of ours: it keeps what it has read, so that the next paper costs only what differs."""
    return typst.Compiler(template, root=template.parent, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(paper_fonts())])
