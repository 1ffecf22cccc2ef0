"""Taking in at a counter: the officer has checked it with the person present, so it is filed and taken in at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PAPERS
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.procedures.actions.checking import Handed
from tinhso.government.procedures.actions.filing import file_dossier
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.actions.keeping import keep_paper
from tinhso.government.procedures.actions.reading import refuse_unreadable
from tinhso.government.procedures.domain.steps import Action, Door, Release
from tinhso.government.procedures.models import Dossier, ProcedureVersion
from tinhso.government.procedures.models.laws import law_of
from tinhso.kit.actors import Actor, Channel

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


@transaction.atomic
def take_in(
    version: ProcedureVersion,
    *,
    applicant: Person,
    answers: Mapping[str, Any],
    papers: Sequence[Handed],
    scans: "Mapping[str, UploadedFile]",
    place: Place,
    agency: Organisation,
    hand_back: Release,
    as_they_are: bool = False,
    by: Actor,
    at: datetime,
) -> Dossier:
    """File at the counter and take in. `scans`: key of a paper's line → its scan, which also goes into the store.

    `as_they_are`: the officer has looked at the scans that are hard to read and takes them so.
    Raises what `file_dossier` raises, FileRefused, and HardToRead.
    """
    by = by.through(Channel.COUNTER)
    files = {
        key: keep_file(upload, rules=PAPERS, person=applicant.uuid, place=place.pk, by=by, at=at, field=f"file_{key}")
        for key, upload in scans.items()
    }
    if not as_they_are:
        refuse_unreadable({key: file.uuid for key, file in files.items()})
    dossier = file_dossier(
        version,
        applicant=applicant,
        answers=answers,
        papers=[_with_scan(paper, files) for paper in papers],
        door=Door.COUNTER,
        place=place,
        agency=agency,
        hand_back=hand_back,
        by=by,
        at=at,
    )
    law = law_of(version)
    for paper in dossier.papers.filter(listed__in=files).select_related("dossier__case__applicant"):
        keep_paper(paper, law, at=at)
    return take_step(dossier, Step(action=Action.ACCEPT, answers={}), by=by, at=at)


def _with_scan(paper: Handed, files: Mapping[str, Any]) -> Handed:
    file = files.get(paper.listed)
    if file is None:
        return paper
    return Handed(listed=paper.listed, brought=paper.brought, file=file.uuid, seen=paper.seen, name=file.name)
