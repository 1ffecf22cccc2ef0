"""The QR text of an identity card, as cheap scanners deliver it, read into a claim.

Seven fields between `|`: number, old number, name, birth date, sex, address, day of issue (dates ddmmyyyy). Cards of
2024 may have more; they are not read. What a code says proves nothing: anyone can print one. So a claim fills a form,
and a person compares it with the card and the face.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.births import read_birth, read_day
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import FormerNumber, IdentityNumber
from tinhso.core.people.domain.typing import Typing, typing_of, untype
from tinhso.core.people.domain.words import Sex
from tinhso.kit.folding import fold
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal

LONGEST = 4000
_INVISIBLE = re.compile(r"[\ufeff\u200b\u200e\u200f\u2060\x00]")
_HEAD = re.compile(r"^\s*(\d{10,12})\s*(\D)\s*")
_SEPARATORS = frozenset("|¦/,\\~}]{[!#;:\tǀ│¡")
_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE, "m": Sex.MALE, "f": Sex.FEMALE}


class CardUnreadable(Refusal):
    """Not the text of an identity card."""

    sentence = _("This is not the code of an identity card. Scan the square code on the card again.")
    field = "card"


class CardCutShort(Refusal):
    """The scanner stopped before the sex, so that number and person cannot be compared."""

    sentence = _("Only a part of the code came through. Hold the scanner still and scan again.")
    field = "card"


class TwoCards(Refusal):
    """Two different cards in one field."""

    sentence = _("Two cards were scanned into one field. Empty it and scan one card.")
    field = "card"


class Fault(StrEnum):
    """What the scanner did to the text; the one who compares with the card is told."""

    SEPARATOR = "separator"
    TYPED = "typed"
    UNACCENTED = "unaccented"
    TWICE = "twice"
    CUT = "cut"
    ZEROS = "zeros"
    FORMER = "former"


FAULT_WORDS: dict[Fault, Text] = {
    Fault.SEPARATOR: _("The scanner sends another sign between the fields. Compare each field with the card."),
    Fault.TYPED: _("The scanner typed the accents as keys. They were put back; compare the name with the card."),
    Fault.UNACCENTED: _("The scanner lost the accents. Type the name as it stands on the card."),
    Fault.TWICE: _("The card was scanned twice."),
    Fault.CUT: _("The end of the code is missing: the address or the day of issue."),
    Fault.ZEROS: _("The zeros at the front of the number were lost and put back. Compare it with the card."),
    Fault.FORMER: _("The old number in the code cannot be read and was left out."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the code of a card says. Never proof."""

    number: IdentityNumber = field(repr=False)
    former_number: FormerNumber | None = field(default=None, repr=False)
    name: Name = field(repr=False)
    born: date | None = field(default=None, repr=False)
    birth_year: int | None = field(default=None, repr=False)
    sex: Sex | None = None
    address: str = field(default="", repr=False)
    issued: date | None = None
    faults: frozenset[Fault] = frozenset()


def read_card(text: str) -> Claim:
    """Read a scan. Raises CardUnreadable, CardCutShort, TwoCards, BirthUnreadable, NumberOfNowhere, NumberOfAnother,
    NameUnreadable or NameTooLong; each says what to do.
    """
    if len(text) > LONGEST:
        raise CardUnreadable
    scan, faults = _one_scan(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip())
    parts, more = _fields(scan)
    faults |= more
    parts, typed = _untyped(parts)
    faults |= typed
    claim = _claim(parts)
    claim.number.agree(sex=claim.sex, birth_year=claim.birth_year)
    return replace(claim, faults=claim.faults | faults)


def _one_scan(text: str) -> tuple[str, frozenset[Fault]]:
    """One line of what came, when it came twice."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
    if not lines:
        raise CardUnreadable
    scans = [scan for line in lines for scan in _run_together(line)]
    numbers = {scan[:12] for scan in scans if _HEAD.match(scan)}
    if len(numbers) > 1:
        raise TwoCards
    longest = max(scans, key=len)
    return longest, frozenset({Fault.TWICE}) if len(scans) > 1 else frozenset()


def _run_together(line: str) -> list[str]:
    """The same number again, after at least a name, begins the second scan of one card."""
    head = _HEAD.match(line)
    if not head:
        return [line]
    again = line.find(f"{head[1]}{head[2]}", head.end() + 20)
    return [line] if again < 0 else [line[:again], line[again:]]


def _fields(scan: str) -> tuple[list[str], frozenset[Fault]]:
    head = _HEAD.match(scan)
    if not head:
        if scan.isascii() and scan.isdigit() and len(scan) == 12:
            raise CardCutShort
        raise CardUnreadable
    separator, faults = head[2], set()
    if separator not in _SEPARATORS:
        raise CardUnreadable
    if separator != "|":
        faults.add(Fault.SEPARATOR)
    parts = [part.strip() for part in scan.split(separator)]
    if len(parts) < 5:
        raise CardCutShort
    if len(parts[0]) < 12:
        faults.add(Fault.ZEROS)
        parts[0] = parts[0].zfill(12)
    address, issued = _tail(parts[5:], separator)
    if not address or not issued:
        faults.add(Fault.CUT)
    return [*parts[:5], address, issued], frozenset(faults)


def _tail(rest: list[str], separator: str) -> tuple[str, str]:
    """Address and day of issue; the address may hold the separator when that is a comma or a slash."""
    at = next((at for at, part in enumerate(rest) if re.fullmatch(r"\d{8}", part)), len(rest))
    joined = separator if separator in "/,;:" else " "
    kept = f"{joined} " if joined == "," else joined
    return kept.join(part for part in rest[:at] if part), rest[at] if at < len(rest) else ""


def _untyped(parts: list[str]) -> tuple[list[str], frozenset[Fault]]:
    """Names and words with their accents, when the scanner typed them as keys."""
    typing = typing_of([*parts[2].split(), *parts[4].split()])
    if typing is Typing.PLAIN:
        return parts, frozenset({Fault.UNACCENTED}) if parts[2].isascii() and parts[2] else frozenset()
    for at in (2, 4, 5):
        parts[at] = re.sub(r"[^\W_]+", lambda word: untype(word[0], typing), parts[at])
    return parts, frozenset({Fault.TYPED})


def _claim(parts: list[str]) -> Claim:
    number, former, name, birth, sex, address, issued = parts
    born, birth_year = read_birth(birth)
    known_former = _former(former)
    return Claim(
        number=IdentityNumber.read(number),
        former_number=known_former,
        name=Name.read(name),
        born=born,
        birth_year=birth_year,
        sex=_sex(sex),
        address=" ".join(address.split())[:200],
        issued=read_day(issued),
        faults=frozenset({Fault.FORMER}) if former and not known_former else frozenset(),
    )


def _former(text: str) -> FormerNumber | None:
    return FormerNumber(text) if re.fullmatch(r"[0-9]{9}", text) else None


def _sex(text: str) -> Sex:
    known = _SEXES.get(fold(text))
    if known is None:
        raise CardCutShort
    return known
