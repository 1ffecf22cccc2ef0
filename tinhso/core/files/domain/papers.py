"""PDF: kept byte for byte, because it may be signed, so it is refused when anything in it could act."""

import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from tinhso.core.files.domain.kinds import Kind
from tinhso.core.files.domain.verdicts import Fault, Refused, Verdict

MOST_OBJECTS = 200_000
MOST_PAGES = 3_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 400
_TAIL = 1024
_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/GoToR",
        "/GoToE",
        "/SubmitForm",
        "/ImportData",
        "/Rendition",
        "/Movie",
        "/RichMediaExecute",
    }
)
_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/EmbeddedFiles", "/EF", "/RichMedia", "/RichMediaContent"})
_TYPES = frozenset({"/EmbeddedFile", "/RichMedia", "/Movie", "/Screen", "/3D", "/FileAttachment"})


def inspect_pdf(source: Path) -> Verdict:
    """Parse the whole document. Raises Refused."""
    _refuse_other_contents(source)
    try:
        with pikepdf.open(source, suppress_warnings=True, attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Refused(Fault.LOCKED)
            if len(pdf.pages) > MOST_PAGES:
                raise Refused(Fault.BOMB)
            _refuse_active(pdf)
    except pikepdf.PasswordError as locked:
        raise Refused(Fault.LOCKED) from locked
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError) as broken:
        raise Refused(Fault.BROKEN) from broken
    return Verdict(kind=Kind.PDF)


def _refuse_other_contents(source: Path) -> None:
    """Nothing before the header, nothing but white space after the end, no archive's directory at the tail."""
    with source.open("rb") as file:
        head = file.read(8)
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL))
        tail = file.read()
    if not head.startswith(b"%PDF-"):
        raise Refused(Fault.UNKNOWN)
    _, end, after = tail.rpartition(b"%%EOF")
    if not end:
        raise Refused(Fault.BROKEN)
    if after.strip(b"\r\n\t \x00"):
        raise Refused(Fault.HIDES_SOMETHING)


def _refuse_active(pdf: pikepdf.Pdf) -> None:
    unpacked = 0
    for number, thing in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise Refused(Fault.BOMB)
        for part in _dictionaries(thing):
            if _acts(part):
                raise Refused(Fault.ACTIVE)
        if isinstance(thing, pikepdf.Stream):
            unpacked += _unpacked_size(thing)
            if unpacked > MOST_UNPACKED:
                raise Refused(Fault.BOMB)


def _dictionaries(thing: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """A dictionary and those written directly inside it; the others are objects of their own and come by themselves."""
    if depth > 50:
        raise Refused(Fault.BOMB)
    if isinstance(thing, pikepdf.Array):
        inside = list(thing.as_list())
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        inside = [value for _, value in thing.items()]
    else:
        return
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _acts(part: pikepdf.Object) -> bool:
    keys = set(part.keys())
    return bool(
        keys & _KEYS
        or str(part.get("/S", "")) in _ACTIONS
        or {str(part.get("/Type", "")), str(part.get("/Subtype", ""))} & _TYPES
    )


def _unpacked_size(stream: pikepdf.Object) -> int:
    """Bytes a deflated stream grows to, without ever holding more than a piece of it. Raises Refused for a bomb."""
    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(name) for name in filters.as_list()] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names.count("/FlateDecode") > 1:
        raise Refused(Fault.BOMB)
    if names[:1] != ["/FlateDecode"]:
        return 0
    packed = stream.read_raw_bytes()
    size, unpacker = 0, zlib.decompressobj()
    rest = packed
    while rest and not unpacker.eof:
        try:
            size += len(unpacker.decompress(rest, 1 << 20))
        except zlib.error:
            break
        if size > MOST_UNPACKED or size > MOST_RATIO * (len(packed) + 65_536):
            raise Refused(Fault.BOMB)
        rest = unpacker.unconsumed_tail
    return size
