"""What happened to a petition and what comes next, as a thread: for who asked, and with names for the office."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.core.accounts.models import Account
from tinhso.core.cases.models import Case
from tinhso.events.log import Happening, history
from tinhso.government.petitions.domain.words import Action, State

ACTION_OF = {
    "PetitionTakenIn": Action.TAKE_IN,
    "MoreAsked": Action.ASK_MORE,
    "MoreGiven": Action.GIVE_MORE,
    "PetitionAnswered": Action.ANSWER,
    "PetitionRefused": Action.REFUSE,
    "PetitionLapsed": Action.LAPSE,
    "PetitionWithdrawn": Action.WITHDRAW,
    "PetitionJoined": Action.JOIN,
    "PetitionSeparated": Action.SEPARATE,
    "PetitionSettled": Action.SETTLE,
    "PetitionPublished": Action.PUBLISH,
    "PetitionReopened": Action.REOPEN,
}
OF_THE_OFFICE = {
    "AnswerProposed": Action.PROPOSE_ANSWER,
    "AnswerReturned": Action.RETURN_ANSWER,
    "PetitionWithheld": Action.WITHHOLD,
}
BROKEN = frozenset({Action.REFUSE, Action.LAPSE, Action.WITHDRAW})
ALSO = {
    "PetitionForwarded": gettext_noop("Another office has it now"),
    "PetitionRated": gettext_noop("Whoever asked said how it was"),
    "PetitionSplit": gettext_noop("Several things were said; each goes its own way"),
    "PublicationTakenBack": gettext_noop("It is no longer shown to all"),
}
ALSO_OF_THE_OFFICE = {
    "CaseAssigned": gettext_noop("Someone else answers for it"),
    "OfficesConsulted": gettext_noop("Other offices were asked"),
    "CaseEscalated": gettext_noop("A reminder was sent"),
    "CaseRehomed": gettext_noop("It went along to the new commune"),
}
WAITS_FOR: dict[str, str] = {
    State.SENT: gettext_noop("Waits for an officer to begin"),
    State.ANSWERED: gettext_noop("Waits to be shown to all, or not"),
}
"""What a state waits for, where its name only says again what the step before it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """One knot of the thread. `state`: done, now, broken. `by`: id of the account that did it; who asked has none."""

    title: str
    state: str
    at: datetime | None = None
    by: int | None = None
    icon: str = ""


def thread(case: Case, language: str, *, office: bool = False) -> list[Knot]:
    """What happened, and what it waits for. With `office` also what only concerns those who work on it."""
    told = [knot for one in history(case) if (knot := _told(one, case, language, office))]
    if case.ended_at:
        return told
    waits_for = WAITS_FOR.get(case.state) if office else None
    title = _(waits_for) if waits_for else case.rule.title.said(language)
    return [*told, Knot(title=title, state="now", icon="clock")]


def names_of(knots: list[Knot]) -> dict[int, str]:
    """Who did it, by the id of their account."""
    accounts = Account.objects.filter(pk__in={knot.by for knot in knots if knot.by}).select_related("person")
    return {account.pk: account.called for account in accounts}


def _told(one: Happening, case: Case, language: str, office: bool) -> Knot | None:
    kind = type(one.event).__name__
    if kind == "PetitionSent":
        return Knot(title=_("Sent"), state="done", at=one.at, by=one.by.account, icon="paper-plane-tilt")
    code = ACTION_OF.get(kind) or (OF_THE_OFFICE.get(kind) if office else None)
    rule = case.blueprint.actions.get(code) if code else None
    if rule:
        state = "broken" if code in BROKEN else "done"
        return Knot(title=rule.sentence.said(language), state=state, at=one.at, by=one.by.account, icon=rule.icon)
    sentence = ALSO.get(kind) or (ALSO_OF_THE_OFFICE.get(kind) if office else None)
    return Knot(title=_(sentence), state="done", at=one.at, by=one.by.account) if sentence else None
