"""Papers of a dossier: handed in later, digitised, and the file of the result."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PAPERS, Kind, Rules
from tinhso.core.files.models import File
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.actions.checking import Handed, NotComplete, bad_files
from tinhso.government.procedures.actions.drafts import PaperUnknown
from tinhso.government.procedures.actions.keeping import keep_paper
from tinhso.government.procedures.actions.reading import refuse_unreadable
from tinhso.government.procedures.domain.needs import OTHER
from tinhso.government.procedures.domain.steps import Brought
from tinhso.government.procedures.events import PaperDigitised, ResultPut
from tinhso.government.procedures.models import Dossier, Kept, Paper
from tinhso.government.procedures.models.laws import law_of
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

HANDLE = "handle_cases"
RESULTS = Rules(kinds=frozenset({Kind.PDF}), max_bytes=PAPERS.max_bytes)


class IsDigital(Refusal):
    """The paper lies here as a file already."""

    sentence = _("This paper was digitised already.")


class NotYetDecided(Refusal):
    """A result can be put in only while someone works on the dossier."""

    sentence = _("The result can be put in once the dossier is being worked on, and not after it was handed over.")


def papers_of(dossier: Dossier, handed: Iterable[Handed], *, at: datetime) -> list[Paper]:
    """Unsaved rows of papers that are handed in."""
    listed = list(handed)
    reused = [one.kept for one in listed if one.kept]
    stores = {kept.uuid: kept for kept in Kept.objects.filter(uuid__in=reused)} if reused else {}
    return [_paper(dossier, one, stores.get(one.kept) if one.kept else None, at) for one in listed]


def hand_in(dossier: Dossier, handed: Sequence[Handed], *, by: Actor, at: datetime) -> list[Paper]:
    """Put papers to a dossier; those of the same line that came before are kept, but count no more.

    Part of the step that hands them in. Raises PaperUnknown or NotComplete.
    """
    if not handed:
        return []
    known = {paper.key for paper in law_of(dossier.version).papers}
    if {one.listed for one in handed} - known - {OTHER}:
        raise PaperUnknown
    applicant = dossier.case.applicant
    if applicant and (lacks := bad_files(handed, applicant, by=by)):
        raise NotComplete(lacks)
    Paper.objects.filter(dossier=dossier, listed__in=[one.listed for one in handed], replaced_at=None).update(
        replaced_at=at
    )
    return Paper.objects.bulk_create(papers_of(dossier, handed, at=at))


def keep_scan(upload: "UploadedFile", dossier: Dossier, *, by: Actor, at: datetime) -> File:
    """Keep a scan that belongs to a dossier. Raises FileRefused."""
    person = dossier.case.applicant_id
    return keep_file(upload, rules=PAPERS, about=dossier, person=person, place=dossier.case.place_id, by=by, at=at)


@transaction.atomic
def digitise_paper(paper: Paper, upload: "UploadedFile", *, as_it_is: bool = False, by: Actor, at: datetime) -> Paper:
    """Scan a paper that came by hand; from now on it lies in the citizen's store too.

    `as_it_is`: the officer has looked at a scan that is hard to read. Raises NotYours, IsDigital, FileRefused or
    HardToRead.
    """
    rows = Paper.objects.select_for_update(of=("self",))
    paper = rows.select_related("dossier__case", "dossier__version", "dossier__procedure").get(pk=paper.pk)
    dossier = paper.dossier
    if dossier is None:
        raise PaperUnknown
    require(by, HANDLE, at=at, place=dossier.case.place_id, agency=dossier.case.agency_id)
    if paper.file:
        raise IsDigital

    file = keep_scan(upload, dossier, by=by, at=at)
    if not as_it_is:
        refuse_unreadable({paper.listed: file.uuid})
    paper.file, paper.name, paper.digitised_at = file.uuid, file.name[:200], at
    paper.save(update_fields=["file", "name", "digitised_at"])
    keep_paper(paper, law_of(dossier.version), at=at)

    happened = PaperDigitised(
        procedure=Code(dossier.procedure.code),
        paper=Code(paper.listed),
        brought=Brought(paper.brought),
    )
    record(happened, about=dossier.case, by=by, at=at, place=dossier.case.place_id)
    return paper


@transaction.atomic
def put_result(dossier: Dossier, upload: "UploadedFile", *, by: Actor, at: datetime) -> Dossier:
    """Put the file of the result to a dossier, before it is decided or before it is handed over.

    A file that bears no signature is signed when the dossier is decided by someone who has a key (`actions.signing`).
    Raises NotYours, NotYetDecided or FileRefused.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("case", "procedure").get(pk=dossier.pk)
    case = dossier.case
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    if case.ended_at or case.received_at is None:
        raise NotYetDecided

    file = keep_file(upload, rules=RESULTS, about=dossier, person=case.applicant_id, place=case.place_id, by=by, at=at)
    dossier.result = file.uuid
    dossier.save(update_fields=["result"])
    put = ResultPut(procedure=Code(dossier.procedure.code))
    record(put, about=case, by=by, at=at, place=case.place_id)
    return dossier


def _paper(dossier: Dossier, handed: Handed, kept: Kept | None, at: datetime) -> Paper:
    return Paper(
        dossier=dossier,
        listed=handed.listed,
        brought=handed.brought,
        file=handed.file or (kept.file if kept else None),
        kept=kept,
        seen=handed.seen,
        name=handed.name[:200],
        brought_at=at,
        digitised_at=at if handed.file else None,
    )
