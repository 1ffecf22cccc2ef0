"""Voice recordings: the container is walked from the first byte to the last; nothing is decoded."""

from collections.abc import Iterator
from pathlib import Path

from tinhso.core.files.domain.kinds import Kind
from tinhso.core.files.domain.verdicts import Fault, Refused, Verdict

_CODECS = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
_BOXES_WITH_BOXES = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf", b"minf", b"stbl"})
_TELLS_WHERE = frozenset({b"udta", b"meta", b"uuid"})
_MOST_BOXES = 100_000
_SEGMENT, _TRACKS, _TRACK, _TRACK_TYPE, _DOCTYPE = 0x18538067, 0x1654AE6B, 0xAE, 0x83, 0x4282
_HEADER, _CLUSTER, _UNKNOWN_SIZE = 0x1A45DFA3, 0x1F43B675, -1
_EBML_TOP = frozenset(
    {
        _HEADER,
        _SEGMENT,
        _TRACKS,
        _CLUSTER,
        0x114D9B74,
        0x1549A966,
        0x1C53BB6B,
        0x1254C367,
        0x1043A770,
        0x1941A469,
        0xEC,
        0xBF,
    }
)
_ATTACHMENTS = 0x1941A469


def inspect_sound(source: Path, kind: Kind, clean: Path) -> Verdict:
    """Check a recording and write it to `clean`, without the boxes that say where it was made. Raises Refused."""
    data = bytearray(source.read_bytes())
    try:
        {Kind.OGG: _ogg, Kind.WEBM: _webm, Kind.M4A: _m4a}[kind](data)
    except (IndexError, ValueError) as broken:
        raise Refused(Fault.BROKEN) from broken
    clean.write_bytes(data)
    return Verdict(kind=kind)


def _ogg(data: bytearray) -> None:
    """Pages lie end to end (RFC 3533); the first holds the head of a known audio codec."""
    at, pages = 0, 0
    while at < len(data):
        if data[at : at + 4] != b"OggS" or data[at + 4] != 0:
            raise Refused(Fault.HIDES_SOMETHING if pages else Fault.BROKEN)
        segments = data[at + 26]
        body = at + 27 + segments
        size = sum(data[at + 27 : body])
        if body + size > len(data):
            raise Refused(Fault.BROKEN)
        if pages == 0 and not bytes(data[body : body + 8]).startswith(_CODECS):
            raise Refused(Fault.NOT_ALLOWED)
        at, pages = body + size, pages + 1


def _m4a(data: bytearray) -> None:
    """Boxes lie end to end (ISO/IEC 14496-12); every track is sound."""
    handlers: list[bytes] = []
    seen = set()
    for count, (name, start, end) in enumerate(_boxes(data, 0, len(data))):
        if count > _MOST_BOXES:
            raise Refused(Fault.BOMB)
        seen.add(name)
        if name == b"hdlr":
            handlers.append(bytes(data[start + 8 : start + 12]))
        if name in _TELLS_WHERE:
            data[start - 4 : start] = b"free"
            data[start:end] = bytes(end - start)
    if not {b"ftyp", b"moov"} <= seen or not handlers:
        raise Refused(Fault.BROKEN)
    if set(handlers) != {b"soun"}:
        raise Refused(Fault.NOT_ALLOWED)


def _boxes(data: bytearray, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box with where its content begins and ends, and the boxes inside it."""
    while at < end:
        size, name, head = int.from_bytes(data[at : at + 4], "big"), bytes(data[at + 4 : at + 8]), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        if size == 0:
            size = end - at
        if size < head or at + size > end or not name.isascii():
            raise Refused(Fault.BROKEN)
        yield name, at + head, at + size
        if name in _BOXES_WITH_BOXES:
            yield from _boxes(data, at + head, at + size)
        at += size


def _webm(data: bytearray) -> None:
    """Elements lie end to end (RFC 8794); the document says webm and every track is sound (type 2)."""
    doctype, tracks = b"", set()
    for count, (name, start, end) in enumerate(_elements(data, 0, len(data))):
        if count > _MOST_BOXES:
            raise Refused(Fault.BOMB)
        if name == _DOCTYPE:
            doctype = bytes(data[start:end]).rstrip(b"\x00")
        if name == _TRACK_TYPE:
            tracks.add(int.from_bytes(data[start:end], "big"))
        if name == _ATTACHMENTS:
            raise Refused(Fault.HIDES_SOMETHING)
    if doctype != b"webm":
        raise Refused(Fault.NOT_ALLOWED)
    if tracks != {2}:
        raise Refused(Fault.NOT_ALLOWED)


def _elements(data: bytearray, at: int, end: int, top: bool = True) -> Iterator[tuple[int, int, int]]:
    """Each element with its content's bounds, entering those that matter; a live recording's sizes may be unknown."""
    while at < end:
        name, at = _number(data, at, keep_mark=True)
        size, at = _number(data, at, keep_mark=False)
        if top and name not in _EBML_TOP:
            raise Refused(Fault.HIDES_SOMETHING)
        inside = at if size == _UNKNOWN_SIZE else at + size
        if inside > end or (size == _UNKNOWN_SIZE and name not in (_SEGMENT, _CLUSTER)):
            raise Refused(Fault.BROKEN)
        yield name, at, inside
        if name in (_HEADER, _TRACKS, _TRACK):
            yield from _elements(data, at, inside, top=False)
        at = at if name == _SEGMENT else _after_cluster(data, at, end) if size == _UNKNOWN_SIZE else inside


def _after_cluster(data: bytearray, at: int, end: int) -> int:
    """Where the next top element begins after a cluster of unknown size."""
    while at < end:
        name, after = _number(data, at, keep_mark=True)
        if name in _EBML_TOP - {0xEC, 0xBF}:
            return at
        size, after = _number(data, after, keep_mark=False)
        at = after + size
    if at != end:
        raise Refused(Fault.BROKEN)
    return end


def _number(data: bytearray, at: int, *, keep_mark: bool) -> tuple[int, int]:
    """A number of variable length and where it ends; all ones means an unknown size."""
    length = 9 - data[at].bit_length()
    if length > 8 or at + length > len(data):
        raise Refused(Fault.BROKEN)
    value = int.from_bytes(data[at : at + length], "big")
    if not keep_mark:
        value &= (1 << (7 * length)) - 1
        if value == (1 << (7 * length)) - 1:
            value = _UNKNOWN_SIZE
    return value, at + length
