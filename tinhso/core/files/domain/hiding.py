"""Parts of a picture made unreadable for good: faces and number plates before all may see it.

Each part becomes a mosaic of at most sixteen fields, rounded to sixteen steps of each colour, and is then blurred. That
is fewer than 200 bits of a face or a plate, drawn into the pixels; the file is written anew and its preview is made of
what was written.
"""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from tinhso.core.files.domain.kinds import Kind
from tinhso.core.files.domain.pictures import MOST_PIXELS, PREVIEW_SIDE
from tinhso.core.files.domain.verdicts import Fault, Refused, Verdict

FIELDS = 4
"""Fields of a mosaic along the longer side of a part."""
STEP = 16
PUBLIC_SIDE = 1600
WHOLE = 1000
Part = tuple[int, int, int, int]
"""Left, top, width and height in thousandths of the picture."""


def hide(source: Path, clean: Path, preview: Path, parts: Sequence[Part]) -> Verdict:
    """Write the picture as JPEG without those parts to `clean`, a small one to `preview`. Raises Refused."""
    try:
        with Image.open(source, formats=("JPEG", "PNG")) as opened:
            drawn = _public_size(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as broken:
        raise Refused(Fault.BROKEN) from broken
    for part in parts:
        _hide_part(drawn, part)
    drawn.save(clean, "JPEG", quality=85, optimize=True, progressive=True)
    drawn.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    drawn.save(preview, "JPEG", quality=82, optimize=True, progressive=True)
    with Image.open(clean) as made:
        return Verdict(kind=Kind.JPEG, width=made.width, height=made.height, has_preview=True)


def _public_size(opened: Image.Image) -> Image.Image:
    """The pixels alone, upright, on white where one could see through."""
    if opened.width * opened.height > MOST_PIXELS:
        raise Refused(Fault.TOO_MANY_PIXELS)
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((PUBLIC_SIDE, PUBLIC_SIDE), Image.Resampling.LANCZOS)
    white = Image.new("RGB", upright.size, "white")
    white.paste(upright, mask=upright.getchannel("A"))
    return white


def _hide_part(drawn: Image.Image, part: Part) -> None:
    """Nothing of what lay there goes into the new pixels but the mosaic's colours."""
    box = _box(part, drawn.size)
    width, height = box[2] - box[0], box[3] - box[1]
    fields = _fields(width, height)
    mosaic = drawn.crop(box).resize(fields, Image.Resampling.BOX).point(_rounded)
    large = mosaic.resize((width, height), Image.Resampling.BICUBIC)
    drawn.paste(large.filter(ImageFilter.GaussianBlur(max(width, height) / FIELDS / 2)), box)


def _fields(width: int, height: int) -> tuple[int, int]:
    longer = max(width, height)
    return max(1, round(FIELDS * width / longer)), max(1, round(FIELDS * height / longer))


def _rounded(value: int) -> int:
    return min(255, value // STEP * STEP + STEP // 2)


def _box(part: Part, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part in pixels, outwards, at least one of them."""
    left, top, wide, high = part
    right, bottom = -(-(left + wide) * size[0] // WHOLE), -(-(top + high) * size[1] // WHOLE)
    x, y = min(left * size[0] // WHOLE, size[0] - 1), min(top * size[1] // WHOLE, size[1] - 1)
    return x, y, max(x + 1, min(right, size[0])), max(y + 1, min(bottom, size[1]))
