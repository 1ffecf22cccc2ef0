"""What the home of a citizen asks, worded once in a process: their dossiers, and what they began."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tinhso.core.people.models import Person
from tinhso.government.procedures.models.dossiers import Dossier, Kind, Letter
from tinhso.government.procedures.models.drafts import Draft
from tinhso.kit.matters import AT_MOST, earlier
from tinhso.kit.prepared import Objects

OF_A_LINE = (
    "uuid", "hand_back", "released_how", "version__digest", "case__state", "case__title", "case__opened_at",
    "case__due_at", "case__received_at", "case__stopped_at", "case__finished_at", "case__ended_at",
    "case__definition__digest", "case__agency__name",
)  # fmt: skip
OF_A_DRAFT = ("uuid", "begun_at", "changed_at", "version__digest")


def _dossiers(person: UUID, ended: bool, before: datetime, below: int) -> QuerySet[Dossier, Any]:
    rows = Dossier.objects.select_related("case__definition", "case__agency", "version").only(*OF_A_LINE)
    of_one = rows.filter(case__applicant__in=Person.objects.rows_of(person).values("uuid"))
    listed = of_one.filter(earlier("case__opened_at", before, below)).order_by("-case__opened_at", "-id")
    return listed.filter(case__ended_at__isnull=not ended)[:AT_MOST]


def _drafts(account: int, person: UUID, before: datetime, below: int) -> QuerySet[Draft, Any]:
    rows = Draft.objects.select_related("version").only(*OF_A_DRAFT)
    begun = rows.filter(account=account, person__uuid=person, dossier__isnull=True)
    return begun.filter(earlier("begun_at", before, below)).order_by("-begun_at", "-id")[:AT_MOST]


OPEN = Objects[Dossier](lambda person, before, below: _dossiers(person, False, before, below))
ENDED = Objects[Dossier](lambda person, before, below: _dossiers(person, True, before, below))
BEGUN = Objects[Draft](_drafts)


def requests_for(dossiers: list[Dossier]) -> dict[int, Letter]:
    """The request that waits for an answer, by the id of its dossier; asked of those only that wait."""
    waiting = [dossier.pk for dossier in dossiers]
    rows = Letter.objects.filter(dossier__in=waiting, kind=Kind.SUPPLEMENT, answered_at=None) if waiting else ()
    return {letter.dossier_id: letter for letter in rows}
