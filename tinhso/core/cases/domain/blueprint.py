"""A definition as the engine reads it: a frozen tree. `definition.parse` makes it from a document.

JSON objects have no order, so states come in the order in which a case can reach them, actions by their `order`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Self

Logic = Any
"""A condition: JSON of the subset of JsonLogic in `domain.logic`."""

APPLICANT: Final = "applicant"


class Kind(StrEnum):
    """What a state is: an office works on it, it waits for someone outside, nothing follows."""

    OPEN = "open"
    WAITING = "waiting"
    ENDED = "ended"


class Unit(StrEnum):
    """What a span of time is counted in."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    DAYS = "days"
    SAME_DAY = "same_day"


class Clock(StrEnum):
    """What an action does to the clock of the term."""

    NONE = "none"
    START = "start"
    STOP = "stop"
    RESUME = "resume"
    EXTEND = "extend"
    END = "end"


class FieldType(StrEnum):
    """What kind of answer a field asks for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    INTEGER = "integer"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    MONTH = "month"
    EMAIL = "email"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    CONSENT = "consent"
    PERSON_NAME = "person_name"
    PERSONAL_ID = "personal_id"
    PHONE = "phone"
    PLACE = "place"
    ADDRESS = "address"
    ETHNIC_GROUP = "ethnic_group"
    FILE = "file"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Words:
    """A text for people in the languages it is known in; Vietnamese always is."""

    vi: str
    en: str = ""
    id: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str] | None) -> Self | None:
        return cls(**said) if said else None

    def said(self, language: str) -> str:
        """In that language (`vi`, `en`, `id`, or a longer tag such as `en-gb`), else in Vietnamese."""
        known = {"vi": self.vi, "en": self.en, "id": self.id}
        return known.get(language.partition("-")[0]) or self.vi


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in a unit; working days may go by halves, `same_day` has the value 0."""

    unit: Unit
    value: Decimal

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        unit = Unit(said["unit"])
        return cls(unit, Decimal(0) if unit is Unit.SAME_DAY else Decimal(str(said["value"])))


@dataclass(frozen=True, slots=True)
class TermCase:
    """A term for cases of which `when` holds, and the reason that is told."""

    when: Logic
    span: Span
    why: Words


@dataclass(frozen=True, slots=True)
class Term:
    """The time the law gives for the whole, and the cases in which it is another."""

    span: Span
    cases: tuple[TermCase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to choose; `icon` names a picture of the house."""

    value: str
    label: Words
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `when` None: always asked. `min` and `max` are numbers, days (`2026-11-22`) or `today`.

    guard   must hold for the answer beside the answers before it, once all that it names are given; else `refusal`
    """

    key: str
    type: FieldType
    label: Words
    hint: Words | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    when: Logic = None
    guard: Logic = None
    refusal: Words | None = None
    prefill: str = ""
    min: int | float | str | None = None
    max: int | float | str | None = None
    max_length: int | None = None
    accepts: str = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One screen of a long form."""

    key: str
    title: Words
    lead: Words | None
    when: Logic
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRule:
    """A state: whose turn it is (`role`, empty when it is the applicant's or nobody's), within what time."""

    code: str
    title: Words
    kind: Kind
    role: str
    within: Span | None
    next: Words | None
    outcome: str
    portal: int | None

    @property
    def is_ended(self) -> bool:
        return self.kind is Kind.ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRule:
    """What can be done: where, by whom, under which condition, with what effect. `to` None: the case stays."""

    code: str
    title: Words
    sources: tuple[str, ...]
    to: str | None
    who: tuple[str, ...]
    guard: Logic
    refusal: Words | None
    form: tuple[Field, ...]
    clock: Clock
    notifies: tuple[str, ...]
    offline: bool
    bulk: bool
    sentence: Words
    order: int
    icon: str

    def leads_to(self, state: str) -> str:
        """The state of a case after this was done in `state`."""
        return self.to or state


@dataclass(frozen=True, slots=True)
class Extension:
    """How often and by how much the term may be extended, and by whom."""

    times: int
    at_most: Span
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told, so long before the term ends or after it has."""

    is_before: bool
    span: Span
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A whole definition. `values` None: any value of a case may be named in guards."""

    code: str
    title: Words
    start: str
    term: Term
    states: Mapping[str, StateRule]
    actions: Mapping[str, ActionRule]
    extension: Extension | None
    escalation: tuple[Escalation, ...]
    values: frozenset[str] | None

    def actions_from(self, state: str) -> tuple[ActionRule, ...]:
        """What can be done in a state, in the order of its buttons."""
        return tuple(action for action in self.actions.values() if state in action.sources)
