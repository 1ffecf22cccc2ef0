"""What the verifying office does: look at each component, agree or cut with a reason, send back, or finish."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions.acting import carry_out
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.index.actions.assessing import locked
from tinhso.operations.index.apps import VERIFY
from tinhso.operations.index.events import AssessmentReturned, AssessmentVerified, ComponentVerified
from tinhso.operations.index.models import Assessment, Claim

SAME = 1e-6


class NotHandedIn(Refusal):
    sentence = _("This assessment is not handed in, or it is verified already.")


class AnotherMust(Refusal):
    sentence = _("Another person verifies what you declared.")


class SayWhy(Refusal):
    sentence = _("Say why the points differ from what was declared.")
    field = "why"


class StillToVerify(Refusal):
    sentence = _("Some components are not verified yet.")


@transaction.atomic
def verify_component(
    assessment: Assessment, code: str, *, share: float, why: str = "", by: Actor, at: datetime
) -> Claim:
    """Agree to a part (0–1) of a component's maximum. Raises NotYours, NotHandedIn, AnotherMust, SayWhy."""
    assessment = _handed_in(assessment, by=by, at=at)
    claim = assessment.claims.select_for_update().filter(component=code).first()
    if claim is None:
        raise NotHandedIn
    if by.account is not None and by.account in (claim.claimed_by_id, assessment.submitted_by_id):
        raise AnotherMust
    component = assessment.round.catalogue.index.component(code)
    declared = component.won(claim.figures).won if component else None
    agreed = declared is not None and abs(share - declared) < SAME
    if not agreed and not why.strip():
        raise SayWhy

    claim.verified, claim.why, claim.verified_by_id, claim.verified_at = share, why.strip(), by.account, at
    claim.save(update_fields=["verified", "why", "verified_by", "verified_at"])

    verified = ComponentVerified(component=Code(code), agreed=agreed)
    record(verified, about=assessment, by=by, at=at, place=assessment.place_id)
    return claim


@transaction.atomic
def return_assessment(assessment: Assessment, *, reason: str, by: Actor, at: datetime) -> Assessment:
    """It is to be put right by the place. Raises NotYours, NotHandedIn, AnswerMissing."""
    assessment = _handed_in(assessment, by=by, at=at)

    assessment.state = Assessment.State.OPEN
    assessment.save(update_fields=["state"])
    if assessment.case:
        carry_out(assessment.case, "return", answers={"reason": reason}, by=by, at=at)

    opened = assessment.round
    returned = AssessmentReturned(code=Code(opened.catalogue.code), year=opened.year)
    record(returned, about=assessment, by=by, at=at, place=assessment.place_id)
    return assessment


@transaction.atomic
def finish_verifying(assessment: Assessment, *, by: Actor, at: datetime) -> Assessment:
    """Every component was looked at. Raises NotYours, NotHandedIn, StillToVerify."""
    assessment = _handed_in(assessment, by=by, at=at)
    claims = list(assessment.claims.all())
    if any(one.verified is None for one in claims):
        raise StillToVerify

    assessment.state, assessment.verified_at = Assessment.State.VERIFIED, at
    assessment.save(update_fields=["state", "verified_at"])
    if assessment.case:
        carry_out(assessment.case, "verify", by=by, at=at)

    opened = assessment.round
    cut = sum(bool(one.why) for one in claims)
    verified = AssessmentVerified(code=Code(opened.catalogue.code), year=opened.year, cut=cut)
    record(verified, about=assessment, by=by, at=at, place=assessment.place_id)
    return assessment


def _handed_in(assessment: Assessment, *, by: Actor, at: datetime) -> Assessment:
    assessment = locked(assessment)
    require(by, VERIFY, at=at, place=assessment.place_id, agency=assessment.round.verifier_id)
    if assessment.state != Assessment.State.SUBMITTED:
        raise NotHandedIn
    return assessment
