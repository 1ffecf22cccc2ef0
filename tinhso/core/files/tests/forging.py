"""Forgeries of signed papers, each as somebody who wants to deceive would make it: name → how."""

import re
from functools import partial
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]")


def flipped(where, content):
    """One byte changed at a part of the way through what is signed."""
    copy = bytearray(content)
    copy[int(len(copy) * where)] ^= 1
    return bytes(copy)


def with_more(change, content):
    """An incremental save after the signatures."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def overlay(writer):
    """A sum painted over the page."""
    text = b"q 1 1 1 rg 60 600 400 60 re f Q BT /F9 20 Tf 60 620 Td (1.000.000.000) Tj ET"
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject({}, stream_data=text)))


def swap_appearance(writer):
    """Another look for the signature's own field."""
    form = writer.root["/AcroForm"]["/Fields"][0].get_object()
    look = generic.StreamObject({pdf_name("/Subtype"): pdf_name("/Form")}, stream_data=b"BT (Ai do) Tj ET")
    form["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.update_container(form)


def annotate(writer):
    """A note laid over the text."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (50, 500, 400, 560)]),
            pdf_name("/Contents"): generic.pdf_string("Mien phi"),
        }
    )
    notes = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])
    page["/Annots"] = notes
    writer.update_container(page)


def other_page(writer):
    """The pages replaced by a catalogue of one's own."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject({}, stream_data=b"BT ET"))
    writer.update_container(page)


def hidden_layer(writer):
    """An optional layer that somebody may switch on."""
    writer.root["/OCProperties"] = generic.DictionaryObject({pdf_name("/OCGs"): generic.ArrayObject()})
    writer.update_root()


def script(writer):
    """Something that acts when the paper is opened."""
    act = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    writer.root["/OpenAction"] = generic.DictionaryObject(act)
    writer.update_root()


def title(writer):
    """Another title in the description."""
    writer.root["/Lang"] = generic.pdf_string("xx")
    writer.update_root()


def empty_field(writer):
    """One more field for signatures."""
    append_signature_field(writer, SigFieldSpec("Them", on_page=0, box=(10, 10, 90, 40)))


def with_extra_signature(signer, content):
    """A stranger signs after the last one."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    empty_field(writer)
    out = BytesIO()
    writer.write(out)
    return signed_anew(signer, out.getvalue(), field="Them")


def signed_anew(signer, content, *, field="ChuKy2"):
    """Signed by somebody with the library itself, not with our care."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    meta = PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    return PdfSigner(meta, signer).sign_pdf(writer, bytes_reserved=16384).getvalue()


def with_range(change, content):
    """The last signature's stretches told otherwise."""
    found = list(RANGE.finditer(content))[-1]
    first, second, length = (int(part) for part in found.groups())
    numbers = b" ".join(str(number).encode() for number in change(first, second, length))
    old = found.group()
    new = b"/ByteRange [" + numbers + b"]"
    return content.replace(old, new + b" " * (len(old) - len(new))) if len(new) <= len(old) else content[:-1]


def transplanted(content, other):
    """The digits of one paper's signature put into another paper."""
    return _with_digits(other, _digits(content)[-1])


def _digits(content):
    return re.findall(rb"/Contents <([0-9a-fA-F]+)>", content)


def _with_digits(content, digits):
    start = content.rindex(b"/Contents <") + len(b"/Contents <")
    end = content.index(b">", start)
    return content[:start] + digits[: end - start].ljust(end - start, b"0") + content[end:]


def digits_changed(at, content):
    """One digit of the signature itself."""
    start = content.rindex(b"/Contents <") + len(b"/Contents <") + at
    digit = b"1" if content[start : start + 1] != b"1" else b"2"
    return content[:start] + digit + content[start + 1 :]


PARTS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 18, 20, 22, 25, 30, 35, 40, 42, 45)
FLIPS = {f"a byte changed at {part} %": partial(flipped, part / 100) for part in PARTS}
SAVES = {
    f"saved again: {change.__name__}": partial(with_more, change)
    for change in (overlay, swap_appearance, annotate, other_page, hidden_layer, script, title, empty_field)
}
RANGES = {
    "the gap one wider": partial(with_range, lambda a, b, c: (0, a - 1, b, c)),
    "the gap begins later": partial(with_range, lambda a, b, c: (0, a + 1, b, c)),
    "the second stretch later": partial(with_range, lambda a, b, c: (0, a, b + 1, c - 1)),
    "the end left out": partial(with_range, lambda a, b, c: (0, a, b, c - 9)),
    "the beginning left out": partial(with_range, lambda a, b, c: (9, a - 9, b, c)),
    "nothing but the head": partial(with_range, lambda a, b, c: (0, 9, 9, 0)),
    "beyond the file": partial(with_range, lambda a, b, c: (0, a, b, c + 900)),
    "three numbers": partial(with_range, lambda a, b, c: (0, a, b)),
}
TAILS = {
    "a word behind the end": lambda content: content + b"hidden",
    "a byte behind the end": lambda content: content + b"x",
    "a second end": lambda content: content + b"\n%%EOF\n",
    "another paper behind": lambda content: content + content,
    "a zip behind": lambda content: content + b"PK\x03\x04" + bytes(40),
    "a line before the head": lambda content: b"%junk\n" + content,
}
DIGITS = {f"digit {at} of the signature": partial(digits_changed, at) for at in (60, 400, 900, 1300, 1500)}
CUTS = {
    f"cut off at {part} %": (lambda content, part=part: content[: len(content) * part // 100]) for part in (30, 60, 95)
}
FORGERIES = FLIPS | SAVES | RANGES | TAILS | CUTS
