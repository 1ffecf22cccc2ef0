"""The kinds of file that may come in, told by their first bytes, never by their name."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """A kind of file we keep. Everything else (SVG, HTML, GIF, archives, programs …) is refused."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    OGG = "ogg"
    WEBM = "webm"
    M4A = "m4a"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"


@dataclass(frozen=True, slots=True)
class Trait:
    """How a kind is named outside: its media types (the first is the one we answer) and its file name endings."""

    media: tuple[str, ...]
    endings: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument"
TRAITS: dict[Kind, Trait] = {
    Kind.PDF: Trait(("application/pdf",), ("pdf",)),
    Kind.JPEG: Trait(("image/jpeg", "image/jpg", "image/pjpeg"), ("jpg", "jpeg", "jpe", "jfif")),
    Kind.PNG: Trait(("image/png",), ("png",)),
    Kind.WEBP: Trait(("image/webp",), ("webp",)),
    Kind.HEIC: Trait(("image/heic", "image/heif"), ("heic", "heif")),
    Kind.OGG: Trait(("audio/ogg", "application/ogg", "audio/opus"), ("ogg", "oga", "opus")),
    Kind.WEBM: Trait(("audio/webm", "video/webm"), ("webm", "weba")),
    Kind.M4A: Trait(("audio/mp4", "audio/x-m4a", "audio/m4a", "audio/aac"), ("m4a", "mp4")),
    Kind.DOCX: Trait((f"{_OOXML}.wordprocessingml.document",), ("docx",)),
    Kind.XLSX: Trait((f"{_OOXML}.spreadsheetml.sheet",), ("xlsx",)),
    Kind.ODT: Trait(("application/vnd.oasis.opendocument.text",), ("odt",)),
}

PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.HEIC})
SOUNDS = frozenset({Kind.OGG, Kind.WEBM, Kind.M4A})
PACKAGES = frozenset({Kind.DOCX, Kind.XLSX, Kind.ODT})
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"iso5", b"iso6", b"dash"})
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one use accepts.

    max_bytes   size as it arrives
    max_side    pixels of the longer side that a picture is shrunk to
    max_seconds how long a recording may last; 0: as long as its size allows
    """

    kinds: frozenset[Kind]
    max_bytes: int
    max_side: int = 2560
    max_seconds: int = 0
    preview: bool = field(default=True)

    @property
    def accept(self) -> str:
        """The value of an `accept` attribute of a form's file field."""
        return ",".join(f".{ending}" for kind in sorted(self.kinds) for ending in TRAITS[kind].endings)


PHOTOS = Rules(kinds=PICTURES, max_bytes=20 * MEGABYTE)
PAPERS = Rules(kinds=PICTURES | {Kind.PDF}, max_bytes=25 * MEGABYTE)
OFFICE = Rules(kinds=PICTURES | PACKAGES | {Kind.PDF}, max_bytes=25 * MEGABYTE)
VOICE = Rules(kinds=SOUNDS, max_bytes=15 * MEGABYTE)
VOICE_NOTE = Rules(kinds=SOUNDS, max_bytes=6 * MEGABYTE, max_seconds=300)
"""What somebody says to us: five minutes, though our own recorder stops at two."""
ANY = Rules(kinds=frozenset(Kind), max_bytes=25 * MEGABYTE)


def sniff(head: bytes) -> frozenset[Kind]:
    """The kinds whose mark stands at byte 0. A package's exact kind shows only when it is opened."""
    if head.startswith(b"%PDF-"):
        return frozenset({Kind.PDF})
    if head.startswith(b"\xff\xd8\xff"):
        return frozenset({Kind.JPEG})
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return frozenset({Kind.PNG})
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return frozenset({Kind.WEBP})
    if head.startswith(b"OggS"):
        return frozenset({Kind.OGG})
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return frozenset({Kind.WEBM})
    if head.startswith(b"PK\x03\x04"):
        return PACKAGES
    return _sniff_box(head)


def _sniff_box(head: bytes) -> frozenset[Kind]:
    """ISO base media files begin with an `ftyp` box that names a brand (ISO/IEC 14496-12)."""
    if head[4:8] != b"ftyp":
        return frozenset()
    if head[8:12] in _HEIF_BRANDS:
        return frozenset({Kind.HEIC})
    return frozenset({Kind.M4A}) if head[8:12] in _SOUND_BRANDS else frozenset()


def agrees(kind: Kind, *, name: str, declared: str) -> bool:
    """Whether the name's ending and the sender's media type say the same as the content."""
    ending = name.rpartition(".")[2].lower()
    media = declared.partition(";")[0].strip().lower()
    return ending in TRAITS[kind].endings and (media in _SAYS_NOTHING or media in TRAITS[kind].media)
