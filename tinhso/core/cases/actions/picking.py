"""One thing done with several cases at once: each for itself, so that one that cannot be done holds up no other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.models import Account
from tinhso.core.cases.actions.assigning import assign_case, claim_case
from tinhso.core.cases.actions.taking import take
from tinhso.core.cases.domain.definition import ActionRule
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.definitions import Definition
from tinhso.core.cases.models.lines import CaseLine
from tinhso.kit.actors import Actor, Rights
from tinhso.kit.refusals import Refusal

CLAIM, GIVE, DO = "claim", "give", "do"
MOST = 200


@dataclass(slots=True)
class Outcome:
    """How many were done, and of the others the code with the sentence of the refusal."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def do_with_many(what: str, cases: Iterable[UUID], *, rights: Rights, by: Actor, at: datetime) -> Outcome:
    """Do `claim`, `give:<uuid of an account>` or `do:<action>` with the cases that are within reach.

    Only actions that the definition of the case calls safe in bulk are done; a refusal is told, never raised.
    """
    outcome, doing = Outcome(), _doing(what, by, at)
    rows = Case.objects.open().within_reach(rights).filter(uuid__in=list(cases)[:MOST]).by_due()
    for case in rows.select_related("definition").defer("definition__document"):
        try:
            doing(case)
        except Refusal as refusal:
            outcome.refused.append((case.ref, str(refusal.told)))
        else:
            outcome.done += 1
    return outcome


def safe_together(lines: Iterable[CaseLine]) -> list[ActionRule]:
    """The actions that may be done with several of these cases at once, each by its code once."""
    listed = list(lines)
    known = Definition.objects.blueprints({(line.definition_id, line.definition__digest) for line in listed})
    steps = {(line.definition_id, line.state) for line in listed}
    found = {rule.code: rule for pk, state in steps for rule in known[pk].actions_from(state) if is_safe(rule)}
    return sorted(found.values(), key=lambda rule: (rule.order, rule.code))


def is_safe(rule: ActionRule) -> bool:
    """Whether an action may be done with several cases at once: called so, and nothing has to be typed."""
    return rule.bulk and not any(one.required for one in rule.form)


class NotTogether(Refusal):
    sentence = _("This wants a look at each case. Open it and decide there.")


def _doing(what: str, by: Actor, at: datetime) -> Callable[[Case], Case]:
    verb, _between, rest = what.partition(":")
    if verb == CLAIM:
        return lambda case: claim_case(case, by=by, at=at)
    if verb == GIVE:
        to = Account.objects.filter(uuid__in=_uuids(rest), is_active=True).first()
        return lambda case: _give(case, to, by, at)
    return lambda case: _act(case, rest if verb == DO else "", by, at)


def _give(case: Case, to: Account | None, by: Actor, at: datetime) -> Case:
    if to is None:
        raise NotTogether
    return assign_case(case, to=to, by=by, at=at)


def _act(case: Case, action: str, by: Actor, at: datetime) -> Case:
    rule = case.blueprint.actions.get(action)
    if rule is None or not is_safe(rule):
        raise NotTogether
    return take(case, action, version=case.version, by=by, at=at)


def _uuids(typed: str) -> list[UUID]:
    try:
        return [UUID(typed)]
    except ValueError:
        return []
