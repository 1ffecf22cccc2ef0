"""What happened to a case, in sentences: its history for those who work on it, oldest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tinhso.core.accounts.models import Account
from tinhso.core.cases.domain.definition import Blueprint
from tinhso.core.cases.models.cases import Case
from tinhso.events.definitions import Event
from tinhso.events.log import Happening, history


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One thing that happened. `by`: who did it, as a page calls them; empty when the product did."""

    sentence: str
    at: datetime
    by: str
    icon: str = ""


def story(case: Case, language: str) -> list[Chapter]:
    """Everything the log tells of a case that has a sentence, with the names of those who did it."""
    happened, blueprint = list(history(case)), case.blueprint
    names = _names({one.by.account for one in happened if one.by.account})
    return [chapter for one in happened if (chapter := _chapter(one, blueprint, language, names))]


def _chapter(one: Happening, blueprint: Blueprint, language: str, names: dict[int, str]) -> Chapter | None:
    rule = blueprint.actions.get(str(getattr(one.event, "action", "")))
    sentence = rule.sentence.said(language) if rule else sentence_of(one.event)
    by = names.get(one.by.account or 0, "")
    return Chapter(sentence=sentence, at=one.at, by=by, icon=rule.icon if rule else "") if sentence else None


def sentence_of(event: Event) -> str:
    """What an event of the engine says to those who work on the case; empty when it says nothing to them."""
    return {
        "CaseOpened": _("The case was opened"),
        "CaseAssigned": _("Someone else answers for it"),
        "CaseHandedOver": _("It went to another office"),
        "OfficesConsulted": _("Other offices were asked"),
        "CaseExtended": _("The term was extended"),
        "CaseSuspended": _("The clock was halted"),
        "CaseResumed": _("The clock runs again"),
        "CaseDueMoved": _("The due time moved with the working calendar"),
        "CaseEscalated": _("A reminder went out"),
        "CaseStranded": _("The watchdog asked for a look"),
        "CaseFreed": _("What held it up is solved"),
        "SlipRenewed": _("A new slip was made"),
        "CaseRehomed": _("It went along to the new commune"),
    }.get(type(event).__name__, "")


def _names(accounts: set[int]) -> dict[int, str]:
    found = Account.objects.filter(pk__in=accounts).select_related("person")
    return {account.pk: account.called for account in found}
