"""Whether the one who acts may do a thing with a case, and what they may do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from tinhso.core.accounts.domain.rights import Held
from tinhso.core.accounts.models import Account, Mandate
from tinhso.core.cases.domain.definition import APPLICANT, ActionRule, Field
from tinhso.core.cases.domain.facts import Told, asks_the_form, facts
from tinhso.core.cases.domain.logic import holds
from tinhso.core.cases.models import Case
from tinhso.kit.actors import Actor, Channel, Rights

HELPER = "helper"
HANDLE = "handle_cases"


@dataclass(frozen=True, slots=True)
class Choice:
    """An action that someone may do now; `refusal` says why it cannot be done yet, empty when it can."""

    rule: ActionRule
    refusal: str = ""


def is_the_product(by: Actor) -> bool:
    """Whether the product itself acts: a job, a reaction, an import."""
    return by.account is None and by.channel is Channel.SYSTEM


def choices(case: Case, *, by: Actor, rights: Rights, at: datetime) -> list[Choice]:
    """What the one who asks may do with a case now, in the order of the buttons."""
    applicant = acts_for_applicant(case, by, at=at)
    rules = [
        rule
        for rule in case.blueprint.actions_from(case.state)
        if is_the_product(by) or _is_theirs(rule, case, by, rights, applicant=applicant)
    ]
    data = data_of(case, {}, at=at)
    return [Choice(rule, _refusal(rule, data)) for rule in rules]


def may_act(case: Case, rule: ActionRule, *, by: Actor, at: datetime) -> bool:
    """Whether an action is the actor's to do: as the applicant or their helper, or by a role at that office."""
    if is_the_product(by):
        return True
    if APPLICANT in rule.who and acts_for_applicant(case, by, at=at):
        return True
    if set(rule.who) <= {APPLICANT}:
        return False
    rights = Account.objects.rights_of(by, at=at)
    helps = HELPER in rule.who and acts_for_applicant(case, by, at=at)
    return _is_theirs(rule, case, by, rights, applicant=helps)


def acts_for_applicant(case: Case, by: Actor, *, at: datetime) -> bool:
    """Whether the actor is the applicant, or acts for them with a mandate that covers the system of the case."""
    if case.applicant_id is None:
        return False
    if by.for_person is not None:
        return by.for_person == case.applicant_id and bool(Mandate.objects.allowing(by, case.system, at=at))
    return by.person == case.applicant_id


def concerns(case: Case, by: Actor, rights: Rights, *, at: datetime) -> bool:
    """Whether a case is the actor's own, of the one whom they may act for in it, or within reach of their posts."""
    if acts_for_applicant(case, by, at=at):
        return True
    return rights.may(HANDLE, place=case.place_id, agency=case.agency_id)


def holds_one_of(roles: Iterable[str], case: Case, rights: Rights, by: Actor) -> bool:
    """Whether one of the roles is held within the case's office and place. In their own matter nobody holds any."""
    if by.person is not None and by.person == case.applicant_id:
        return False
    return isinstance(rights, Held) and any(
        rights.holds(role, place=case.place_id, agency=case.agency_id)
        for role in roles
        if role not in (APPLICANT, HELPER)
    )


def data_of(case: Case, form: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """What the conditions of a case's definition are told."""
    told = Told(
        state=case.state,
        late=case.is_late(at),
        supplements=case.supplements,
        extensions=case.extensions,
        waits_for=case.waits_for,
    )
    return facts(case.values, form, told, timezone.localdate(at))


def said_refusal(rule: ActionRule | Field) -> str:
    """The definition's own sentence for a guard that does not hold, in the reader's language; or empty."""
    return rule.refusal.said(get_language() or "vi") if rule.refusal else ""


def _is_theirs(rule: ActionRule, case: Case, by: Actor, rights: Rights, *, applicant: bool) -> bool:
    if applicant and (APPLICANT in rule.who or (HELPER in rule.who and by.for_person is not None)):
        return True
    return holds_one_of(rule.who, case, rights, by)


def _refusal(rule: ActionRule, data: Mapping[str, Any]) -> str:
    if rule.guard is None or asks_the_form(rule.guard) or holds(rule.guard, data):
        return ""
    return said_refusal(rule) or "-"
