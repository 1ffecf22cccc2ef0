"""Office documents are zip archives of XML: opened with every limit, refused when something in them could act."""

import struct
import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from tinhso.core.files.domain.kinds import Kind
from tinhso.core.files.domain.verdicts import Fault, Refused, Verdict

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
_CHUNK = 1 << 18
_MAIN = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
_ODT = b"application/vnd.oasis.opendocument.text"
_ACTING = ("vbaproject", "activex", "embeddings/", "basic/", "scripts/", "ddelink", "externallinks/", "object ")
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")
_LINK = "hyperlink"


def inspect_package(source: Path) -> Verdict:
    """Unpack every part within limits and parse its XML. Raises Refused."""
    _refuse_other_contents(source)
    try:
        with zipfile.ZipFile(source) as package:
            _refuse_directory(package.infolist(), source.stat().st_size)
            _read_parts(package)
            return Verdict(kind=_kind_of(package))
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        EOFError,
        KeyError,
        ValueError,
    ) as broken:
        raise Refused(Fault.BROKEN) from broken
    except RuntimeError as locked:
        raise Refused(Fault.LOCKED) from locked


def _refuse_other_contents(source: Path) -> None:
    """The archive begins at byte 0 and ends with its directory's end, without a comment."""
    with source.open("rb") as file:
        head = file.read(4)
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(0, size - 22))
        tail = file.read()
    if head != b"PK\x03\x04":
        raise Refused(Fault.UNKNOWN)
    if tail[:4] != b"PK\x05\x06":
        raise Refused(Fault.HIDES_SOMETHING)


def _refuse_directory(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """What the directory admits already."""
    if not 0 < len(entries) <= MOST_ENTRIES or len({entry.filename for entry in entries}) != len(entries):
        raise Refused(Fault.BOMB)
    total = sum(entry.file_size for entry in entries)
    if total > MOST_UNPACKED or total > MOST_RATIO * packed:
        raise Refused(Fault.BOMB)
    for entry in entries:
        name = entry.filename.lower()
        if entry.flag_bits & 0x1:
            raise Refused(Fault.LOCKED)
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or "\x00" in name:
            raise Refused(Fault.HIDES_SOMETHING)
        if any(acting in name for acting in _ACTING):
            raise Refused(Fault.ACTIVE)


def _read_parts(package: zipfile.ZipFile) -> None:
    """Unpack each part in pieces; the directory may have lied about its size."""
    total = 0
    for entry in package.infolist():
        with package.open(entry) as part:
            parser = _Xml(entry.filename) if entry.filename.lower().endswith((".xml", ".rels", ".rdf")) else None
            first = True
            while piece := part.read(_CHUNK):
                total += len(piece)
                if total > MOST_UNPACKED:
                    raise Refused(Fault.BOMB)
                if first and piece.startswith(_ARCHIVES):
                    raise Refused(Fault.HIDES_SOMETHING)
                first = False
                if parser:
                    parser.feed(piece)
            if parser:
                parser.close()


def _kind_of(package: zipfile.ZipFile) -> Kind:
    names = set(package.namelist())
    if "mimetype" in names and "content.xml" in names and package.read("mimetype") == _ODT:
        return Kind.ODT
    if "[Content_Types].xml" in names:
        for main, kind in _MAIN.items():
            if main in names:
                return kind
    raise Refused(Fault.UNKNOWN)


class _Xml:
    """One XML part: no document type, no entity, no link that fetches something when the document is opened."""

    def __init__(self, name: str) -> None:
        self._is_relations = name.lower().endswith(".rels")
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._element

    def feed(self, piece: bytes) -> None:
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError as broken:
            raise Refused(Fault.BROKEN) from broken

    def close(self) -> None:
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError as broken:
            raise Refused(Fault.BROKEN) from broken

    def _doctype(self, *_: object) -> None:
        raise Refused(Fault.ACTIVE)

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        external = self._is_relations and attributes.get("TargetMode", "").lower() == "external"
        if external and not attributes.get("Type", "").lower().endswith(_LINK):
            raise Refused(Fault.ACTIVE)
        if name.rpartition(":")[2] in ("script", "event-listener", "macro-code"):
            raise Refused(Fault.ACTIVE)
