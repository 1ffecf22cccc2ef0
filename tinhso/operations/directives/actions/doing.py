"""What the office does that has the task: receive, begin, ask for more time, answer; and what helping offices add."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import NotNow
from tinhso.core.cases.actions.acting import carry_out
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import OFFICE, VOICE_NOTE
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.operations.directives.actions.thread import add_note, locked, matter_of, post_of
from tinhso.operations.directives.apps import ANSWER
from tinhso.operations.directives.domain.words import RUNNING, NoteKind
from tinhso.operations.directives.events import (
    DirectiveAnswered,
    DirectiveContributed,
    DirectiveReceived,
    DirectiveStarted,
    MoreTimeAsked,
)
from tinhso.operations.directives.models import Directive, Note

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

UPLOAD, SPOKEN = "upload", "voice"


class NothingSaid(Refusal):
    sentence = _("Write what was done, or say it.")
    field = "words"


class EvidenceMissing(Refusal):
    sentence = _("Attach what shows that it was done: the directive asks for it.")
    field = UPLOAD


class ChooseALaterDay(Refusal):
    sentence = _("Choose a day after the deadline that stands now.")
    field = "until"


@transaction.atomic
def receive_directive(directive: Directive, *, by: Actor, at: datetime) -> Directive:
    """Say that it came. Raises NotYours, NotNow."""
    directive = _of_ours(directive, by=by, at=at)
    directive.case = carry_out(directive.case, "receive", by=by, at=at)
    add_note(directive, NoteKind.RECEIVED, by=by, at=at)

    record(DirectiveReceived(**matter_of(directive)), about=directive, by=by, at=at, place=directive.case.place_id)
    return directive


@transaction.atomic
def start_directive(directive: Directive, *, by: Actor, at: datetime) -> Directive:
    """Begin to work on it. Raises NotYours, NotNow."""
    directive = _of_ours(directive, by=by, at=at)
    directive.case = carry_out(directive.case, "start", by=by, at=at)
    add_note(directive, NoteKind.STARTED, by=by, at=at)

    record(DirectiveStarted(**matter_of(directive)), about=directive, by=by, at=at, place=directive.case.place_id)
    return directive


@transaction.atomic
def ask_more_time(directive: Directive, *, reason: str, until: date, by: Actor, at: datetime) -> Directive:
    """Ask whoever issued it for a later deadline. Raises NotYours, NotNow, AnswerMissing, ChooseALaterDay."""
    directive = _of_ours(directive, by=by, at=at)
    if until <= timezone.localdate(directive.case.due_at):
        raise ChooseALaterDay
    directive.case = carry_out(directive.case, "ask_time", answers={"reason": reason}, by=by, at=at)
    add_note(directive, NoteKind.MORE_TIME, reason, until=until, by=by, at=at)

    record(MoreTimeAsked(**matter_of(directive)), about=directive, by=by, at=at, place=directive.case.place_id)
    return directive


def answer_directive(
    directive: Directive,
    *,
    words: str,
    uploads: "Sequence[UploadedFile]" = (),
    voice: "UploadedFile | None" = None,
    by: Actor,
    at: datetime,
) -> Directive:
    """Tell the result, in writing or by voice, with what shows it; the clock stands while it is looked at.

    Raises NotYours, NotNow, NothingSaid, EvidenceMissing, FileRefused, TooManyFiles.
    """
    with transaction.atomic():
        directive = _of_ours(directive, by=by, at=at)
        if not words.strip() and voice is None:
            raise NothingSaid
        if directive.evidence and not uploads:
            raise EvidenceMissing
        directive.case = carry_out(directive.case, "answer", by=by, at=at)
        note = add_note(directive, NoteKind.ANSWERED, words, by=by, at=at)
        kept = _keep(note, uploads, voice, by=by, at=at)

        told = DirectiveAnswered(**matter_of(directive), files=kept, on_time=not directive.case.is_late(at))
        record(told, about=directive, by=by, at=at, place=directive.case.place_id)
        return directive


def contribute(
    directive: Directive, *, words: str, uploads: "Sequence[UploadedFile]" = (), by: Actor, at: datetime
) -> Directive:
    """An office that helps says what it did. Raises NotYours, NotNow, NothingSaid, FileRefused, TooManyFiles."""
    with transaction.atomic():
        directive, post = locked(directive), post_of(by, at=at)
        office = directive.coordinating.filter(pk=post.organisation_id).first() if post else None
        if office is None:
            raise NotYours
        require(by, ANSWER, at=at, place=office.place_id, agency=office.pk)
        if directive.case.state not in RUNNING:
            raise NotNow
        if not words.strip():
            raise NothingSaid
        _keep(add_note(directive, NoteKind.CONTRIBUTED, words, by=by, at=at), uploads, None, by=by, at=at)

        told = DirectiveContributed(**matter_of(directive), office=office.pk)
        record(told, about=directive, by=by, at=at, place=directive.case.place_id)
        return directive


def _of_ours(directive: Directive, *, by: Actor, at: datetime) -> Directive:
    """The locked directive of an office for which the actor may answer. Nobody answers what they issued themselves."""
    directive = locked(directive)
    require(by, ANSWER, at=at, place=directive.case.place_id, agency=directive.case.agency_id)
    if by.account is not None and by.account == directive.issued_by_id:
        raise NotYours
    return directive


def _keep(
    note: Note, uploads: "Sequence[UploadedFile]", voice: "UploadedFile | None", *, by: Actor, at: datetime
) -> int:
    """Keep what was handed in with a line of the thread; how many."""
    place = note.directive.case.place_id
    for upload in uploads:
        keep_file(upload, rules=OFFICE, about=note, place=place, by=by, at=at, field=UPLOAD)
    if voice is not None:
        keep_file(voice, rules=VOICE_NOTE, about=note, place=place, by=by, at=at, field=SPOKEN)
    return len(uploads) + (voice is not None)
