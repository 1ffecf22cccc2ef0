"""What happened to a dossier and what is still to come, as a thread: for the citizen, and with names for the office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

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
    happened = list(history(case))
    told = [line for one in happened if (line := _told(one, blueprint, language, office))]
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
    sentence = _also(kind) or (_of_office(kind) if office else "")
    return Line(title=sentence, state="done", at=one.at, by=one.by.account) if sentence else None


def _also(kind: str) -> str:
    """What citizens are told too, beside the steps."""
    return {
        "CaseExtended": _("The commune apologised and gave a new date"),
        "DossierRated": _("You said what you think of it"),
    }.get(kind, "")


def _of_office(kind: str) -> str:
    told = {
        "CaseAssigned": _("Someone else answers for it"),
        "CaseHandedOver": _("Handed over to another office"),
        "OfficesConsulted": _("Other offices were asked"),
        "CaseSuspended": _("The clock was halted"),
        "CaseResumed": _("The clock runs again"),
        "CaseDueMoved": _("The due time moved with the calendar"),
        "CaseEscalated": _("A reminder was sent"),
        "CaseRehomed": _("It went along to the new commune"),
        "PaperDigitised": _("A paper was digitised"),
        "ResultPut": _("The result was put in"),
        "SecretRenewed": _("A new receipt was made"),
    }
    return told.get(kind, "")


def _ahead(case: Case, blueprint: Blueprint, language: str) -> Iterator[Line]:
    """The state it is in, and the way it will most likely go."""
    if case.ended_at:
        return
    rule = blueprint.states[case.state]
    waiting = rule.kind.value == "waiting"
    title = _waits_for().get(case.state) or rule.title.said(language)
    yield Line(title=title, state="now", icon="hand-pointing" if waiting else "clock")
    seen, state = {case.state, State.SUPPLEMENT.value}, case.state
    while step := _next_step(blueprint, state, seen):
        state = step.leads_to(state)
        seen.add(state)
        yield Line(title=blueprint.states[state].title.said(language))


def _waits_for() -> dict[str, str]:
    """What a state waits for, where its name only says again what the step before it was."""
    return {
        State.FILED: _("The commune checks that it is complete"),
        State.ACCEPTED: _("Waits for an officer to begin"),
        State.DECIDED: _("Waits to be handed over"),
    }


def _next_step(blueprint: Blueprint, state: str, seen: set[str]) -> ActionRule | None:
    """The first of the buttons of a state that leads on."""
    onward = (
        rule for rule in blueprint.actions_from(state) if rule.to and rule.to not in seen and rule.code not in BROKEN
    )
    return next(onward, None)
