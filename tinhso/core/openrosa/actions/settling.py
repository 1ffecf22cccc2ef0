"""How a submission ends: taken in, refused until somebody looks, put away."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.openrosa.actions.handsets import revoke_handset
from tinhso.core.openrosa.events import SubmissionPutAway, SubmissionRefused, SubmissionTaken
from tinhso.core.openrosa.models import Attachment, Handset, Submission, SubmissionQuerySet
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor

Reasons = list[dict[str, str]]
_ENDS = ("state", "ref", "reasons", "xml", "settled_at")


@transaction.atomic
def take(kept: Submission, *, ref: str, by: Actor, at: datetime) -> Submission:
    """Its door has it: what it said lives there now, and no longer here."""
    kept = _locked(kept)
    if kept.is_over:
        return kept
    kept.state, kept.ref, kept.reasons, kept.xml, kept.settled_at = Submission.State.ACCEPTED, ref, [], b"", at
    kept.save(update_fields=_ENDS)
    kept.attachments.all().delete()
    record(SubmissionTaken(form=Code(kept.form)), about=kept, by=by, at=at)
    return kept


@transaction.atomic
def refuse(kept: Submission, reasons: Reasons, *, by: Actor, at: datetime) -> Submission:
    """It waits for a person, with why. The same again changes nothing."""
    kept = _locked(kept)
    if kept.is_over or (kept.state == Submission.State.REFUSED and kept.reasons == reasons):
        return kept
    kept.state, kept.reasons, kept.settled_at = Submission.State.REFUSED, reasons, at
    kept.save(update_fields=["state", "reasons", "settled_at"])
    record(SubmissionRefused(form=Code(kept.form)), about=kept, by=by, at=at)
    return kept


@transaction.atomic
def put_away(kept: Submission, *, by: Actor, at: datetime) -> Submission:
    """Nothing more is done with it; the phone hears so at its next try. What it said stays a while. Raises NotYours."""
    if kept.account_id != by.account:
        require(by, "watch_handsets", at=at)
    kept = _locked(kept)
    if kept.is_over:
        return kept
    kept.state, kept.settled_at = Submission.State.AWAY, at
    kept.save(update_fields=["state", "settled_at"])
    record(SubmissionPutAway(form=Code(kept.form)), about=kept, by=by, at=at)
    return kept


def kept_days() -> timedelta:
    """How long what nobody decided over is kept, and what was put away."""
    return timedelta(days=max(7, settings.ODK_KEPT_DAYS))


def forget_old(*, at: datetime) -> int:
    """Put away what nobody decided over in time; empty what was put away that long ago. How many."""
    before = at - kept_days()
    undecided = Submission.objects.open().filter(came_at__lt=before)
    for kept in undecided[:1000]:
        put_away(kept, by=Actor.system(), at=at)
    return _empty(Submission.objects.filter(state=Submission.State.AWAY, settled_at__lt=before))


def forget_submissions(person: UUID, *, at: datetime) -> int:
    """Put away and empty what the phones of someone sent who is forgotten; take back their passwords. How many."""
    for handset in Handset.objects.filter(account__person__uuid=person, revoked_at=None):
        revoke_handset(handset, by=Actor.system(), at=at)
    Handset.objects.filter(account__person__uuid=person).update(title="")
    theirs = Submission.objects.filter(account__person__uuid=person)
    for kept in theirs.open():
        put_away(kept, by=Actor.system(), at=at)
    theirs.exclude(device="").update(device="")
    return _empty(theirs)


def _empty(rows: SubmissionQuerySet) -> int:
    emptied = rows.exclude(xml=b"")
    Attachment.objects.filter(submission__in=emptied).delete()
    return emptied.update(xml=b"")


def _locked(kept: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("handset__account", "account")
    return rows.get(pk=kept.pk)
