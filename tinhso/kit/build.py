"""Files made from locked packages, never kept in the repository: fonts cut to our letters, icons as one small table.

Licences: Be Vietnam Pro (SIL Open Font Licence 1.1), Phosphor icons (MIT). Both texts are written beside the files.
"""

import os
import re
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import ZipFile

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from tinhso.kit.built import BUILD, ICONS

FONTS = BUILD / "static" / "kit" / "fonts"

LETTERS = "".join(map(chr, range(0x20, 0x7F))) + (
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"
    "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"
    "₫–—‘’“”…·•×°−≥≤§\u00a0"
)
DIGITS = "0123456789"
WEIGHTS = {400: ("Regular", 690), 600: ("SemiBold", 706)}
"""CSS weight → the name of the cut, and the one width (font units) of its digits in columns."""

TOWER = (
    '<path d="M128 104 72 232M128 104l56 128M92 188h72"/><path d="M92 130a44 44 0 1 1 72 0M64 152a80 80 0 1 1 128 0"/>'
)
HOSPITAL = (
    '<path d="M16 216h224M40 216V48a8 8 0 0 1 8-8h96a8 8 0 0 1 8 8v168M152 120h56a8 8 0 0 1 8 8v88"/>'
    '<path d="M96 72v48M72 96h48M80 216v-48h32v48"/>'
)
PEN = '<g fill="none" stroke="currentColor" stroke-width="16" stroke-linecap="round" stroke-linejoin="round">'
OURS = {
    "hospital": f"{PEN}{HOSPITAL}</g>",
    "hospital-duotone": f'<path d="M40 40h112v176H40z" opacity=".2"/>{PEN}{HOSPITAL}</g>',
    "cell-tower": f"{PEN}{TOWER}</g>",
    "cell-tower-duotone": f'<circle cx="128" cy="104" r="60" opacity=".2"/>{PEN}{TOWER}</g>',
}
"""Drawn here, because the package is older than Phosphor's own drawings of them."""

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
        drawn = {Path(name).stem: _inside(archive.read(name).decode()) for name in names}
    lines = [f"{name}\t{drawing}\n" for name, drawing in sorted((OURS | drawn).items())]
    draft = ICONS.with_suffix(f".{os.getpid()}")
    draft.write_text("".join(lines), encoding="utf-8")
    draft.replace(ICONS)


def _inside(svg: str) -> str:
    found = DRAWN.search(svg)
    if not found:
        raise ValueError("an icon without a drawing")
    return " ".join(found.group(1).split())
