"""What tracking asks all day beside the case, worded once in a process: its dossier and the letters about it."""

from typing import Any

from django.db.models import QuerySet

from tinhso.core.cases.models import Case
from tinhso.government.procedures.models.dossiers import Dossier, Letter
from tinhso.kit.prepared import Objects

OF_THE_DOSSIER = ("uuid", "case_id", "hand_back", "released_how", "fee_asked", "rating__dossier_id")


def _dossier(case: int) -> QuerySet[Dossier, Any]:
    return Dossier.objects.select_related("rating").only(*OF_THE_DOSSIER).filter(case=case)


DOSSIER = Objects[Dossier](_dossier)
LETTERS = Objects[Letter](lambda dossier: Letter.objects.filter(dossier=dossier).order_by("-written_at", "-pk"))


def dossier_of(case: Case) -> Dossier:
    """The dossier of a case, with the little that tracking tells. Raises Dossier.DoesNotExist."""
    for dossier in DOSSIER(case.pk):
        dossier.case = case
        return dossier
    raise Dossier.DoesNotExist
