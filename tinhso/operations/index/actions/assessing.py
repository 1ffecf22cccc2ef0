"""What a place does in a round: declare figures, show evidence, hand in."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions.acting import carry_out
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import OFFICE
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.index.apps import ASSESS, SEE
from tinhso.operations.index.domain.catalogue import Component
from tinhso.operations.index.domain.formulas import Why
from tinhso.operations.index.domain.words import WHY
from tinhso.operations.index.events import AssessmentSubmitted, ComponentClaimed, EvidenceAdded
from tinhso.operations.index.models import Assessment, Claim, Evidence
from tinhso.operations.index.models.counting import counted_at

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


class NotOpen(Refusal):
    sentence = _("This assessment was handed in. It can be changed only when it is sent back.")


class NothingToDeclare(Refusal):
    sentence = _("Nothing is declared here: this system counts it, or its formula was not read yet.")


class BadFigure(Refusal):
    """A figure that cannot be: over 100 %, negative, nothing to divide by, unknown. `told` says which."""

    sentence = WHY[Why.OVER_FULL]


class EvidenceMissing(Refusal):
    """Declared figures without anything that shows them; `told` names the components."""

    sentence = _("Something declared has no evidence yet.")


class NotDeclared(Refusal):
    sentence = _("Declare the figures first, then attach what shows them.")


@transaction.atomic
def claim_component(
    assessment: Assessment, code: str, figures: Mapping[str, float], *, note: str = "", by: Actor, at: datetime
) -> Claim:
    """Declare figures of one component; what was verified is verified anew. Raises NotYours, NotOpen, BadFigure."""
    assessment = locked(assessment)
    require(by, ASSESS, at=at, place=assessment.place_id)
    component = _declarable(assessment, code)
    _refuse_bad(component, figures)

    told = {"figures": dict(figures), "note": note, "claimed_by_id": by.account, "claimed_at": at}
    undone = {"verified": None, "verified_by": None, "verified_at": None, "why": ""}
    claim, _made = Claim.objects.update_or_create(assessment=assessment, component=code, defaults=told | undone)

    claimed = ComponentClaimed(component=Code(code), known=len(figures))
    record(claimed, about=assessment, by=by, at=at, place=assessment.place_id)
    return claim


@transaction.atomic
def attach_link(assessment: Assessment, code: str, *, link: str, title: str, by: Actor, at: datetime) -> Evidence:
    """Show a claim by an address on the net. Raises NotYours, NotOpen, NotDeclared."""
    claim = _claim_to_show(assessment, code, by=by, at=at)
    evidence = Evidence.objects.create(claim=claim, link=link, title=title, added_by_id=by.account, added_at=at)
    _record(evidence, by=by, at=at)
    return evidence


def attach_file(
    assessment: Assessment, code: str, *, upload: "UploadedFile", title: str, by: Actor, at: datetime
) -> Evidence:
    """Show a claim by a file. Raises NotYours, NotOpen, NotDeclared, FileRefused."""
    with transaction.atomic():
        claim = _claim_to_show(assessment, code, by=by, at=at)
        file = keep_file(
            upload, rules=OFFICE, about=claim, place=assessment.place_id, permission=SEE, by=by, at=at, field="upload"
        )
        evidence = Evidence.objects.create(
            claim=claim, file=file.uuid, title=title or file.name, added_by_id=by.account, added_at=at
        )
        _record(evidence, by=by, at=at)
    return evidence


@transaction.atomic
def submit_assessment(assessment: Assessment, *, by: Actor, at: datetime) -> Assessment:
    """Hand it in; what was counted until now stands fixed. Raises NotYours, NotOpen, EvidenceMissing."""
    assessment = locked(assessment)
    require(by, ASSESS, at=at, place=assessment.place_id)
    _refuse_unless_open(assessment)
    claims = list(assessment.claims.prefetch_related("evidence"))
    bare = [one.component for one in claims if one.figures and not one.evidence.all()]
    if bare:
        raise EvidenceMissing(_bare(sorted(bare)))
    opened = assessment.round

    assessment.figures = {
        code: dict(figures)
        for code, figures in counted_at(
            opened.catalogue.index, assessment.place, first=opened.first, last=opened.last
        ).items()
    }
    assessment.state, assessment.submitted_by_id, assessment.submitted_at = Assessment.State.SUBMITTED, by.account, at
    assessment.save(update_fields=["figures", "state", "submitted_by", "submitted_at"])
    if assessment.case:
        carry_out(assessment.case, "submit", by=by, at=at)

    submitted = AssessmentSubmitted(
        code=Code(opened.catalogue.code), year=opened.year, claimed=len(claims), counted=len(assessment.figures)
    )
    record(submitted, about=assessment, by=by, at=at, place=assessment.place_id)
    return assessment


def locked(assessment: Assessment) -> Assessment:
    """The assessment as it is now, nobody else's until the transaction ends."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("round__catalogue", "place", "case")
    return rows.get(pk=assessment.pk)


def _refuse_unless_open(assessment: Assessment) -> None:
    if assessment.state != Assessment.State.OPEN:
        raise NotOpen


def _declarable(assessment: Assessment, code: str) -> Component:
    _refuse_unless_open(assessment)
    component = assessment.round.catalogue.index.component(code)
    if component is None or not component.is_scored or component.is_counted:
        raise NothingToDeclare
    return component


def _refuse_bad(component: Component, figures: Mapping[str, float]) -> None:
    """Figures that are known must make sense together; some may be left open."""
    known = {figure.key: figure for figure in component.figures if not figure.terms}
    for key, value in figures.items():
        if key not in known:
            raise BadFigure(_("The formula does not know this figure."))
        if value < 0:
            raise BadFigure(WHY[Why.NEGATIVE], field=key)
        if known[key].unit == "%" and value > 100:
            raise BadFigure(WHY[Why.OVER_FULL], field=key)
    outcome = component.won(figures)
    if outcome.why not in (None, Why.MISSING):
        raise BadFigure(WHY[outcome.why], field=next(iter(known), None))


def _claim_to_show(assessment: Assessment, code: str, *, by: Actor, at: datetime) -> Claim:
    assessment = locked(assessment)
    require(by, ASSESS, at=at, place=assessment.place_id)
    _refuse_unless_open(assessment)
    claim = assessment.claims.filter(component=code).select_related("assessment").first()
    if claim is None:
        raise NotDeclared
    return claim


def _record(evidence: Evidence, *, by: Actor, at: datetime) -> None:
    claim = evidence.claim
    added = EvidenceAdded(component=Code(claim.component), is_file=evidence.file is not None)
    record(added, about=evidence, by=by, at=at, place=claim.assessment.place_id)


def _bare(codes: list[str]) -> str:
    told = ngettext(
        "Component %(codes)s has no evidence. Attach it, or leave the figure open.",
        "Components %(codes)s have no evidence. Attach it, or leave the figures open.",
        len(codes),
    )
    return told % {"codes": ", ".join(codes)}
