"""The fonts of papers, cut from locked packages: Source Serif 4 for the text, Be Vietnam Pro for figures in large.

Both are under the SIL Open Font Licence 1.1. A cut of one weight is set in half the time of the variable font.
"""

import os
from collections.abc import Iterator
from importlib.resources import as_file, files

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from tinhso.kit.built import LETTERS, PAPERS

SERIF, SANS = "Source Serif 4 14pt", "Be Vietnam Pro"
KEPT = (
    (0x20, 0x7F), (0xA0, 0x250), (0x300, 0x370), (0x1E00, 0x1F00), (0x2010, 0x2028), (0x2030, 0x205F),
    (0x20A0, 0x20D0), (0x2190, 0x2194), (0x2212, 0x2213), (0x2264, 0x2266), (0x25A1, 0x25A2), (0x2610, 0x2613),
)  # fmt: skip
"""Ranges of Unicode that the cuts keep, where the font has them: Latin with every mark, signs, boxes to tick."""
_SERIFS = {"SourceSerif4[opsz,wght]": "Upright", "SourceSerif4-Italic[opsz,wght]": "Italic"}


def make_paper_fonts() -> None:
    """Four cuts of the serif and two of the sans into `build/papers`, with their licences."""
    PAPERS.mkdir(parents=True, exist_ok=True)
    for package, name, font in _sources():
        _keep_letters(font)
        draft = PAPERS / f".{name}.{os.getpid()}"
        font.save(draft)
        draft.replace(PAPERS / f"{name}.ttf")
        (PAPERS / f"{package}.txt").write_bytes((files(package) / "LICENSE").read_bytes())
    _write_letters()


def _sources() -> Iterator[tuple[str, str, TTFont]]:
    for file, slant in _SERIFS.items():
        for weight in (400, 700):
            font = _open("fontpkg_source_serif_4", file)
            limits = {"wght": weight, "opsz": 14}
            one = instantiateVariableFont(font, limits, updateFontNames=True)
            yield "fontpkg_source_serif_4", f"{slant}-{weight}", one
    for cut in ("Regular", "SemiBold"):
        yield "fontpkg_be_vietnam_pro", f"Sans-{cut}", _open("fontpkg_be_vietnam_pro", f"BeVietnamPro-{cut}")


def _open(package: str, file: str) -> TTFont:
    with as_file(files(package) / "files" / f"{file}.ttf") as path:
        return TTFont(path, lazy=False)


def _keep_letters(font: TTFont) -> None:
    options = subset.Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], name_IDs=["*"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[letter for first, end in KEPT for letter in range(first, end)])
    cutter.subset(font)


def _write_letters() -> None:
    """What each cut of the serif can show: whoever cleans a text need not open a font."""
    shown = [frozenset(map(chr, TTFont(path).getBestCmap())) for path in PAPERS.glob("[UI]*-*.ttf")]
    draft = LETTERS.with_suffix(f".{os.getpid()}")
    draft.write_text("".join(sorted(frozenset.intersection(*shown))), encoding="utf-8")
    draft.replace(LETTERS)
