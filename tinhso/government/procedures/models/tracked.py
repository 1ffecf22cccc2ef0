"""What tracking asks all day, worded once in a process: the dossier of a code with its case, and its letters."""

from typing import Any

from django.db.models import QuerySet

from tinhso.core.cases.models import Case
from tinhso.government.procedures.models.dossiers import Dossier, Letter
from tinhso.kit.prepared import Objects

OF_THE_CASE = (
    "uuid", "ref", "state", "title", "opened_at", "due_at", "received_at", "stopped_at", "finished_at", "ended_at",
    "version", "supplements", "definition__digest", "agency__name",
)  # fmt: skip
OF_THE_DOSSIER = ("uuid", "case_id", "secret_turn", "hand_back", "released_how", "fee_asked", "rating__dossier_id")


def _case(ref: str) -> QuerySet[Case, Any]:
    return Case.objects.select_related("definition", "agency").only(*OF_THE_CASE).filter(ref=ref)


def _dossier(ref: str) -> QuerySet[Dossier, Any]:
    return Dossier.objects.select_related("rating").only(*OF_THE_DOSSIER).filter(case__ref=ref)


CASE = Objects[Case](_case)
DOSSIER = Objects[Dossier](_dossier)
LETTERS = Objects[Letter](lambda dossier: Letter.objects.filter(dossier=dossier).order_by("-written_at", "-pk"))


def tracked(ref: str) -> Dossier | None:
    """The dossier of a code with the little that tracking tells. What is no code is asked for in the same two ways."""
    cases, dossiers = CASE(ref), DOSSIER(ref)
    for case, dossier in zip(cases, dossiers, strict=False):
        dossier.case = case
        return dossier
    return None
