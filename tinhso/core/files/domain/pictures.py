"""Pictures are drawn anew: only pixels survive, so no position, no comment, no second content."""

from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from tinhso.core.files.domain.kinds import Kind
from tinhso.core.files.domain.verdicts import Fault, Refused, Verdict

MOST_PIXELS = 50_000_000
PREVIEW_SIDE = 480
_FORMATS = {Kind.JPEG: ("JPEG", "MPO"), Kind.PNG: ("PNG",), Kind.WEBP: ("WEBP",), Kind.HEIC: ("HEIF",)}
_MARKUP = (b"<script", b"<html", b"<!doctype", b"<?php", b"<svg", b"<iframe")

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None


def redraw(source: Path, kind: Kind, clean: Path, preview: Path | None, *, max_side: int) -> Verdict:
    """Write the picture's pixels to `clean` and a small one to `preview`. Raises Refused.

    Photos become JPEG; what has see-through parts or came as PNG stays PNG. `max_side` is in pixels.
    """
    _refuse_markup(source)
    try:
        with Image.open(source, formats=_FORMATS[kind]) as opened:
            drawn = _pixels(opened, kind, max_side)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as broken:
        raise Refused(Fault.BROKEN) from broken
    kept = Kind.PNG if kind is Kind.PNG or drawn.mode == "RGBA" else Kind.JPEG
    _save(drawn, kept, clean)
    if preview:
        drawn.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        _save(_on_white(drawn), Kind.JPEG, preview)
    with Image.open(clean) as made:
        return Verdict(kind=kept, width=made.width, height=made.height, has_preview=preview is not None)


def _pixels(opened: Image.Image, kind: Kind, max_side: int) -> Image.Image:
    """Decode, after what the header promises was found bearable."""
    if opened.width * opened.height > MOST_PIXELS:
        raise Refused(Fault.TOO_MANY_PIXELS)
    if kind in (Kind.PNG, Kind.WEBP) and getattr(opened, "n_frames", 1) > 1:
        raise Refused(Fault.MOVING)
    if kind is Kind.JPEG:
        opened.draft("RGB", (max_side, max_side))
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    coloured = _in_common_colours(upright).convert("RGBA" if see_through else "RGB")
    return Image.frombytes(coloured.mode, coloured.size, coloured.tobytes())


def _in_common_colours(image: Image.Image) -> Image.Image:
    """Bring a picture with a colour profile of its own to sRGB; a broken profile is left out."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA"):
        return image
    try:
        ours = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, BytesIO(profile), ours, outputMode=image.mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _save(image: Image.Image, kind: Kind, path: Path) -> None:
    if kind is Kind.PNG:
        image.save(path, "PNG", compress_level=6)
    else:
        _on_white(image).save(path, "JPEG", quality=85, optimize=True, progressive=True)


def _refuse_markup(source: Path) -> None:
    """A picture that is also a page or a program. Drawing it anew would heal it, but nobody sends one by mistake."""
    data = source.read_bytes().lower()
    if any(mark in data for mark in _MARKUP):
        raise Refused(Fault.HIDES_SOMETHING)
