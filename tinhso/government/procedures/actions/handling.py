"""Carrying a dossier through: every step of its definition by one action, with what a dossier needs beyond the case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions import Moved, act_on, concerns, takes_steps_of
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.hot import days_taken
from tinhso.core.files.actions.signing import waits_for_time
from tinhso.core.organisations.models import Organisation
from tinhso.events.definitions import Code, Event
from tinhso.government.procedures.actions.checking import Handed
from tinhso.government.procedures.actions.fees import require_fee_paid
from tinhso.government.procedures.actions.handing import hand_in
from tinhso.government.procedures.actions.keeping import keep_result
from tinhso.government.procedures.domain.steps import Action, Door, Release, State
from tinhso.government.procedures.events import (
    DossierAccepted,
    DossierDecided,
    DossierMoved,
    DossierRefused,
    DossierStopped,
    DossierWithdrawn,
    ResultReleased,
    SupplementAsked,
    SupplementGiven,
)
from tinhso.government.procedures.models import Dossier, Kind, Letter
from tinhso.government.procedures.models.hot import letters_of, locked_dossier, requests_of
from tinhso.kit.actors import Actor, Rights
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert, update

DAYS_TO_SUPPLEMENT = 30
"""How long an answer is awaited when the request names no day (to be confirmed by the province's own rules)."""


class ReasonMissing(Refusal):
    sentence = _("Write the reason. The applicant will read it.")
    field = "reason"


class ResultMissing(Refusal):
    """Nothing is there to be handed over on line."""

    sentence = _("Put the result in first; on line there must be a file to open.")
    field = "how"


class NotStampedYet(Refusal):
    """The setting keeps a signed result in the house until its time stamp is there."""

    sentence = _("The time stamp of the signed result is not there yet. Try again in a few minutes.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is done with a dossier: the action of its definition, the answers to its form, and what came with it.

    papers   codes of the list that a supplement asks for
    handed   papers handed in with the step
    until    until when an answer is awaited
    agency   the office that has it from now on
    """

    action: str
    answers: Mapping[str, Any]
    papers: tuple[str, ...] = ()
    handed: tuple[Handed, ...] = ()
    until: datetime | None = None
    agency: Organisation | None = None

    @property
    def reason(self) -> str:
        return str(self.answers.get("reason", "")).strip()


@transaction.atomic
def take_step(dossier: Dossier, step: Step, *, by: Actor, at: datetime, seen: int | None = None) -> Dossier:
    """Do one step: the case moves, its letter is written, its papers are kept; one entry in the log.

    `seen` is the version of the case that the actor saw. Raises what `act` raises, ReasonMissing, ResultMissing,
    PaperUnknown, FeeNotPaid.
    """
    return step_on(locked_dossier(dossier.uuid), step, by=by, at=at, seen=seen)


@transaction.atomic
def take_step_of(
    uuid: UUID, step: Step, *, by: Actor, rights: Rights, at: datetime, seen: int | None = None
) -> Dossier:
    """The same with a dossier that somebody names. Raises Dossier.DoesNotExist for one that does not concern them."""
    dossier = locked_dossier(uuid)
    if not concerns(dossier.case, by, rights, at=at):
        raise Dossier.DoesNotExist
    return step_on(dossier, step, by=by, at=at, seen=seen)


def step_on(dossier: Dossier, step: Step, *, by: Actor, at: datetime, seen: int | None = None) -> Dossier:
    """The same, where another action has locked the dossier and undoes everything when this raises."""
    work = Work(dossier, step, by, at)
    prepare = _PREPARE.get(step.action)
    if prepare:
        prepare(work)
    name = _NAMES.get(step.action, _moved)
    dossier.case = act_on(
        dossier.case,
        step.action,
        answers=step.answers,
        by=by,
        at=at,
        version=seen,
        agency=step.agency,
        event=lambda moved: name(Done(dossier, step, moved, work.round, work.at)),
    )
    return dossier


@takes_steps_of("procedures")
def take_step_of_case(
    case: Case, action: str, *, answers: Mapping[str, Any], by: Actor, at: datetime, version: int | None
) -> Case:
    """The same from the engine's own pages: the inbox, several at once."""
    dossier = Dossier.objects.get(case=case)
    return take_step(dossier, Step(action=action, answers=answers), by=by, at=at, seen=version).case


def write_letter(dossier: Dossier, kind: Kind, *, reason: str, by: Actor, at: datetime, **also: Any) -> Letter:
    """Write the next letter of a kind. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    letter = Letter(
        dossier=dossier,
        kind=kind,
        round=letters_of(dossier.pk, kind) + 1,
        reason=reason.strip(),
        written_at=at,
        written_by_id=by.account,
        **also,
    )
    insert(letter)
    return letter


@dataclass(slots=True)
class Work:
    """A step under way. `round`: the number of the request for more that it is about."""

    dossier: Dossier
    step: Step
    by: Actor
    at: datetime
    round: int = 0

    def write(self, kind: Kind, **also: Any) -> None:
        letter = write_letter(self.dossier, kind, reason=self.step.reason, by=self.by, at=self.at, **also)
        self.round = letter.round

    def close_requests(self) -> None:
        requests = requests_of(self.dossier.pk)
        self.round = len(requests)
        for letter in requests:
            if letter.answered_at is None:
                letter.answered_at = self.at
                update(letter, ("answered_at",))


def _ask(work: Work) -> None:
    until = work.step.until or work.at + timedelta(days=DAYS_TO_SUPPLEMENT)
    work.write(Kind.SUPPLEMENT, papers=list(work.step.papers), until=until)


def _give(work: Work) -> None:
    hand_in(work.dossier, work.step.handed, by=work.by, at=work.at)
    work.close_requests()


def _refuse(work: Work) -> None:
    work.write(Kind.REFUSAL)


def _stop(work: Work) -> None:
    work.write(Kind.STOP)
    work.close_requests()


def _decide(work: Work) -> None:
    work.dossier.decided_at = work.at
    update(work.dossier, ("decided_at",))


def _release(work: Work) -> None:
    dossier = work.dossier
    if dossier.fee_asked:
        require_fee_paid(dossier)
    how = Release(str(work.step.answers.get("how", dossier.hand_back)))
    if how is Release.ONLINE and dossier.result is None:
        raise ResultMissing
    if not settings.SIGNING_WITHOUT_TIME and waits_for_time(dossier.result):
        raise NotStampedYet
    dossier.released_at, dossier.released_how = work.at, how
    update(dossier, ("released_at", "released_how"))
    keep_result(dossier, at=work.at)


_PREPARE: Mapping[str, Callable[[Work], None]] = {
    Action.ASK_SUPPLEMENT: _ask,
    Action.GIVE_SUPPLEMENT: _give,
    Action.REFUSE: _refuse,
    Action.STOP: _stop,
    Action.WITHDRAW: Work.close_requests,
    Action.DECIDE: _decide,
    Action.RELEASE: _release,
}


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done: what the event tells."""

    dossier: Dossier
    step: Step
    moved: Moved
    round: int
    at: datetime

    @property
    def procedure(self) -> Code:
        return Code(self.dossier.procedure.code)

    @property
    def before(self) -> Code:
        return Code(self.moved.from_state)

    @property
    def on_time(self) -> bool:
        return self.moved.on_time is not False


def _moved(done: Done) -> Event:
    action, after = Code(done.moved.action), Code(done.moved.to_state)
    return DossierMoved(
        procedure=done.procedure, action=action, from_state=done.before, to_state=after, on_time=done.on_time
    )


def _accepted(done: Done) -> Event:
    return DossierAccepted(procedure=done.procedure, from_state=done.before, due=done.moved.case.due_at)


def _asked(done: Done) -> Event:
    return SupplementAsked(procedure=done.procedure, round=done.round, papers=len(done.step.papers))


def _given(done: Done) -> Event:
    return SupplementGiven(procedure=done.procedure, round=done.round, due=done.moved.case.due_at)


def _refused(done: Done) -> Event:
    return DossierRefused(procedure=done.procedure, from_state=done.before, on_time=done.on_time)


def _stopped(done: Done) -> Event:
    silent = done.moved.from_state == State.SUPPLEMENT
    return DossierStopped(procedure=done.procedure, from_state=done.before, silent=silent)


def _withdrawn(done: Done) -> Event:
    return DossierWithdrawn(procedure=done.procedure, from_state=done.before)


def _decided(done: Done) -> Event:
    door, digital = Door(done.dossier.door), done.dossier.result is not None
    days = days_taken(done.moved.case, until=done.at)
    return DossierDecided(procedure=done.procedure, on_time=done.on_time, door=door, digital=digital, days=days)


def _released(done: Done) -> Event:
    how, digital = Release(done.dossier.released_how), done.dossier.result is not None
    return ResultReleased(procedure=done.procedure, how=how, digital=digital)


_NAMES: Mapping[str, Callable[[Done], Event]] = {
    Action.ACCEPT: _accepted,
    Action.ASK_SUPPLEMENT: _asked,
    Action.GIVE_SUPPLEMENT: _given,
    Action.REFUSE: _refused,
    Action.STOP: _stopped,
    Action.WITHDRAW: _withdrawn,
    Action.DECIDE: _decided,
    Action.RELEASE: _released,
}
