"""Files made from locked packages, never kept in the repository: fonts cut to our letters, icons as one small table.

Licences: Be Vietnam Pro (SIL Open Font Licence 1.1), Phosphor icons (MIT). Both texts are written beside the files.
"""

import os
import re
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import ZipFile

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

BUILD = Path(__file__).resolve().parent.parent.parent / "build"
FONTS = BUILD / "static" / "kit" / "fonts"
ICONS = BUILD / "icons.tsv"

LETTERS = "".join(map(chr, range(0x20, 0x7F))) + (
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"
    "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"
    "₫–—‘’“”…·•×°−≥≤§\u00a0"
)
DIGITS = "0123456789"
WEIGHTS = {400: ("Regular", 690), 600: ("SemiBold", 706)}
"""CSS weight → the name of the cut, and the one width (font units) of its digits in columns."""

DRAWN = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def make_all() -> None:
    """Make every file anew."""
    make_fonts()
    make_icons()


def make_fonts() -> None:
    """Two weights of text and of digits on one width, as unhinted woff2."""
    FONTS.mkdir(parents=True, exist_ok=True)
    source = files("fontpkg_be_vietnam_pro")
    for weight, (cut, width) in WEIGHTS.items():
        with as_file(source / "files" / f"BeVietnamPro-{cut}.ttf") as path:
            _save(_cut(path, LETTERS), FONTS / f"text-{weight}.woff2")
            _save(_on_one_width(_cut(path, DIGITS), width), FONTS / f"digits-{weight}.woff2")
    (FONTS / "OFL.txt").write_bytes((source / "LICENSE").read_bytes())


def _cut(path: Path, letters: str) -> TTFont:
    options = subset.Options(
        flavor="woff2", hinting=False, desubroutinize=True, layout_features=["kern", "mark", "mkmk", "ccmp", "locl"]
    )
    options.name_IDs = [1, 2, 13, 14]
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    return font


def _on_one_width(font: TTFont, width: int) -> TTFont:
    """Centre each digit on the same width, so that columns of numbers stand straight."""
    names = font.getBestCmap()
    for digit in DIGITS:
        _centre(font, names[ord(digit)], width)
    for table in ("GPOS", "GSUB", "GDEF"):
        if table in font:
            del font[table]
    return font


def _centre(font: TTFont, name: str, width: int) -> None:
    pen, glyphs = TTGlyphPen(None), font.getGlyphSet()
    shift = (width - font["hmtx"][name][0]) // 2
    glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["glyf"][name] = glyph
    font["hmtx"][name] = (width, glyph.xMin)


def _save(font: TTFont, path: Path) -> None:
    font.flavor = "woff2"
    draft = path.with_suffix(f".{os.getpid()}")
    font.save(draft)
    draft.replace(path)


def make_icons() -> None:
    """All icons in two cuts, a line each: `check` or `check-duotone`, a tab, what is inside the drawing."""
    ICONS.parent.mkdir(parents=True, exist_ok=True)
    with as_file(files("justmyresource_phosphor") / "icons.zip") as path, ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith(("regular/", "duotone/"))]
        lines = [f"{Path(name).stem}\t{_inside(archive.read(name).decode())}\n" for name in sorted(names)]
    draft = ICONS.with_suffix(f".{os.getpid()}")
    draft.write_text("".join(lines), encoding="utf-8")
    draft.replace(ICONS)


def _inside(svg: str) -> str:
    found = DRAWN.search(svg)
    if not found:
        raise ValueError("an icon without a drawing")
    return " ".join(found.group(1).split())


@cache
def icons() -> dict[str, str]:
    """Name → what is inside its `<svg viewBox="0 0 256 256">`; made on the first call when set-up did not."""
    if not ICONS.exists():
        make_icons()
    pairs = (line.split("\t", 1) for line in ICONS.read_text(encoding="utf-8").splitlines())
    return dict((name, drawing) for name, drawing in pairs)
