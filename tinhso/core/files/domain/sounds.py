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
_TIMESTAMP = 0xE7
OPUS_RATE = 48_000


def inspect_sound(source: Path, kind: Kind, clean: Path, *, max_seconds: int = 0) -> Verdict:
    """Check a recording and write it to `clean`, without the boxes that say where it was made. Raises Refused.

    How long it lasts is what the container says of itself; `max_seconds` 0: that does not matter.
    """
    data = bytearray(source.read_bytes())
    try:
        seconds = {Kind.OGG: _ogg, Kind.WEBM: _webm, Kind.M4A: _m4a}[kind](data)
    except (IndexError, ValueError) as broken:
        raise Refused(Fault.BROKEN) from broken
    if max_seconds and seconds > max_seconds:
        raise Refused(Fault.TOO_LONG)
    clean.write_bytes(data)
    return Verdict(kind=kind)


def _ogg(data: bytearray) -> float:
    """Pages lie end to end (RFC 3533); the first holds the head of a known audio codec. Returns how long it lasts.

    A page tells how many samples were played at its end; Opus counts 48,000 a second (RFC 7845), the others theirs.
    """
    at, pages, rate, played = 0, 0, OPUS_RATE, 0
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
        if pages == 0:
            rate = _rate(bytes(data[body : body + size]))
        position = int.from_bytes(data[at + 6 : at + 14], "little", signed=True)
        at, pages, played = body + size, pages + 1, max(played, position)
    return played / rate


def _rate(head: bytes) -> int:
    """Samples a second that the positions of the pages count, by the first packet."""
    if head.startswith(b"\x01vorbis"):
        return int.from_bytes(head[12:16], "little") or OPUS_RATE
    if head.startswith(b"Speex   "):
        return int.from_bytes(head[36:40], "little") or OPUS_RATE
    return OPUS_RATE


def _m4a(data: bytearray) -> float:
    """Boxes lie end to end (ISO/IEC 14496-12); every track is sound. Returns how long it lasts."""
    handlers: list[bytes] = []
    seconds = 0.0
    seen = set()
    for count, (name, start, end) in enumerate(_boxes(data, 0, len(data))):
        if count > _MOST_BOXES:
            raise Refused(Fault.BOMB)
        seen.add(name)
        if name == b"hdlr":
            handlers.append(bytes(data[start + 8 : start + 12]))
        if name == b"mdhd":
            seconds = max(seconds, _lasts(data, start))
        if name in _TELLS_WHERE:
            data[start - 4 : start] = b"free"
            data[start:end] = bytes(end - start)
    if not {b"ftyp", b"moov"} <= seen or not handlers:
        raise Refused(Fault.BROKEN)
    if set(handlers) != {b"soun"}:
        raise Refused(Fault.NOT_ALLOWED)
    return seconds


def _lasts(data: bytearray, at: int) -> float:
    """Seconds of a track by its `mdhd` box (ISO/IEC 14496-12, 8.4.2), in either of its two versions."""
    wide = data[at] == 1
    scale_at, size = (at + 20, 8) if wide else (at + 12, 4)
    scale = int.from_bytes(data[scale_at : scale_at + 4], "big")
    length = int.from_bytes(data[scale_at + 4 : scale_at + 4 + size], "big")
    unknown = (1 << (8 * size)) - 1
    return length / scale if scale and length != unknown else 0.0


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


def _webm(data: bytearray) -> float:
    """Elements lie end to end (RFC 8794); the document says webm and every track is sound (type 2).

    Returns how long it lasts: a live recording tells no length, but each of its clusters when it begins.
    """
    doctype, tracks, begins = b"", set(), 0
    for count, (name, start, end) in enumerate(_elements(data, 0, len(data))):
        if count > _MOST_BOXES:
            raise Refused(Fault.BOMB)
        if name == _DOCTYPE:
            doctype = bytes(data[start:end]).rstrip(b"\x00")
        if name == _TRACK_TYPE:
            tracks.add(int.from_bytes(data[start:end], "big"))
        if name == _CLUSTER:
            begins = max(begins, _begins(data, start))
        if name == _ATTACHMENTS:
            raise Refused(Fault.HIDES_SOMETHING)
    if doctype != b"webm":
        raise Refused(Fault.NOT_ALLOWED)
    if tracks != {2}:
        raise Refused(Fault.NOT_ALLOWED)
    return begins / 1000


def _begins(data: bytearray, at: int) -> int:
    """When a cluster begins, in milliseconds: its first element (RFC 9559); 0 when that is another."""
    if at >= len(data) or data[at] != _TIMESTAMP:
        return 0
    size, at = _number(data, at + 1, keep_mark=False)
    return int.from_bytes(data[at : at + size], "big")


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
