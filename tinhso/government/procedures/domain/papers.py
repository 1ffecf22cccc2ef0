"""The seven forms of Circular 03/2025/TT-VPCP, the slip for a pocket, and a generic result: typed facts in, PDF out.

The look is that of Decree 30/2020/NĐ-CP. Everything here is pure: the same paper gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from pathlib import Path
from typing import ClassVar

from tinhso.government.procedures.domain import paper_words as words
from tinhso.government.procedures.domain.paper_words import LABELS, SENTENCES, whole
from tinhso.kit import typesetting

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
Block = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes: `above` is the authority over it, `place` the word before the date."""

    name: str
    place: str
    above: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs. `lines` say in whose name (`TM. ỦY BAN NHÂN DÂN`, `CHỦ TỊCH`)."""

    name: str
    lines: tuple[str, ...]
    digital: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper of the dossier, with how many originals and copies."""

    name: str
    originals: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """How to follow the dossier: the secret in groups (`482 915 307`), and the address that the QR leads to."""

    secret: str
    address: str
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What every paper about one dossier says. `seal` is the checkpoint of the log that the entry lies under."""

    kind: ClassVar[str] = ""
    template: ClassVar[str] = "letter"
    office: Office
    ref: str
    applicant: str
    procedure: str
    at: datetime
    signer: Signer
    number: str = ""
    seal: str = ""

    @property
    def title(self) -> str:
        """The name of the form."""
        return words.TITLES[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(_About):
    """Form 01. `channel` is a key of `CHANNELS`; `hand_back` says in words how the result is handed over.

    proof   the signed receipt that its second square code holds
    """

    kind: ClassVar[str] = "receipt"
    papers: tuple[Listed, ...]
    received_at: datetime
    due_at: datetime
    channel: str
    way: Way
    hand_back: str = ""
    fee: str = ""
    proof: str = ""
    applicant_address: str = ""
    applicant_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip(Receipt):
    """The receipt for a pocket, 80 mm wide, for people who read little.

    expected   sent on line and not yet confirmed: the day is what one may expect, no promise
    """

    template: ClassVar[str] = "slip"
    expected: bool = False

    @property
    def title(self) -> str:
        """The name in a few words."""
        return words.TITLES["slip_sent" if self.expected else "slip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequest(_About):
    """Form 02: what is missing, why, until when."""

    kind: ClassVar[str] = "supplement"
    asked: tuple[str, ...]
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(_About):
    """Form 03: not taken in, and why."""

    kind: ClassVar[str] = "refusal"
    reason: str
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apology(_About):
    """Form 04: we are late, and the new day."""

    kind: ClassVar[str] = "apology"
    reason: str
    old_due: datetime
    new_due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNotice(_About):
    """Form 05: no longer handled, and why."""

    kind: ClassVar[str] = "stop"
    reason: str
    basis: str = ""
    returned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """A row of the control sheet."""

    giver: str
    taker: str
    at: datetime
    due: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSheet(_About):
    """Form 06: it travels with the dossier."""

    kind: ClassVar[str] = "control"
    template: ClassVar[str] = "control"
    received_at: datetime
    due_at: datetime
    rows: tuple[HandOver, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(_About):
    """What the citizen takes home, where the law's own template is not shipped: it says that it is a trial unless told
    otherwise."""

    kind: ClassVar[str] = "result"
    template: ClassVar[str] = "result"
    heading: str
    fields: tuple[tuple[str, str], ...]
    demo: bool = True

    @property
    def title(self) -> str:
        """The name of the document."""
        return self.heading


def pdf(paper: _About) -> bytes:
    """The paper as PDF/A-2b."""
    return typesetting.typeset(TEMPLATES / f"{paper.template}.typ", told(paper), at=paper.at)


def pictures(paper: _About, *, dots_per_inch: int = 110) -> list[bytes]:
    """The pages as PNG."""
    return typesetting.draw(TEMPLATES / f"{paper.template}.typ", told(paper), dots_per_inch=dots_per_inch)


@singledispatch
def told(paper: _About) -> dict[str, object]:
    """What the template is given. Raises TypeError for a paper that has no form."""
    raise TypeError(type(paper).__name__)


def _letter(
    paper: _About, blocks: Sequence[Block], *, subject: str = "", to_applicant: bool = True
) -> dict[str, object]:
    signer = paper.signer
    how = words.SIGNED["digital"] if signer.digital else words.SIGNED["how"]
    return {
        "title": paper.title,
        "subject": subject,
        "office": words.heading_of(paper.office.above, paper.office.name),
        "place": paper.office.place,
        "day": words.dated(paper.at),
        "number": paper.number,
        "ref": paper.ref,
        "seal": paper.seal,
        "blocks": list(blocks),
        "recipients": list(words.RECIPIENT) if to_applicant else [],
        "sign": {"lines": list(signer.lines), "how": how, "name": whole(signer.name)},
    }


@told.register
def _receipt(paper: Receipt) -> dict[str, object]:
    rows = [[number, one.name, one.originals, one.copies] for number, one in enumerate(paper.papers, 1)]
    blocks = [
        _sentence("receipt", paper),
        *_whose(paper),
        *_fields(paper, "applicant_address"),
        *([_field("phone", paper.applicant_phone)] if paper.applicant_phone else []),
        {"kind": "plain", "value": SENTENCES["receipt_papers"]},
        {"kind": "papers", "heads": list(words.PAPER_HEADS), "rows": rows},
        _field("received", words.due_in_words(paper.received_at)),
        _field("channel", words.CHANNELS.get(paper.channel, paper.channel)),
        *_fields(paper, "hand_back", "fee"),
        {"kind": "due", "label": LABELS["due"], "value": words.due_in_words(paper.due_at)},
        _tracking(paper),
        *_proof(paper),
        {"kind": "note", "value": SENTENCES["receipt_kept"]},
    ]
    return _letter(paper, blocks, to_applicant=False)


@told.register
def _slip(paper: Slip) -> dict[str, object]:
    return _letter(paper, []) | {
        **_tracking(paper),
        "applicant": whole(paper.applicant),
        "procedure": paper.procedure,
        "due-label": SENTENCES["slip_expected" if paper.expected else "slip_due"],
        "due": words.due_of_slip(paper.due_at),
        "where": paper.hand_back,
        "lead": SENTENCES["tracking_slip"],
        "phone": paper.office.phone,
    }


@told.register
def _supplement(paper: SupplementRequest) -> dict[str, object]:
    blocks = [
        _sentence("supplement", paper),
        *_whose(paper),
        {"kind": "plain", "value": f"{LABELS['asked']}:"},
        {"kind": "bullets", "rows": list(paper.asked)},
        _field("reason", paper.reason),
        {"kind": "due", "label": LABELS["until"], "value": words.due_in_words(paper.until)},
        _sentence("supplement_clock", paper),
    ]
    return _letter(paper, blocks)


@told.register
def _refused(paper: Refused) -> dict[str, object]:
    blocks = [_sentence("refusal", paper), *_whose(paper), _field("reason", paper.reason, strong=True)]
    return _letter(paper, [*blocks, *_fields(paper, "basis"), _sentence("refusal_after", paper)])


@told.register
def _apology(paper: Apology) -> dict[str, object]:
    blocks = [
        *_whose(paper),
        _sentence("apology", paper, old_due=words.day_in_words(paper.old_due)),
        _field("reason", paper.reason),
        {"kind": "due", "label": SENTENCES["apology_new"].format(office=paper.office.name),
         "value": words.due_in_words(paper.new_due)},
        _sentence("apology_end", paper),
    ]  # fmt: skip
    return _letter(paper, blocks)


@told.register
def _stopped(paper: StopNotice) -> dict[str, object]:
    blocks = [_sentence("stop", paper), *_whose(paper), _field("reason", paper.reason, strong=True)]
    blocks += _fields(paper, "basis")
    if paper.returned:
        blocks += [
            {"kind": "plain", "value": f"{LABELS['returned']}:"},
            {"kind": "bullets", "rows": list(paper.returned)},
        ]
    return _letter(paper, [*blocks, _sentence("stop_after", paper)])


@told.register
def _control(paper: ControlSheet) -> dict[str, object]:
    blocks = [
        *_whose(paper),
        _field("opened", words.due_in_words(paper.received_at)),
        _field("due", words.due_in_words(paper.due_at)),
    ]
    rows = [
        [str(number), one.giver, one.taker, words.short(one.at), words.short(one.due), one.note]
        for number, one in enumerate(paper.rows, 1)
    ]
    return _letter(paper, blocks, to_applicant=False) | {"heads": list(words.CONTROL_HEADS), "rows": rows}


@told.register
def _result(paper: Result) -> dict[str, object]:
    demo = [{"kind": "demo", "value": SENTENCES["demo"]}] if paper.demo else []
    fields = [{"kind": "field", "label": label, "value": value, "strong": True} for label, value in paper.fields]
    return _letter(paper, [*demo, _sentence("result", paper), *fields])


def _tracking(paper: Receipt) -> dict[str, object]:
    way = paper.way
    return {
        "kind": "tracking",
        "qr": typesetting.qr(way.address),
        "alt": SENTENCES["tracking_alt"],
        "lead": SENTENCES["tracking"],
        "secret": way.secret.replace(" ", words.HARD),
        "spoken": words.digits_in_words(way.secret),
        "address": way.shown or way.address,
    }


def _proof(paper: Receipt) -> list[Block]:
    if not paper.proof:
        return []
    square = typesetting.qr(paper.proof)
    return [{"kind": "proof", "qr": square, "alt": SENTENCES["proof_alt"], "lead": SENTENCES["proof"]}]


def _whose(paper: _About) -> list[Block]:
    return [
        _field("ref", paper.ref, strong=True),
        _field("applicant", whole(paper.applicant), strong=True),
        _field("procedure", paper.procedure),
    ]


def _fields(paper: _About, *names: str) -> list[Block]:
    """A line for each of these that is not empty."""
    return [_field(name, str(getattr(paper, name))) for name in names if getattr(paper, name)]


def _field(name: str, value: str, *, strong: bool = False) -> Block:
    return {"kind": "field", "label": LABELS[name], "value": value, "strong": strong}


def _sentence(name: str, paper: _About, **more: str) -> Block:
    text = SENTENCES[name].format(office=paper.office.name, phone=paper.office.phone, **more)
    return {"kind": "text", "value": text}
