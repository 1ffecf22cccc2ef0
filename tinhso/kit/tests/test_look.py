"""The style sheet keeps the promises of the visual language: contrast, weight, one source of colour."""

import re
from pathlib import Path

import brotli
import pytest

from tinhso.kit.build import FONTS, make_fonts

STATIC = Path(__file__).resolve().parent.parent / "static" / "kit"
CSS = (STATIC / "style.css").read_text()
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b")


def block(start: str) -> str:
    begin = CSS.index(start)
    return CSS[begin : CSS.index("}", begin)]


THEMES = {
    "light": dict(TOKEN.findall(block(':root, [data-theme="light"] {'))),
    "dark": dict(TOKEN.findall(block('[data-theme="dark"] {\n'))),
}
MEANINGS = ("indigo", "green", "earth", "red")
THREADS = tuple(f"t{number}" for number in range(1, 9))
PAIRS = [
    *[("ink", ground, 7) for ground in ("ground", "surface", "surface-2")],
    *[("ink-2", ground, 7) for ground in ("ground", "surface")],
    ("ink-2", "surface-2", 4.5),
    *[("ink", f"{meaning}-tint", 7) for meaning in (*MEANINGS, "rice")],
    *[(meaning, ground, 4.5) for meaning in MEANINGS for ground in ("ground", "surface", f"{meaning}-tint")],
    *[(thread, ground, 4.5) for thread in THREADS for ground in (f"{thread}-tint", "surface")],
    ("on-indigo", "indigo", 7),
    ("on-indigo", "indigo-deep", 7),
    ("on-rice", "rice", 7),
    ("surface", "green", 4.5),
    ("surface", "red", 4.5),
    ("on-field", "field-5", 4.5),
    *[("edge", ground, 3) for ground in ("ground", "surface")],
    *[("rice-edge", ground, 3) for ground in ("ground", "surface")],
    *[("focus", ground, 3) for ground in ("ground", "surface", "indigo-tint", "rice-tint")],
    ("ground", "ink", 7),
]


def brightness(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(theme, front, back, least):
    tokens = THEMES[theme]
    assert contrast(tokens[front], tokens[back]) >= least


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#2b3a82", "#ffffff") == pytest.approx(10.3, abs=0.05)


def test_dark_is_the_same_whether_the_person_or_the_device_asks():
    asked = set(TOKEN.findall(block('[data-theme="dark"] {\n')))
    device = set(TOKEN.findall(block(":root:not([data-theme]) {")))
    assert asked == device
    assert set(THEMES["dark"]) == set(THEMES["light"])


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_colours_are_named_in_one_place(sheet):
    rules = re.sub(r"--[\w-]+:[^;]+;", "", sheet.read_text())
    rules = re.sub(r"@media print \{.*", "", rules)
    assert not re.search(r"#[0-9a-f]{3,6}\b", rules)
    used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text()))
    known = set(re.findall(r"--([\w-]+):", CSS)) | {"cell", "hue", "tint", "yarn", "touch"}
    assert used <= known


def weight(*paths: Path) -> int:
    return sum(len(brotli.compress(path.read_bytes())) for path in paths)


def test_the_style_sheet_is_light():
    assert weight(STATIC / "style.css") <= 7_000
    assert (STATIC / "style.css").stat().st_size <= 36_000
    assert weight(STATIC / "desk.css") <= 2_000
    assert weight(STATIC / "page.js") <= 2_000


def test_the_fonts_are_light_and_know_every_vietnamese_letter():
    if not (FONTS / "text-400.woff2").exists():
        make_fonts()
    from fontTools.ttLib import TTFont

    sizes = {path.name: path.stat().st_size for path in FONTS.glob("*.woff2")}
    assert sizes["text-400.woff2"] + sizes["text-600.woff2"] <= 24_000
    for name in ("text-400", "text-600"):
        known = TTFont(FONTS / f"{name}.woff2").getBestCmap()
        assert all(ord(letter) in known for letter in "ẠặẵỄỘợĐđ₫ưƯỹỴ–…")
    digits = TTFont(FONTS / "digits-400.woff2")
    widths = {digits["hmtx"][name][0] for name in digits.getBestCmap().values()}
    assert widths == {690}
