"""What a person may ask about their data, and until when an office must have done it.

Decree 356/2025/NĐ-CP, article 5: the office answers within two working days; it shows, corrects or provides data within
10 days (extended once by 10), ends, restricts or heeds an objection within 15 (once 15), erases within 20 (once 20).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text

SYSTEM = "own_data"
SHIPPED = Path(__file__).resolve().parent.parent / "tables" / "request.json"


class Kind(StrEnum):
    """What is asked for."""

    CORRECT = "correct"
    PROVIDE = "provide"
    RESTRICT = "restrict"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Term:
    """Days that the law gives, and the most by which they may be extended once."""

    days: int
    more: int

    @property
    def code(self) -> str:
        """The definition by which requests of this term run."""
        return f"{SYSTEM}.within_{self.days}"


SOON, MIDDLE, LONG = Term(10, 10), Term(15, 15), Term(20, 20)
TERMS: Mapping[Kind, Term] = {
    Kind.CORRECT: SOON,
    Kind.PROVIDE: SOON,
    Kind.RESTRICT: MIDDLE,
    Kind.ERASE: LONG,
}
KIND_WORDS: Mapping[Kind, Text] = {
    Kind.CORRECT: _("Something is wrong: correct it"),
    Kind.PROVIDE: _("Tell me what you know and why"),
    Kind.RESTRICT: _("Do not use it for this any more"),
    Kind.ERASE: _("Erase it"),
}
KIND_ICONS: Mapping[Kind, str] = {
    Kind.CORRECT: "pencil-simple",
    Kind.PROVIDE: "question",
    Kind.RESTRICT: "hand-palm",
    Kind.ERASE: "trash",
}


def workflow(term: Term) -> dict[str, Any]:
    """The definition of a term: the shipped one with its days, and reminders at half, four fifths and the end of it."""
    document: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    document["code"] = term.code
    document["term"] = {"unit": "days", "value": term.days}
    document["extension"]["at_most"] = {"unit": "days", "value": term.more}
    document["escalation"] = [
        {"before": {"unit": "days", "value": -(-term.days // 2)}, "to": "owner"},
        {"before": {"unit": "days", "value": term.days // 5}, "to": "head"},
        {"after": {"unit": "days", "value": 0}, "to": "head"},
    ]
    return document
