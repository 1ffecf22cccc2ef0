"""Visible signatures, set by Typst in Be Vietnam Pro and laid into the signature's own field.

What they show follows Decree 30/2020/NĐ-CP for electronic documents: of a person the picture of the signature with name
and time, of an agency its name and the time with the zone (ISO 8601). Sizes and colours are settings of the caller.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, cast

from django.utils import timezone
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import BaseStamp, BaseStampStyle

from tinhso.kit import typesetting

TEMPLATE = Path(__file__).resolve().parents[2] / "typst" / "stamp.typ"
PERSON, AGENCY = "person", "agency"
SIGNED_AT = "Thời gian ký"
_one_at_a_time = Lock()
Box = tuple[int, int, int, int]
"""Left, bottom, right, top of a field, in points (1/72 inch) from the lower left corner of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a visible signature shows. `address` becomes a square code; `picture` is a PNG of the written signature."""

    kind: str
    lines: tuple[str, ...]
    address: str = ""
    picture: bytes = b""
    size: float = 7.5


def said_time(at: datetime) -> str:
    """The time of signing as the decree wants it: day, hour to the second, zone of Vietnam (ISO 8601)."""
    return timezone.localtime(at).replace(microsecond=0).isoformat()


@lru_cache(64)
def drawn(stamp: Stamp, width: int, height: int) -> bytes:
    """The stamp as a page of its own (PDF), prepared once for all papers that bear the same."""
    told = {
        "kind": stamp.kind,
        "lines": list(stamp.lines),
        "qr": typesetting.qr(stamp.address) if stamp.address else "",
        "picture": list(stamp.picture),
        "width": width,
        "height": height,
        "size": stamp.size,
    }
    return typesetting.typeset(TEMPLATE, told, at=datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone()))


@lru_cache(64)
def read(stamp: Stamp, width: int, height: int) -> PdfFileReader:
    """The drawn stamp, read once: what the reader has resolved it keeps. Not for two at a time."""
    return PdfFileReader(BytesIO(drawn(stamp, width, height)))


class _Drawn(BaseStamp):
    """The stamp in its field."""

    def render(self) -> bytes:
        style, box = cast("DrawnStyle", self.style), self.box
        with _one_at_a_time:
            page = read(style.stamp, round(box.width), round(box.height))
            imported = cast(Any, self.writer).import_page_as_xobject(page)
        self.set_resource(category=ResourceType.XOBJECT, name=pdf_name("/Stamp"), value=imported)
        return b"q /Stamp Do Q"


@dataclass(frozen=True)
class DrawnStyle(BaseStampStyle):
    """A style of pyHanko's that shows a stamp of ours."""

    stamp: Stamp = Stamp(kind=PERSON, lines=("",))
    border_width: int = 0

    def create_stamp(self, writer: Any, box: BoxConstraints, text_params: dict[str, Any]) -> _Drawn:
        """The content of one field."""
        return _Drawn(writer=writer, style=self, box=box)
