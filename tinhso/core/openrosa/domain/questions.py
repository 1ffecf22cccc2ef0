"""One question of a form, in every language of the house, free of Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tinhso.core.speech.domain.phrases import name_of

Words = Mapping[str, str]
"""What is read, by language code."""


class Kind(StrEnum):
    """Question types of the XLSForm standard, as pyxform calls them."""

    ONE = "select one"
    SOME = "select all that apply"
    WHOLE = "integer"
    DECIMAL = "decimal"
    DAY = "date"
    CLOCK = "time"
    TEXT = "text"
    PHOTO = "photo"
    VOICE = "audio"
    POINT = "geopoint"
    TICK = "acknowledge"
    FIXED = "calculate"


def picture_name(icon: str) -> str:
    """The file of a picture of the house."""
    return f"{icon}.png"


def sound_name(words: str) -> str:
    """The file in which words are heard; the same words are heard in the same file."""
    return f"{name_of(words)}.ogg"


FILES = frozenset({Kind.PHOTO, Kind.VOICE})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; `icon` is a picture of the house, or empty."""

    value: str
    label: Words
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of an XForm.

    required    what is said when it is left out; empty: it may be
    constraint  XPath that must hold, and `warning`, what is said when it does not
    relevant    XPath with which alone it is asked
    appearance  how Collect shows it
    fixed       the answer of a question that is not asked
    fields      the fields of the form that its answer fills
    """

    name: str
    kind: Kind
    label: Words
    hint: Words = field(default_factory=dict)
    required: Words = field(default_factory=dict)
    constraint: str = ""
    warning: Words = field(default_factory=dict)
    relevant: str = ""
    appearance: str = ""
    fixed: str = ""
    options: Sequence[Option] = ()
    fields: Sequence[str] = ()

    def told(self, answer: str, language: str) -> str:
        """An answer as a person reads it: the words of what was chosen."""
        words = {one.value: one.label.get(language, one.value) for one in self.options}
        chosen = answer.split() if self.kind is Kind.SOME else [answer]
        return ", ".join(words.get(one, one) for one in chosen)
