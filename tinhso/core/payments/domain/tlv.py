"""Tags, lengths and values, as codes for payment carry them (EMVCo, Merchant-Presented QR, section 3).

A field is a tag of two digits, a length of two digits, and so many **characters**; the checksum in tag 63 is
CRC-16/CCITT-FALSE over the **UTF-8 bytes** of everything before it. Printers differ: some count bytes, so the reader
tries that when characters do not fit.
"""

import binascii
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tinhso.kit.refusals import Refusal

CRC = "63"
LONGEST = 99
_HEAD = 4


class NoCode(Refusal):
    """What was scanned is something else."""

    sentence = _("This is not a code for payment. Scan the bank's QR code.")


class CutShort(Refusal):
    """A part is missing: a field is longer than what is left."""

    sentence = _("A part of the code is missing. Scan it again, with the whole square in the picture.")


class WrongChecksum(Refusal):
    """A sign was changed or misread."""

    sentence = _("The code was misread or changed. Scan it again; if it stays so, do not pay by it.")


class TooLong(ValueError):
    """A value that no length of two digits can tell."""


@dataclass(frozen=True, slots=True)
class Field:
    """A tag of two digits and its value."""

    tag: str
    value: str

    def __str__(self) -> str:
        if len(self.value) > LONGEST:
            raise TooLong(self.tag)
        return f"{self.tag}{len(self.value):02}{self.value}"


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 0x1021, begin 0xFFFF, nothing reflected) of the UTF-8 bytes, four hex digits."""
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def join(fields: Iterable[Field]) -> str:
    """The fields one after another. Raises TooLong."""
    return "".join(map(str, fields))


def sealed(fields: Iterable[Field]) -> str:
    """The fields with their checksum behind them. Raises TooLong."""
    text = f"{join(fields)}{CRC}04"
    return text + checksum(text)


def split(text: str) -> tuple[Field, ...]:
    """The fields of a text, in their order. Raises CutShort, NoCode."""
    try:
        return _split(text)
    except Refusal:
        if text.isascii():
            raise
        with suppress(Refusal, UnicodeDecodeError):
            by_bytes = _split(text.encode().decode("latin-1"))
            return tuple(Field(one.tag, one.value.encode("latin-1").decode()) for one in by_bytes)
        raise


def _split(text: str) -> tuple[Field, ...]:
    found, at = [], 0
    while at < len(text):
        head = text[at : at + _HEAD]
        if not (head.isascii() and head.isdigit()):
            raise NoCode
        end = at + _HEAD + int(head[2:] or 0)
        if len(head) < _HEAD or end > len(text):
            raise CutShort
        found.append(Field(head[:2], text[at + _HEAD : end]))
        at = end
    return tuple(found)


def opened(text: str) -> tuple[Field, ...]:
    """The fields of a sealed text, without the checksum. Raises NoCode, CutShort, WrongChecksum."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NoCode from None
    fields = split(text)
    if not fields or fields[0].tag != "00":
        raise NoCode
    if fields[-1].tag != CRC or len(fields[-1].value) != _HEAD:
        raise CutShort
    if checksum(text[:-_HEAD]) != fields[-1].value.upper():
        raise WrongChecksum
    return fields[:-1]


def value(fields: Sequence[Field], tag: str) -> str:
    """The first value of a tag; empty when there is none."""
    return next((one.value for one in fields if one.tag == tag), "")
