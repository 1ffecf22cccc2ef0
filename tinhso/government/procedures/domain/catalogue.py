"""What the law says of a procedure, as one document: its shape, its limits, and reading it.

A document comes from the shipped tables, from an upload of someone's, or back from the database; it is checked the
same way each time, so nothing unchecked is ever worked with. Texts for people are `Said`; a fact whose origin matters
carries a `mark` (see `Mark`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from tinhso.core.cases.domain.definition import FieldType

NO_NUL = r"^[^\x00]*$"
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Code = Annotated[str, Field(pattern=r"^(\d\.\d{6}|T\.\d{3})$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, Field(max_length=400, pattern=NO_NUL)]
Text = Annotated[str, Field(max_length=2000, pattern=NO_NUL)]
Confidence = Literal["high", "medium", "low", "none"]


class BadCatalogue(ValueError):
    """A document is not one of a procedure. `problems` say where and why, at most twenty."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems[:20]
        super().__init__("; ".join(self.problems))


class Part(BaseModel):
    """What all parts share: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(Part):
    """One text in the languages of the product; Vietnamese is always there and stands in for the others."""

    vi: Annotated[str, Field(min_length=1, max_length=2000, pattern=NO_NUL)]
    en: Text = ""
    id: Text = ""

    def __str__(self) -> str:
        return self.told[1]

    @property
    def told(self) -> tuple[str, str]:
        """The language it is told in, and the text, for the reader of the page."""
        language = (get_language() or "vi")[:2]
        text = {"en": self.en, "id": self.id}.get(language, "")
        return (language, text) if text else ("vi", self.vi)


class MarkKind(StrEnum):
    """How well a fact is founded."""

    SOURCE = "source"
    INFERRED = "inferred"
    MEMORY = "memory"
    NONE = "none"


class Marked(Part):
    """A fact that says where it came from: `source: …`, `inferred: …`, `memory`, or nothing."""

    mark: Line = ""

    @property
    def founded(self) -> MarkKind:
        kind = self.mark.partition(":")[0].strip()
        return MarkKind(kind) if kind in set(MarkKind) else MarkKind.NONE


class Level(StrEnum):
    """How far a procedure can be gone on line: all the way, partly, or not (at a counter or by post only)."""

    FULL = "full"
    PARTIAL = "partial"
    COUNTER = "counter"


class Channel(StrEnum):
    """How papers may come in."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class LawStatus(StrEnum):
    """Whether a law holds: rules are versions too."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    UNCLEAR = "unclear"


class Agency(Marked):
    """Who decides or receives: the kind of office, and how the law says it."""

    kind: Literal["commune", "commune_police", "land_office", "register_keeper", "province", "several"]
    said: Text
    signer: Text = ""


class Question(Part):
    """What is asked before the form: who answers otherwise than `fits` is told `otherwise` and where to go."""

    ask: Said
    fits: bool = True
    otherwise: Said


class Law(Marked):
    number: Line
    title: Text = ""
    signed: Line = ""
    begins: date | None = None
    ends: date | None = None
    status: LawStatus
    note: Text = ""


class Span(Part):
    """A length of time as the law counts it; `same_day` received after 15:00 ends on the next working day."""

    unit: Literal["working_days", "working_hours", "days", "same_day"]
    value: Annotated[int, Field(ge=0, le=3650)]


class TermCase(Span):
    """Another term when something holds; `when` is a rule over `values` (see the case engine)."""

    when: dict[str, JsonValue]
    why: Said


class Term(Marked, Span):
    """`known` is false where no rule was found: the engine works with `value`, the page names no number."""

    said: Text = ""
    known: bool = True
    cases: tuple[TermCase, ...] = ()
    parts: tuple[Text, ...] = ()


class Fee(Marked):
    """An amount in đồng; None where the provincial council sets it and its decision was not found."""

    label: Said
    amount: Annotated[int, Field(ge=0, le=10**10)] | None
    channels: tuple[Channel, ...] = ()


class Paper(Marked):
    """One paper of the list.

    condition  when it is asked for; None: always. `note` only explains
    instead    registers in which the office looks, `store`: the citizen's own papers, `form`: the form on line
    given_by   codes of the procedures whose result is this very paper
    """

    key: Key
    name: Said
    kind: Literal["form", "original", "copy", "certified_copy", "original_or_copy", "present", "look_up", "sample"]
    originals: Annotated[int, Field(ge=0, le=20)] = 0
    copies: Annotated[int, Field(ge=0, le=20)] = 0
    condition: Said | None = None
    note: Said | None = None
    instead: tuple[Key, ...] = ()
    given_by: tuple[Code, ...] = ()

    @property
    def looked_up(self) -> bool:
        """Whether the office finds it itself, so that nobody brings it unless that fails. An original comes along: the
        register may lack it."""
        by_register = any(one not in ("form", "store") for one in self.instead)
        return self.kind == "look_up" or (by_register and self.kind in ("present", "copy", "certified_copy"))


class Choice(Part):
    value: Key
    label: Said
    icon: Annotated[str, Field(max_length=40, pattern=r"^[a-z-]*$")] = ""


class FormField(Part):
    """One question; the same keys as a field of a case definition, and two more.

    same         of a choice that says who applies: choice → beginning of the keys that ask of that person (`mother_`)
    of_oneself   what is answered already when that person is the one who applies: a father who comes is known
    """

    key: Key
    type: FieldType
    label: Said
    hint: Said | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    when: dict[str, JsonValue] | None = None
    guard: dict[str, JsonValue] | None = None
    refusal: Said | None = None
    prefill: Annotated[str, Field(max_length=60, pattern=r"^[a-z_.]*$")] = ""
    min: int | float | Line | None = None
    max: int | float | Line | None = None
    max_length: Annotated[int, Field(ge=1, le=10_000)] | None = None
    same: dict[Key, Annotated[str, Field(max_length=20, pattern=r"^[a-z]+_$")]] = {}
    of_oneself: bool | Line | None = None
    accepts: Literal["", "paper", "photo", "voice", "office", "any"] = ""

    @model_validator(mode="after")
    def _choices_where_one_chooses(self) -> FormField:
        if (self.type in (FieldType.CHOICE, FieldType.CHOICES)) != bool(self.choices):
            raise ValueError("a choice has choices, nothing else has")
        if self.same.keys() - {choice.value for choice in self.choices}:
            raise ValueError("who is the same is said of one of the choices")
        if (self.guard is None) != (self.refusal is None):
            raise ValueError("a guard says why it refuses")
        return self


class FormPage(Part):
    """One screen, or a few that belong together."""

    key: Key
    title: Said
    lead: Said | None = None
    when: dict[str, JsonValue] | None = None
    fields: Annotated[tuple[FormField, ...], Field(min_length=1, max_length=40)]


class Step(Marked):
    who: Line
    role: Literal["applicant", "reception", "specialist", "decider", "other"]
    does: Text
    time: Line = ""


class Result(Marked):
    """What comes out, and the template by which the office prints it (empty: none of ours)."""

    name: Said
    template: Annotated[str, Field(max_length=60, pattern=r"^[a-z_]*$")] = ""


class Reason(Marked):
    """Why such papers come back."""

    text: Text


class Retention(Marked):
    """How long what was filed is kept; `years` None and not permanent: not known."""

    said: Text = ""
    years: Annotated[int, Field(ge=0, le=200)] | None = None
    permanent: bool = False


class Audio(Part):
    """A recorded reading of the page in a language (`mong`, `thai`, `vi`, …): the uuid of a kept file."""

    language: Key
    file: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]


class Facts(Part):
    """A procedure as the law knows it from one day on."""

    code: Code
    earlier_codes: tuple[Code, ...] = ()
    slug: Slug
    position: Annotated[int, Field(ge=0, le=9999)] = 0
    field: Key
    events: Annotated[tuple[Key, ...], Field(max_length=6)] = ()
    level: Level
    level_mark: Line = ""
    audience: Annotated[tuple[Literal["citizen", "household", "business", "organisation"], ...], Field(min_length=1)]
    name: Text
    title: Said
    summary: Said
    who: Annotated[tuple[Said, ...], Field(max_length=10)] = ()
    who_mark: Line = ""
    question: Question | None = None
    phrases: Annotated[tuple[Line, ...], Field(max_length=60)] = ()
    audio: Annotated[tuple[Audio, ...], Field(max_length=20)] = ()
    decides: Agency
    receives: Agency
    channels: tuple[Channel, ...] = ()
    laws: Annotated[tuple[Law, ...], Field(max_length=40)] = ()
    term: Term
    fees: Annotated[tuple[Fee, ...], Field(max_length=40)] = ()
    fee_note: Said | None = None
    exemptions: Annotated[tuple[Said, ...], Field(max_length=20)] = ()
    papers: Annotated[tuple[Paper, ...], Field(max_length=60)] = ()
    form_name: Text = ""
    form_mark: Line = ""
    form: Annotated[tuple[FormPage, ...], Field(max_length=20)] = ()
    steps: Annotated[tuple[Step, ...], Field(max_length=40)] = ()
    results: Annotated[tuple[Result, ...], Field(max_length=10)] = ()
    benefit: Said | None = None
    returns: Annotated[tuple[Reason, ...], Field(max_length=40)] = ()
    retention: Retention = Retention()
    related: tuple[Code, ...] = ()
    confidence: Annotated[Mapping[Key, Confidence], Field(max_length=20)] = {}
    doubts: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    review: bool = False
    checked_on: date

    @model_validator(mode="after")
    def _named_once(self) -> Facts:
        asked = [field.key for field in self.asked]
        papers = [paper.key for paper in self.papers]
        if len(set(asked)) != len(asked) or len(set(papers)) != len(papers):
            raise ValueError("a key of a field or a paper stands there twice")
        return self

    @property
    def asked(self) -> tuple[FormField, ...]:
        """Every question of the form, in order."""
        return tuple(field for page in self.form for field in page.fields)

    @property
    def weak(self) -> tuple[str, ...]:
        """The groups of facts on which nobody should rely yet."""
        return tuple(group for group, trust in self.confidence.items() if trust in ("low", "none"))


def read_facts(document: object) -> Facts:
    """The document, checked. Raises BadCatalogue."""
    try:
        return Facts.model_validate(document)
    except ValidationError as wrong:
        raise BadCatalogue(
            [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in wrong.errors(include_url=False)]
        ) from wrong


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of the document in its one way of being written."""
    return hashlib.sha256(written(document).encode()).hexdigest()


def written(document: Mapping[str, Any]) -> str:
    """Sorted keys, no spaces, letters as they are: equal documents are written equally."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def bare(value: Any) -> Any:
    """A part of a document as the case engine writes it: what says nothing is left out."""
    if isinstance(value, Mapping):
        kept = {key: bare(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one is not None and one not in ("", [], {})}
    return [bare(one) for one in value] if isinstance(value, list) else value


def pages_of(facts: Facts) -> list[dict[str, Any]]:
    """The form as pages of the case engine."""
    ours = {"fields": {"__all__": {"same", "of_oneself"}}}
    pages: list[dict[str, Any]] = bare([page.model_dump(mode="json", exclude=ours) for page in facts.form])
    return pages
