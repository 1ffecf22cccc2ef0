"""The citizen's own store: what was digitised once, and the results of the province, to be used again."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions import forget_file, keep_file
from tinhso.core.files.domain.kinds import PAPERS
from tinhso.core.files.models import File
from tinhso.core.people.models import Person
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.actions.drafts import for_themselves
from tinhso.government.procedures.domain.catalogue import Facts
from tinhso.government.procedures.domain.needs import result_sort
from tinhso.government.procedures.events import PaperDated, PaperForgotten, PaperPutAway
from tinhso.government.procedures.models import Dossier, Kept, Paper
from tinhso.government.procedures.models.laws import law_of
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

MOST_PUT_IN = 60
"""Papers that one may put in by oneself; what came with dossiers is not counted."""

NOT_REUSED = frozenset({"form", "sample"})
"""Kinds of paper that belong to one dossier only."""


class StoreFull(Refusal):
    sentence = _("Your store is full. Let papers go that you need no more.")


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
            "sort": results[0].template if results and results[0].template else result_sort(dossier.procedure.code),
            "title": str(results[0].name)[:300] if results else dossier.case.title,
            "result": True,
            "source": dossier,
            "kept_at": at,
        },
    )
    return kept


@transaction.atomic
def put_in_store(
    person: Person,
    upload: "UploadedFile",
    *,
    sort: str,
    title: str,
    good_until: date | None = None,
    by: Actor,
    at: datetime,
) -> Kept:
    """Put a paper into someone's own store, to be used later. Raises NotYours, FileRefused, TooManyFiles, StoreFull."""
    for_themselves(person, by=by, at=at)
    if Kept.objects.of_person(person.uuid).filter(source=None).count() >= MOST_PUT_IN:
        raise StoreFull
    file = keep_file(upload, rules=PAPERS, person=person.uuid, by=by, at=at, field="file")
    kept = Kept.objects.create(
        person=person, file=file.uuid, sort=sort, title=title[:300], good_until=good_until, kept_at=at
    )
    record(PaperPutAway(paper=Code(sort)), about=kept, by=by, at=at)
    return kept


@transaction.atomic
def date_kept(kept: Kept, good_until: date | None, *, by: Actor, at: datetime) -> Kept:
    """Say until when a paper holds; after that day it is not offered any more. Raises NotYours."""
    kept = _own(kept, by=by, at=at)
    if kept.good_until != good_until:
        kept.good_until = good_until
        kept.save(update_fields=["good_until"])
        record(PaperDated(paper=Code(kept.sort), until=good_until), about=kept, by=by, at=at)
    return kept


@transaction.atomic
def forget_kept(kept: Kept, *, by: Actor, at: datetime) -> None:
    """Let a paper out of the store: it is offered no more. The dossier it came with keeps it as the law wants; what its
    owner put in and no dossier uses is forgotten. Raises NotYours.
    """
    kept = _own(kept, by=by, at=at)
    if kept.forgotten_at:
        return
    if kept.source_id is None and not kept.result and not kept.reused.exists():
        for file in File.objects.filter(uuid=kept.file, forgotten_at=None):
            forget_file(file, by=by, at=at)
    kept.forgotten_at = at
    kept.save(update_fields=["forgotten_at"])
    record(PaperForgotten(paper=Code(kept.sort), result=kept.result), about=kept, by=by, at=at)


def _own(kept: Kept, *, by: Actor, at: datetime) -> Kept:
    """A paper, locked, of the one who acts or for whom they act. Raises NotYours or NoMandate."""
    kept = Kept.objects.select_for_update(of=("self",)).select_related("person__merged_into").get(pk=kept.pk)
    if by.account is not None or by.channel is not Channel.SYSTEM:
        for_themselves(kept.person.merged_into or kept.person, by=by, at=at)
    return kept
