"""What whoever issued a directive decides: more time, the answer, its recall, its end."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import AnswerMissing
from tinhso.core.cases.actions.acting import carry_out
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.operations.directives.actions.doing import ChooseALaterDay
from tinhso.operations.directives.actions.thread import add_note, locked, matter_of
from tinhso.operations.directives.apps import ISSUE
from tinhso.operations.directives.domain.words import RUNNING, NoteKind
from tinhso.operations.directives.events import (
    DirectiveAccepted,
    DirectiveClosed,
    DirectiveRecalled,
    DirectiveSentBack,
    MoreTimeDecided,
)
from tinhso.operations.directives.models import Directive


@transaction.atomic
def grant_more_time(directive: Directive, *, until: date, by: Actor, at: datetime) -> Directive:
    """Move the deadline to a later day. Raises NotYours, NotNow, ChooseALaterDay, MayNotBeExtended, TooLong."""
    directive = _issued_by_us(directive, by=by, at=at)
    more = (until - timezone.localdate(directive.case.due_at)).days
    if more < 1:
        raise ChooseALaterDay
    directive.case = carry_out(directive.case, "grant_time", answers={"days": more}, by=by, at=at)
    add_note(directive, NoteKind.GRANTED, until=timezone.localdate(directive.case.due_at), by=by, at=at)

    return _decided_time(directive, granted=True, by=by, at=at)


@transaction.atomic
def refuse_more_time(directive: Directive, *, reason: str, by: Actor, at: datetime) -> Directive:
    """The deadline stays. Raises NotYours, NotNow, AnswerMissing."""
    directive = _issued_by_us(directive, by=by, at=at)
    directive.case = carry_out(directive.case, "refuse_time", answers={"reason": reason}, by=by, at=at)
    add_note(directive, NoteKind.REFUSED, reason, by=by, at=at)

    return _decided_time(directive, granted=False, by=by, at=at)


@transaction.atomic
def accept_answer(directive: Directive, *, words: str = "", by: Actor, at: datetime) -> Directive:
    """Agree. What shall move no number is closed at once; what does is measured first. Raises NotYours, NotNow."""
    directive = _issued_by_us(directive, by=by, at=at)
    on_time = not directive.case.is_late(at)
    directive.case = carry_out(directive.case, "accept", by=by, at=at)
    add_note(directive, NoteKind.ACCEPTED, words, by=by, at=at)

    accepted = DirectiveAccepted(**matter_of(directive), on_time=on_time)
    record(accepted, about=directive, by=by, at=at, place=directive.case.place_id)
    return directive if directive.indicator else end_directive(directive, by=by, at=at)


@transaction.atomic
def send_back(directive: Directive, *, reason: str, by: Actor, at: datetime) -> Directive:
    """Something is missing; the time until now does not count. Raises NotYours, NotNow, AnswerMissing."""
    directive = _issued_by_us(directive, by=by, at=at)
    directive.case = carry_out(directive.case, "send_back", answers={"reason": reason}, by=by, at=at)
    add_note(directive, NoteKind.SENT_BACK, reason, by=by, at=at)

    sent = DirectiveSentBack(**matter_of(directive), deadline=directive.case.due_at)
    record(sent, about=directive, by=by, at=at, place=directive.case.place_id)
    return directive


@transaction.atomic
def recall_directive(directive: Directive, *, reason: str, by: Actor, at: datetime) -> Directive:
    """It is to be done no more, nor is any part that was passed on. Raises NotYours, NotNow, AnswerMissing."""
    directive = _issued_by_us(directive, by=by, at=at)
    if not reason.strip():
        raise AnswerMissing(field="reason")
    _recall(directive, reason, by=by, at=at)
    return directive


@transaction.atomic
def close_directive(directive: Directive, *, by: Actor, at: datetime) -> Directive:
    """End what was accepted, before it was measured for the last time. Raises NotYours, NotNow."""
    return end_directive(_issued_by_us(directive, by=by, at=at), by=by, at=at)


def end_directive(directive: Directive, *, by: Actor, at: datetime) -> Directive:
    """Close a locked directive that was accepted. Raises NotNow."""
    directive.case = carry_out(directive.case, "close", by=by, at=at)
    add_note(directive, NoteKind.CLOSED, by=by, at=at)
    record(DirectiveClosed(**matter_of(directive)), about=directive, by=by, at=at, place=directive.case.place_id)
    return directive


def _recall(directive: Directive, reason: str, *, by: Actor, at: datetime) -> None:
    directive.case = carry_out(directive.case, "recall", answers={"reason": reason}, by=by, at=at)
    add_note(directive, NoteKind.RECALLED, reason, by=by, at=at)
    record(DirectiveRecalled(**matter_of(directive)), about=directive, by=by, at=at, place=directive.case.place_id)
    for part in directive.parts.filter(case__state__in=RUNNING).order_by("pk"):
        _recall(locked(part), reason, by=by, at=at)


def _issued_by_us(directive: Directive, *, by: Actor, at: datetime) -> Directive:
    """The locked directive of an office for which the actor may issue directives."""
    directive = locked(directive)
    require(by, ISSUE, at=at, place=directive.issuer.place_id, agency=directive.issuer_id)
    return directive


def _decided_time(directive: Directive, *, granted: bool, by: Actor, at: datetime) -> Directive:
    decided = MoreTimeDecided(**matter_of(directive), granted=granted, deadline=directive.case.due_at)
    record(decided, about=directive, by=by, at=at, place=directive.case.place_id)
    return directive
