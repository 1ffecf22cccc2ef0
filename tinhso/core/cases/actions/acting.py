"""Doing something with a case: the one way in which its state changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions.asking import data_of, may_act, said_refusal
from tinhso.core.cases.actions.owners import choose_owner
from tinhso.core.cases.actions.terms import DAYS, extension_allowed
from tinhso.core.cases.actions.ticking import almanac_of, finish, lengthen, run_again, step_due, tick
from tinhso.core.cases.domain.definition import APPLICANT, ActionRule, Clock, Kind
from tinhso.core.cases.domain.facts import plain
from tinhso.core.cases.domain.logic import holds
from tinhso.core.cases.domain.questions import first_refused, first_unanswered, heard
from tinhso.core.cases.events import CaseMoved
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.hot import locked_case
from tinhso.core.organisations.models import Organisation
from tinhso.events.definitions import Code, Event
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import update

WITHDRAW = "withdraw"
ENTERED = ("version", "changed_at")


class NotNow(Refusal):
    """The state of the case does not allow it: someone did something before, or the action is another state's."""

    sentence = _("This cannot be done now: the case has moved on. Look at it again.")


class NotYourTurn(Refusal):
    """The actor holds no role that may do it within the case's office and place."""

    sentence = _("This is not yours to do. Your office, or the person who asked, can.")


class GuardRefused(Refusal):
    """The definition's condition does not hold; its own sentence says why."""

    sentence = _("Something is still missing before this can be done.")


class AnswerMissing(Refusal):
    """A required question of the action's form has no answer; `field` names it."""

    sentence = _("Please answer this first.")


class SomeoneWasFirst(Refusal):
    """The case changed after the version that the actor saw."""

    sentence = _("Someone changed this case while you were looking at it. Look at it again, then decide.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What an act did, for a system that names its own event. `on_time` is said when the clock ended with it."""

    case: Case
    action: str
    from_state: str
    to_state: str
    owner: int | None
    outcome: str
    on_time: bool | None
    notifies: tuple[str, ...]


Named = Callable[[Moved], Event]


@transaction.atomic
def act(
    case: Case,
    action: str,
    *,
    answers: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
    agency: Organisation | None = None,
    event: Named | None = None,
) -> Case:
    """Do one action of the definition: move the case, its clock and its owner, and write one entry.

    answers   to the action's own form; what the form does not ask is left out
    version   of the case that the actor saw: a change since then refuses
    agency    the office that has the case from now on (forwarded with the action); None: the same
    Raises NotNow, SomeoneWasFirst, NotYourTurn, AnswerMissing, GuardRefused; MayNotBeExtended, TooLong.
    """
    return act_on(
        locked(case), action, answers=answers or {}, by=by, at=at, version=version, agency=agency, event=event
    )


def act_on(
    case: Case,
    action: str,
    *,
    answers: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: int | None,
    agency: Organisation | None,
    event: Named | None,
    holder: bool = False,
) -> Case:
    """The same, where another action has locked the case and undoes everything when this raises.

    holder   who acts has shown the secret of the receipt: what the applicant may do, they may
    """
    if version is not None and version != case.version:
        raise SomeoneWasFirst
    rule = _rule(case, action)
    if not (holder and APPLICANT in rule.who) and not may_act(case, rule, by=by, at=at):
        raise NotYourTurn
    return _carry_out(case, rule, answers, agency=agency, event=event, by=by, at=at)


@transaction.atomic
def carry_out(case: Case, action: str, *, answers: Mapping[str, Any] | None = None, by: Actor, at: datetime) -> Case:
    """The same, where another action of this folder has asked for the right itself.

    Raises NotNow, AnswerMissing, GuardRefused.
    """
    case = locked(case)
    return _carry_out(case, _rule(case, action), answers or {}, agency=None, event=None, by=by, at=at)


def locked(case: Case) -> Case:
    """The case as it is now, and nobody else's until the transaction ends; a child case after its parent."""
    if case.parent_id is not None:
        Case.objects.select_for_update().only("pk").get(pk=case.parent_id)
    return locked_case(case.pk)


def enter(case: Case, *, at: datetime) -> None:
    """Note a change: a new version, and when."""
    case.version += 1
    case.changed_at = at


def changed_since(case: Case, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a case that are no longer what they were."""
    now = vars(case)
    return tuple(field.name for field in Case._meta.concrete_fields if now[field.attname] != seen[field.attname])


def give_to(case: Case, owner: int | None) -> None:
    """Let someone else answer for a case; who did before is remembered."""
    if owner != case.owner_id:
        case.former_id, case.owner_id = case.owner_id or case.former_id, owner


def _rule(case: Case, action: str) -> ActionRule:
    rule = case.blueprint.actions.get(action)
    if rule is None or case.state not in rule.sources:
        raise NotNow
    return rule


def _carry_out(
    case: Case,
    rule: ActionRule,
    answers: Mapping[str, Any],
    *,
    agency: Organisation | None,
    event: Named | None,
    by: Actor,
    at: datetime,
) -> Case:
    seen, data = vars(case).copy(), data_of(case, {}, at=at)
    given = data["form"] = plain(heard(rule.form, answers, data))
    _refuse(rule, data)

    moved = _move(case, rule, given, agency, at)
    update(case, changed_since(case, seen))
    if case.ended_at == at and case.waits_for:
        _end_children(case, by, at)

    record(event(moved) if event else _told(moved), about=case, by=by, at=at, place=case.place_id)
    return case


def _refuse(rule: ActionRule, data: Mapping[str, Any]) -> None:
    missing = first_unanswered(rule.form, data["form"], data)
    if missing:
        raise AnswerMissing(field=missing)
    wrong = first_refused(rule.form, data["form"], data)
    if wrong:
        raise GuardRefused(said_refusal(wrong) or None)
    if not holds(rule.guard, data):
        raise GuardRefused(said_refusal(rule) or None)


def _end_children(case: Case, by: Actor, at: datetime) -> None:
    """Nobody waits for the other offices any more."""
    for child in Case.objects.open().filter(parent=case).order_by("pk"):
        if any(rule.code == WITHDRAW for rule in child.blueprint.actions_from(child.state)):
            carry_out(child, WITHDRAW, by=by, at=at)


def _move(case: Case, rule: ActionRule, given: Mapping[str, Any], agency: Organisation | None, at: datetime) -> Moved:
    before, ended_before, role_before = case.state, case.ended_at, case.role
    case.state = rule.leads_to(case.state)
    enter(case, at=at)
    if given:
        case.values = case.values | given
    if agency is not None:
        case.agency = agency
    finished_before = case.finished_at
    _turn(case, rule, given, at, moved=case.state != before)
    if case.owner_id is None or agency is not None or (case.role and case.role != role_before):
        give_to(case, choose_owner(case, at=at))
    if case.ended_at and not ended_before and case.parent_id:
        Case.objects.filter(pk=case.parent_id, waits_for__gt=0).update(waits_for=F("waits_for") - 1, changed_at=at)
    return Moved(
        case=case,
        action=rule.code,
        from_state=before,
        to_state=case.state,
        owner=case.owner_id,
        outcome=case.outcome,
        on_time=not case.is_late(at) if case.finished_at and not finished_before else None,
        notifies=rule.notifies,
    )


def _turn(case: Case, rule: ActionRule, given: Mapping[str, Any], at: datetime, *, moved: bool) -> None:
    """Enter the state: its turn, its clock, its end."""
    state, almanac = case.rule, almanac_of(case)
    taken_up = case.ended_at or (rule.clock is Clock.EXTEND and case.finished_at)
    if taken_up and not state.is_ended:
        case.ended_at, case.outcome = None, ""
        run_again(case, almanac, at=at)
    if rule.clock is Clock.EXTEND:
        lengthen(case, almanac, extension_allowed(case, given.get(DAYS)))
    if tick(case, rule.clock, almanac, at=at) and rule.clock is Clock.STOP and state.kind is Kind.WAITING:
        case.supplements += 1
    if not moved:
        return
    case.role, case.entered_at = state.role, at
    case.step_due_at = step_due(case, almanac()) if state.within else None
    if state.is_ended:
        case.ended_at, case.outcome = at, state.outcome
        if case.finished_at is None:
            finish(case, at)


def _told(moved: Moved) -> Event:
    return CaseMoved(
        action=Code(moved.action),
        from_state=Code(moved.from_state),
        to_state=Code(moved.to_state),
        owner=moved.owner,
        outcome=Code(moved.outcome),
        on_time=moved.on_time,
        notifies=Code("+".join(moved.notifies)),
    )
