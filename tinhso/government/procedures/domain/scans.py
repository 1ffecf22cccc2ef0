"""Whether a scan or a photo of a paper can be read: locked, empty, too small, too dark, too bright, or blurred.

Looked at are the bytes that `core.files` examined and limited. A picture is brought to one size first, so that the
same sheet gives the same figures from any camera. Of a PDF only the picture is looked at that a scanner put on its
first page with content; a page is never drawn, and what was typeset is not judged. Where it is not sure, it is silent.

Thresholds were measured on pages that tests draw anew (`tests/scan_samples.py`): forms with much and with little
writing, pencil, a card, both on a table, and our own papers; each sharp, out of focus, dark, faded and noisy.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from io import BytesIO

import pikepdf
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFilter, ImageOps, ImageStat

from tinhso.kit.passport import Text

SHORTEST = 700
"""Pixels of the long side; below, print of 10 points on an A4 cannot be read."""
DPI_LEAST = 140
"""Pixels per inch of a page of a PDF; a little less than the 150 that are wanted, because scanners round."""
A4_LONG = 842
"""Points. Pages that claim to be larger count as an A4: a phone writes one point per pixel."""
LOOKED_AT = 1280
"""Pixels of the long side to which a picture is brought: 109 an inch on an A4."""
TILE = 64
MOST_PIXELS = 40_000_000
MOST_PAGES = 20
LONGEST_BLANK, LONGEST_BLANK_PACKED = 20_000, 2_000
"""Bytes of the drawing of a page that may still show nothing, open and packed."""

INK = 0.001
PAPER = 0.97
"""Shares of the pixels, from the darkest: one line of writing is darker than the first, the sheet is at the second."""
DARKEST_PAPER = 58
BRIGHTEST_INK = 195
LEAST_CONTRAST = 30
"""Shades of 256. With a third of the light a sheet was at 61 and more, with a fifth at 55 and less; pencil was at 167
and less, writing of which an eighth was left at 217 and more."""
SHARP_SHARE = 0.05
LEAST_SHARPNESS = 120.0
"""Variance of the Laplacian in the sharpest tiles, in shades² after the contrast was evened out. Sharp sheets were at
1319 and more, points spread to 0.3 mm (readable) at 414 and more, to 0.65 mm (not readable) at 102 and less."""
A_SHAPE = 0.03
"""How far the proportions of a picture may lie from those of its page when there is text too (a scan with its text)."""


class Fault(StrEnum):
    """Why a paper cannot be read."""

    BROKEN = "broken"
    LOCKED = "locked"
    NO_PAGES = "no_pages"
    BLANK = "blank"
    SMALL = "small"
    DARK = "dark"
    BRIGHT = "bright"
    BLURRED = "blurred"


SENTENCES: Mapping[Fault, Text] = {
    Fault.BROKEN: _("This file cannot be opened. Take a photo of the paper instead."),
    Fault.LOCKED: _("This file is locked with a password. Take the password off, or take a photo of the paper."),
    Fault.NO_PAGES: _("There is no page in this file. Scan the paper again."),
    Fault.BLANK: _("There is nothing on it. Perhaps the wrong side was scanned. Turn the paper over."),
    Fault.SMALL: _("The picture is too small to read. Go closer, or scan it with more points."),
    Fault.DARK: _("It is too dark. Go to a window or turn on the light."),
    Fault.BRIGHT: _("It is too bright; the writing has faded. Turn off the flash, or go out of the sun."),
    Fault.BLURRED: _("It is blurred. Hold the phone still and tap on the writing before you take it."),
}

_STUMBLES = (
    pikepdf.PdfError, pikepdf.DependencyError, OSError, ValueError, TypeError, LookupError, AttributeError,
    ArithmeticError, RuntimeError, SyntaxError, EOFError, MemoryError, struct.error, zlib.error,
    Image.DecompressionBombError,
)  # fmt: skip
"""What parsers raise on bytes that are not what they say."""
_SHOWN_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI", "INLINE IMAGE"})
_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def said(faults: Iterable[Fault]) -> list[str]:
    """What is wrong and how to take it better, in the reader's language."""
    return [str(SENTENCES[fault]) for fault in faults]


def faults_of(content: bytes) -> tuple[Fault, ...]:
    """Why this PDF, JPEG or PNG cannot be read. Never raises."""
    try:
        if content.startswith(b"%PDF-"):
            return _of_pdf(content)
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            return _of_picture(picture)
    except pikepdf.PasswordError:
        return (Fault.LOCKED,)
    except _STUMBLES:
        return (Fault.BROKEN,)


def _of_picture(picture: Image.Image, shortest: int = SHORTEST) -> tuple[Fault, ...]:
    """What is wrong with a picture of a sheet; a dark or faded one is not called blurred as well."""
    if picture.width * picture.height > MOST_PIXELS:
        return ()
    small = (Fault.SMALL,) if max(picture.size) < shortest else ()
    sheet = _in_grey(picture)
    return small + (_badly_lit(sheet) or _out_of_focus(sheet))


def _in_grey(picture: Image.Image) -> Image.Image:
    """The picture in 256 shades at the size at which it is judged; what is see-through lies on white."""
    picture.draft("L", (LOOKED_AT, LOOKED_AT))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    grey = picture.convert("L")
    grey.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BOX, reducing_gap=2)
    return grey


def _badly_lit(sheet: Image.Image) -> tuple[Fault, ...]:
    ink, paper = _shade(sheet, INK), _shade(sheet, PAPER)
    if paper < DARKEST_PAPER:
        return (Fault.DARK,)
    if _shade(sheet, 1 - INK) - ink < LEAST_CONTRAST:
        return (Fault.BLANK,)
    return (Fault.BRIGHT,) if ink > BRIGHTEST_INK else ()


def _shade(sheet: Image.Image, share: float) -> int:
    """The shade that this share of the pixels does not exceed."""
    wanted, passed = share * sheet.width * sheet.height, 0
    for shade, pixels in enumerate(sheet.histogram()):
        passed += pixels
        if passed >= wanted:
            return shade
    return 255


def _out_of_focus(sheet: Image.Image) -> tuple[Fault, ...]:
    return (Fault.BLURRED,) if sharpness(sheet) < LEAST_SHARPNESS else ()


def sharpness(sheet: Image.Image) -> float:
    """Variance of the Laplacian in the sharpest twentieth of the tiles, in shades². Where it is sharp is enough: most
    of a form is empty, and a table behind it may be out of focus."""
    filtered = ImageOps.autocontrast(sheet, cutoff=0.1).filter(_LAPLACE)
    edges = ImageOps.crop(filtered, 1) if min(filtered.size) > 2 else filtered  # the rim is not filtered
    found = sorted((ImageStat.Stat(edges.crop(box)).var[0] for box in _tiles(edges)), reverse=True)
    best = found[: max(1, round(len(found) * SHARP_SHARE))]
    return sum(best) / len(best)


def _tiles(sheet: Image.Image) -> Iterator[tuple[int, int, int, int]]:
    for top in range(0, max(1, sheet.height - TILE + 1), TILE):
        for left in range(0, max(1, sheet.width - TILE + 1), TILE):
            yield left, top, min(left + TILE, sheet.width), min(top + TILE, sheet.height)


def _of_pdf(content: bytes) -> tuple[Fault, ...]:
    with pikepdf.open(BytesIO(content), suppress_warnings=True, attempt_recovery=False) as pdf:
        if pdf.is_encrypted:
            return (Fault.LOCKED,)
        pages = len(pdf.pages)
        if not pages:
            return (Fault.NO_PAGES,)
        for page in pdf.pages[: min(pages, MOST_PAGES)]:
            if not _shows_nothing(page):
                return _of_page(page)
        return (Fault.BLANK,) if pages <= MOST_PAGES else ()


def _of_page(page: pikepdf.Page) -> tuple[Fault, ...]:
    """What is wrong with the one picture that is the whole page; nothing is said about any other page."""
    scanned = _scan_on(page)
    if scanned is None:
        return ()
    with _opened(scanned) as picture:
        long_side = min(max(_size(page)), A4_LONG)
        return _of_picture(picture, shortest=round(long_side / 72 * DPI_LEAST))


def _scan_on(page: pikepdf.Page) -> pikepdf.Stream | None:
    """The only picture of a page, when it is of a kind that is safely opened here and beside it stands no text but
    what was read from it."""
    things = page.resources.get("/XObject", pikepdf.Dictionary())
    if len(things.keys()) != 1 or len(page.images) != 1:
        return None
    scanned = next(iter(page.images.values()))
    if not isinstance(scanned, pikepdf.Stream):
        return None
    width, height = int(scanned.Width), int(scanned.Height)
    if not 0 < width * height <= MOST_PIXELS or "/SMask" in scanned or not _is_plain(scanned):
        return None
    typeset = len(page.resources.get("/Font", pikepdf.Dictionary()).keys()) > 0
    shape, page_shape = sorted((width, height)), sorted(_size(page))
    fits = abs(shape[0] / shape[1] - page_shape[0] / page_shape[1]) < A_SHAPE
    return scanned if fits or not (typeset or _is_long(page)) else None


def _is_plain(scanned: pikepdf.Object) -> bool:
    """Packed in a way that is opened within bounds: JPEG, deflate or fax, one of them and once."""
    filters = scanned.get("/Filter", pikepdf.Array())
    names = [str(name) for name in filters.as_list()] if isinstance(filters, pikepdf.Array) else [str(filters)]
    return len(names) == 1 and names[0] in {"/DCTDecode", "/FlateDecode", "/CCITTFaxDecode"}


def _opened(scanned: pikepdf.Stream) -> Image.Image:
    """The picture, paper white: what is stored the other way round is mostly black."""
    if scanned.Filter == pikepdf.Name.DCTDecode:
        return Image.open(BytesIO(scanned.read_raw_bytes()), formats=("JPEG",))
    made = pikepdf.PdfImage(scanned).as_pil_image()
    if made.mode == "1" or "/Decode" in scanned or "/ImageMask" in scanned:
        grey = made.convert("L")
        return ImageOps.invert(grey) if _shade(grey, 0.5) < 128 else grey
    return made


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height of a page in points."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox.as_list())
    return max(1.0, abs(right - left)), max(1.0, abs(top - bottom))


def _shows_nothing(page: pikepdf.Page) -> bool:
    """Whether a page draws neither writing nor line nor picture, and carries no note or field."""
    if "/Annots" in page.obj or _is_long(page):
        return False
    for step in pikepdf.parse_content_stream(page):
        name = str(step.operator)
        if name in _PAINTS or (name in _SHOWN_TEXT and _has_writing(step.operands)):
            return False
    return True


def _is_long(page: pikepdf.Page) -> bool:
    """Whether more is drawn on a page than on any blank one; little of it is unpacked to know."""
    drawn = page.obj.get("/Contents", pikepdf.Array())
    streams = list(drawn.as_list()) if isinstance(drawn, pikepdf.Array) else [drawn]
    if sum(len(stream.read_raw_bytes()) for stream in streams) > LONGEST_BLANK_PACKED:
        return True
    return sum(len(stream.read_bytes()) for stream in streams) > LONGEST_BLANK


def _has_writing(operands: object) -> bool:
    """Whether a text operator shows a sign that is not a space."""
    if isinstance(operands, pikepdf.String):
        return bool(bytes(operands).strip())
    if isinstance(operands, pikepdf.Array | pikepdf.objects.Object | list):
        return any(_has_writing(one) for one in operands if isinstance(one, pikepdf.String | pikepdf.Array))
    return False
