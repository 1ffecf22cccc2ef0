"""Sheets as they come in, drawn here: forms, cards and receipts; sharp, moved, dark, faded, small."""

from functools import cache
from io import BytesIO
from random import Random

import pikepdf
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from tinhso.government.procedures.domain.papers import pictures
from tinhso.government.procedures.tests.paper_samples import all_papers

A4 = (1654, 2339)
WORDS = ["Ủy ban nhân dân", "xã Co Mạ", "chứng nhận", "ông bà", "Giàng Thị Mỷ", "sinh ngày 04", "tháng 7", "năm 1998"]


def form(lines: int = 34, *, ink: str = "#22253c", paper: str = "#f7f4ea", size: int = 34) -> Image.Image:
    """An A4 at 200 points an inch with lines of print of 12 points."""
    sheet, words = Image.new("RGB", A4, paper), Random(4)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size)
    for line in range(lines):
        text = " ".join(words.choices(WORDS, k=9))
        pen.text((140, 160 + 60 * line), text, font=font, fill=ink)
    return sheet


@cache
def typeset(name: str = "receipt") -> bytes:
    """The first page of one of our own papers, as a PNG."""
    return pictures(all_papers()[name])[0]


def card() -> Image.Image:
    """A small card with a face and few words."""
    sheet = Image.new("RGB", (1000, 630), "#d8e6e0")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(30)
    pen.ellipse((60, 180, 280, 460), fill="#a67c5b")
    for line in range(6):
        pen.text((330, 160 + 64 * line), "Họ và tên: Giàng Thị Mỷ", font=font, fill="#20302c")
    return sheet


def on_table(sheet: Image.Image) -> Image.Image:
    """Photographed from above, a little askew, on a dark table in uneven light."""
    table = Image.new("RGB", (2400, 3200), "#4a3a2c")
    lain = sheet.convert("RGBA").rotate(4, expand=True, resample=Image.Resampling.BICUBIC)
    table.paste(lain, ((2400 - lain.width) // 2, (3200 - lain.height) // 2), lain)
    light = Image.linear_gradient("L").resize(table.size).point(lambda shade: 140 + shade * 115 // 255)
    return Image.composite(table, Image.new("RGB", table.size, "black"), light)


def blurred(sheet: Image.Image, millimetres: float = 0.8) -> Image.Image:
    """Out of focus: every point becomes a spot of so many millimetres (sigma, the sheet being an A4)."""
    return sheet.filter(ImageFilter.GaussianBlur(millimetres * max(sheet.size) / 297))


def lit(sheet: Image.Image, share: float) -> Image.Image:
    """With only so much light."""
    return ImageEnhance.Brightness(sheet).enhance(share)


def faded(sheet: Image.Image, share: float = 0.16) -> Image.Image:
    """Overexposed: only so much of the ink is left."""
    return Image.blend(Image.new("RGB", sheet.size, "white"), sheet.convert("RGB"), share)


def noisy(sheet: Image.Image, sigma: float = 12) -> Image.Image:
    """With the grain of a cheap camera."""
    grain = Image.effect_noise(sheet.size, sigma).convert("RGB")
    return Image.blend(sheet.convert("RGB"), grain, 0.25)


def jpeg(sheet: Image.Image, quality: int = 85) -> bytes:
    held = BytesIO()
    sheet.convert("RGB").save(held, "JPEG", quality=quality)
    return held.getvalue()


def png(sheet: Image.Image) -> bytes:
    held = BytesIO()
    sheet.save(held, "PNG", compress_level=1)
    return held.getvalue()


def scanned(sheet: Image.Image, dpi: float = 200) -> bytes:
    """A PDF as a scanner makes it: one picture a page."""
    held = BytesIO()
    sheet.save(held, "PDF", resolution=dpi)
    return held.getvalue()


def empty_pdf(pages: int = 0, drawn: bytes = b"", **save: object) -> bytes:
    """A PDF with so many pages that draw this; without any when none is wanted."""
    held = BytesIO()
    with pikepdf.new() as paper:
        for _page in range(pages):
            paper.add_blank_page()
            paper.pages[-1].Contents = paper.make_stream(drawn)
        paper.save(held, **save)
    return held.getvalue()
