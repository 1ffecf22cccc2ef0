"""The citizen's own store: what was digitised once, and the results of the province, to be used again."""

from datetime import datetime

from django.db import transaction

from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.domain.catalogue import Facts
from tinhso.government.procedures.events import PaperForgotten
from tinhso.government.procedures.models import Dossier, Kept, Paper
from tinhso.government.procedures.models.laws import law_of
from tinhso.kit.actors import Actor

NOT_REUSED = frozenset({"form", "sample"})
"""Kinds of paper that belong to one dossier only."""


def keep_paper(paper: Paper, law: Facts, *, at: datetime) -> Kept | None:
    """Put a digitised paper of a dossier into its applicant's store, unless it is of a kind that serves once.

    Part of the action that digitised it, which writes the log.
    """
    line = next((line for line in law.papers if line.key == paper.listed), None)
    dossier = paper.dossier
    if line is None or dossier is None or line.kind in NOT_REUSED or not paper.file:
        return None
    person = dossier.case.applicant
    if person is None:
        return None
    kept, _new = Kept.objects.get_or_create(
        person=person,
        file=paper.file,
        defaults={"sort": paper.listed, "title": str(line.name)[:300], "source": dossier, "kept_at": at},
    )
    return kept


def keep_result(dossier: Dossier, *, at: datetime) -> Kept | None:
    """Put the result of a dossier into its applicant's store. Part of the action that hands it over."""
    if dossier.result is None or dossier.case.applicant is None:
        return None
    results = law_of(dossier.version).results
    kept, _new = Kept.objects.get_or_create(
        person=dossier.case.applicant,
        file=dossier.result,
        defaults={
            "sort": results[0].template if results and results[0].template else f"result_{dossier.procedure.code}",
            "title": str(results[0].name)[:300] if results else dossier.case.title,
            "result": True,
            "source": dossier,
            "kept_at": at,
        },
    )
    return kept


@transaction.atomic
def forget_kept(kept: Kept, *, by: Actor, at: datetime) -> None:
    """Let a paper out of the store: it is offered no more. The dossier it came with keeps it as the law wants."""
    kept = Kept.objects.select_for_update().get(pk=kept.pk)
    if kept.forgotten_at:
        return
    kept.forgotten_at = at
    kept.save(update_fields=["forgotten_at"])
    record(PaperForgotten(paper=Code(kept.sort), result=kept.result), about=kept, by=by, at=at)
