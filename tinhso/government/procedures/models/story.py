"""What happened to a dossier and what is still to come, as a thread: for the citizen, and with names for the office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.core.accounts.models import Account
from tinhso.core.cases.domain.definition import ActionRule, Blueprint
from tinhso.core.cases.models import Case
from tinhso.events.log import Happening, history
from tinhso.government.procedures.domain.steps import Action, State

ACTION_OF = {
    "DossierAccepted": Action.ACCEPT,
    "SupplementAsked": Action.ASK_SUPPLEMENT,
    "SupplementGiven": Action.GIVE_SUPPLEMENT,
    "DossierRefused": Action.REFUSE,
    "DossierStopped": Action.STOP,
    "DossierWithdrawn": Action.WITHDRAW,
    "DossierDecided": Action.DECIDE,
    "ResultReleased": Action.RELEASE,
}
BROKEN = frozenset({Action.REFUSE, Action.STOP, Action.WITHDRAW})
ALSO = {
    "CaseExtended": gettext_noop("The commune apologised and gave a new date"),
    "DossierRated": gettext_noop("You said what you think of it"),
}
"""What citizens are told too, beside the steps."""
OF_OFFICE = {
    "CaseAssigned": gettext_noop("Someone else answers for it"),
    "CaseHandedOver": gettext_noop("Handed over to another office"),
    "OfficesConsulted": gettext_noop("Other offices were asked"),
    "CaseSuspended": gettext_noop("The clock was halted"),
    "CaseResumed": gettext_noop("The clock runs again"),
    "CaseDueMoved": gettext_noop("The due time moved with the calendar"),
    "CaseEscalated": gettext_noop("A reminder was sent"),
    "CaseRehomed": gettext_noop("It went along to the new commune"),
    "PaperDigitised": gettext_noop("A paper was digitised"),
    "ResultPut": gettext_noop("The result was put in"),
    "SecretRenewed": gettext_noop("A new receipt was made"),
}
WAITS_FOR: dict[str, str] = {
    State.FILED: gettext_noop("The commune checks that it is complete"),
    State.ACCEPTED: gettext_noop("Waits for an officer to begin"),
    State.DECIDED: gettext_noop("Waits to be handed over"),
}
"""What a state waits for, where its name only says again what the step before it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One knot of the thread. `state`: done, now, broken, or empty for what is to come. `by`: id of who did it."""

    title: str
    state: str = ""
    at: datetime | None = None
    by: int | None = None
    icon: str = ""


def thread(case: Case, language: str, *, office: bool = False) -> list[Line]:
    """The whole thread of a case. With `office` also what only concerns those who work on it."""
    blueprint = case.blueprint
    told = [line for one in history(case) if (line := _told(one, blueprint, language, office))]
    return [*told, *_ahead(case, blueprint, language)]


def names_of(lines: list[Line]) -> dict[int, str]:
    """Who did it, by the id of their account."""
    accounts = Account.objects.filter(pk__in={line.by for line in lines if line.by}).select_related("person")
    return {account.pk: account.called for account in accounts}


def _told(one: Happening, blueprint: Blueprint, language: str, office: bool) -> Line | None:
    kind = type(one.event).__name__
    if kind == "DossierFiled":
        return Line(title=_("Handed in"), state="done", at=one.at, by=one.by.account, icon="paper-plane-tilt")
    code = str(getattr(one.event, "action", "")) or str(ACTION_OF.get(kind, ""))
    rule = blueprint.actions.get(code)
    if rule:
        state = "broken" if code in BROKEN else "done"
        return Line(title=rule.sentence.said(language), state=state, at=one.at, by=one.by.account, icon=rule.icon)
    sentence = ALSO.get(kind) or (OF_OFFICE.get(kind) if office else None)
    return Line(title=_(sentence), state="done", at=one.at, by=one.by.account) if sentence else None


def _ahead(case: Case, blueprint: Blueprint, language: str) -> Iterator[Line]:
    """The state it is in, and the way it will most likely go."""
    if case.ended_at:
        return
    rule = blueprint.states[case.state]
    waiting = rule.kind.value == "waiting"
    waits_for = WAITS_FOR.get(case.state)
    title = _(waits_for) if waits_for else rule.title.said(language)
    yield Line(title=title, state="now", icon="hand-pointing" if waiting else "clock")
    seen, state = {case.state, State.SUPPLEMENT.value}, case.state
    while step := _next_step(blueprint, state, seen):
        state = step.leads_to(state)
        seen.add(state)
        yield Line(title=blueprint.states[state].title.said(language))


def _next_step(blueprint: Blueprint, state: str, seen: set[str]) -> ActionRule | None:
    """The first of the buttons of a state that leads on."""
    onward = (
        rule for rule in blueprint.actions_from(state) if rule.to and rule.to not in seen and rule.code not in BROKEN
    )
    return next(onward, None)
