"""Filing a dossier: one action for all four doors. What would fail later is said before anything is accepted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.accounts.models import Mandate
from tinhso.core.cases.actions import next_number, open_case
from tinhso.core.cases.models import Case, Definition, Status
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.core.search.actions import index
from tinhso.events.definitions import Code
from tinhso.government.procedures.actions.checking import Handed, NotComplete, answers_to_file, bad_files, lacks_of
from tinhso.government.procedures.actions.drafts import (
    NotFiledNow,
    answers_of,
    for_themselves,
    mine,
    version_of,
)
from tinhso.government.procedures.actions.handing import papers_of
from tinhso.government.procedures.domain.codes import Number, check, code_of
from tinhso.government.procedures.domain.needs import DIGITAL
from tinhso.government.procedures.domain.steps import Brought, Door, Release
from tinhso.government.procedures.events import DossierFiled
from tinhso.government.procedures.models import Dossier, Draft, ProcedureVersion
from tinhso.government.procedures.models.laws import law_of, numbers_asked
from tinhso.government.procedures.models.offices import commune_of, counter_of, takes_in
from tinhso.government.procedures.models.sealing import put_away
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.addresses import url
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert

TAKE_IN = "take_in_dossiers"
KIND = "dossier"
SEEN_WITH = "handle_cases"
"""The permission with which a dossier is found and opened."""
check(settings.DOSSIER_CODE)  # a pattern that cannot be written stops the start, not somebody's filing


class WrongOffice(Refusal):
    """The office is not one that may take in this procedure, or no longer stands."""

    sentence = _("This office cannot take in this paper. Choose the commune where you live, or ask at any counter.")
    field = "place"


class LawChanged(Refusal):
    """Since the draft was begun, another version of the law applies; what was typed is kept."""

    sentence = _("The rules for this paper have changed since you began. Look through your answers once more.")


@transaction.atomic
def file_dossier(
    version: ProcedureVersion,
    *,
    applicant: Person,
    answers: Mapping[str, Any],
    papers: Sequence[Handed],
    door: Door,
    place: Place,
    agency: Organisation,
    hand_back: Release,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Take in a dossier. At the counter its clock starts at once, else when an officer confirms that it came.

    Raises NotFiledNow, NotYours or NoMandate, WrongOffice, and NotComplete with everything that is lacking at once.
    """
    mandate = _may_file(applicant, door, place, agency, by=by, at=at)
    _refuse_what_would_fail(version, applicant, answers, papers, door, agency, by=by, at=at)

    row = uuid4()
    declared, sealed = put_away(answers_to_file(version, door, answers, at=at), numbers_asked(version), of=row)
    case = open_case(
        _workflow(version),
        ref=_number(agency, at),
        title=law_of(version).title.vi[:200],
        applicant=applicant,
        place=place,
        agency=agency,
        values=declared,
        by=by,
        at=at,
        received_at=at if door is Door.COUNTER else None,
        event=lambda opened: _filed(opened, version, door, papers),
    )
    dossier = Dossier(uuid=row, case=case, procedure=version.procedure, version=version, door=door, mandate=mandate)
    dossier.sealed, dossier.hand_back = sealed, hand_back
    insert(dossier)
    for paper in papers_of(dossier, papers, at=at):
        insert(paper)
    show_in_search(dossier)
    return dossier


@transaction.atomic
def send_draft(draft: Draft, *, by: Actor, at: datetime) -> Dossier:
    """File what was filled in. Sent again, it is the same dossier: nobody files twice by pressing twice.

    Raises LawChanged when the law has another version by now (what was typed stays), and what `file_dossier` raises.
    """
    sent = Draft.objects.select_for_update(of=("self",)).select_related("dossier__case").get(pk=draft.pk).dossier
    if sent is not None:
        return sent
    draft = mine(draft, by=by)
    if version_of(draft.procedure, at=at).pk != draft.version_id:
        raise LawChanged
    place, agency = office_for(draft)
    dossier = file_dossier(
        draft.version,
        applicant=draft.person,
        answers=answers_of(draft),
        papers=handed_in(draft),
        door=Door(draft.door),
        place=place,
        agency=agency,
        hand_back=Release(draft.hand_back or Release.IN_PERSON),
        by=by,
        at=at,
    )
    draft.papers.all().delete()
    draft.dossier, draft.answers, draft.sealed, draft.changed_at = dossier, {}, None, at
    draft.save(update_fields=["dossier", "answers", "sealed", "changed_at"])
    return dossier


def handed_in(draft: Draft) -> list[Handed]:
    """The papers of a draft, as they would be filed."""
    return [
        Handed(
            listed=paper.listed,
            brought=Brought(paper.brought),
            file=paper.file,
            kept=paper.kept.uuid if paper.kept else None,
            name=paper.name,
        )
        for paper in draft.papers.select_related("kept").order_by("pk")
    ]


def office_for(draft: Draft) -> tuple[Place, Organisation]:
    """Where a draft will be filed: the commune that was chosen, else the one of the home. Raises WrongOffice."""
    return office_of(draft.place or draft.person.home)


def office_of(home: Place | None) -> tuple[Place, Organisation]:
    """The commune of a home, and its counter. Raises WrongOffice."""
    place = commune_of(home) if home else None
    agency = counter_of(place) if place else None
    if place is None or agency is None:
        raise WrongOffice
    return place, agency


def show_in_search(dossier: Dossier) -> None:
    """Let officers find it by its code, by who applied and by what it is."""
    case = dossier.case
    index(
        KIND,
        dossier.uuid,
        case.ref,
        text=f"{case.applicant.full_name if case.applicant else ''} {case.title}".strip(),
        place=case.place_id,
        permission=SEEN_WITH,
        url=url("dossier", dossier.uuid),
    )


def _refuse_what_would_fail(
    version: ProcedureVersion,
    applicant: Person,
    answers: Mapping[str, Any],
    papers: Sequence[Handed],
    door: Door,
    agency: Organisation,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Say now what would come back later. Raises NotFiledNow, WrongOffice, NotComplete."""
    if not version.is_usable(timezone.localdate(at)):
        raise NotFiledNow
    if not takes_in(agency, law_of(version)):
        raise WrongOffice
    lacks = lacks_of(version, door, answers, [paper.listed for paper in papers], at=at)
    if lacks := lacks + bad_files(papers, applicant, by=by):
        raise NotComplete(lacks)


def _may_file(
    applicant: Person, door: Door, place: Place, agency: Organisation, *, by: Actor, at: datetime
) -> Mandate | None:
    """The leave by which it is filed, if one is needed. Raises NotYours or NoMandate."""
    if door is Door.NATIONAL and by.channel is Channel.SYSTEM:
        return None
    if door is Door.COUNTER:
        require(by, TAKE_IN, at=at, place=place.pk, agency=agency.pk)
        return None
    return for_themselves(applicant, by=by, at=at)


def _workflow(version: ProcedureVersion) -> Definition:
    """The workflow in force for the version: its own, or the one that a registrar published after it."""
    own = version.definition
    if own is None:
        raise NotFiledNow
    return own if own.status == Status.PUBLISHED else Definition.objects.current(own.code)


def _number(agency: Organisation, at: datetime) -> str:
    day = timezone.localdate(at)
    office = agency.electronic_id or f"T{agency.pk}"
    serial = next_number(f"dossier:{office}:{day:%m%d}", day.year)
    return code_of(Number(office, day, serial), pattern=settings.DOSSIER_CODE)


def _filed(case: Case, version: ProcedureVersion, door: Door, papers: Sequence[Handed]) -> DossierFiled:
    ways = [paper.brought for paper in papers]
    return DossierFiled(
        procedure=Code(version.procedure.code),
        number=version.number,
        door=door,
        agency=case.agency_id,
        due=case.due_at,
        papers=len(ways),
        reused=ways.count(Brought.REUSED),
        looked_up=ways.count(Brought.LOOKED_UP),
        digital=sum(way in DIGITAL for way in ways),
    )
