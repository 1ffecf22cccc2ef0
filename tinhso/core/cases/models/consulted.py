"""What other offices said about a case, and who has not answered yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.core.cases.models.cases import Case
from tinhso.core.files.models import File

STAND, OPINION, REASON, PAPER = "stand", "opinion", "reason", "paper"
"""The questions of `tables/consultation.json`."""
DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One office that was asked, and what it said; all of it empty while it has not answered."""

    uuid: UUID
    office: str
    question: str
    is_open: bool
    due_at: datetime
    stand: str
    text: str
    paper: File | None


def opinions_on(case: Case, language: str) -> list[Opinion]:
    """The offices that were asked about a case, in the order in which they were asked."""
    asked = list(Case.objects.filter(parent=case).select_related("agency", "definition").order_by("pk"))
    named = [one.values[PAPER] for one in asked if one.values.get(PAPER)]
    papers = {str(file.uuid): file for file in File.objects.filter(uuid__in=named)} if named else {}
    return [_opinion(one, papers.get(str(one.values.get(PAPER))), language) for one in asked]


def _opinion(one: Case, paper: File | None, language: str) -> Opinion:
    text = REASON if one.outcome == DECLINED else OPINION
    return Opinion(
        uuid=one.uuid,
        office=one.agency.name,
        question=str(one.values.get("question", "")),
        is_open=one.is_open,
        due_at=one.due_at,
        stand="" if one.is_open else _stand(one, language) or one.rule.title.said(language),
        text="" if one.is_open else str(one.values.get(text) or ""),
        paper=None if one.is_open else paper,
    )


def _stand(one: Case, language: str) -> str:
    """What the office chose, in the words of the definition."""
    told = one.values.get(STAND)
    fields = (field for rule in one.blueprint.actions.values() for field in rule.form if field.key == STAND)
    choices = (choice for field in fields for choice in field.choices if choice.value == told)
    return next((choice.label.said(language) for choice in choices), "")
