"""What a page says about the exchange with the portal."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tinhso.government.procedures.domain.portal.differences import Kind
from tinhso.government.procedures.domain.portal.moments import from_portal
from tinhso.government.procedures.domain.portal.words import STATUS_WORDS, Status
from tinhso.kit.passport import Text

WHY_SILENT: Mapping[str, Text] = {
    "silent": _("It picks up, but does not answer in time."),
    "unreachable": _("It cannot be reached."),
    "garbage": _("It answers with something that is no answer."),
    "broken": _("Its answers break off or make no sense."),
    "too_large": _("Its answer is larger than we take."),
    "elsewhere": _("It sends us to another address. We do not follow."),
    "no_session": _("It ends our session before each question."),
    "sign_in_refused": _("It does not let us sign in. Is the password still right?"),
    "refused": _("It does not let us search."),
}
WHY_NOT_TAKEN: Mapping[str, Text] = {
    "unreadable": _("The portal's message cannot be read. Ask those who run the portal."),
    "vanished": _("The portal does not have it any more."),
}
KIND_WORDS: Mapping[Kind, Text] = {
    Kind.MISSING_THERE: _("The portal does not know it"),
    Kind.MISSING_HERE: _("We do not know it"),
    Kind.STATUS: _("It stands differently"),
    Kind.DUE: _("Another date is promised"),
    Kind.DOUBLED: _("The portal has a step twice"),
}


def say_silence(why: str) -> Text:
    """Why the line is down, in a sentence."""
    otherwise = _("It answers with an error (%(code)s).") % {"code": why}
    return WHY_SILENT.get(why, otherwise)


def say_refusal(reason: str) -> Text:
    """Why a dossier of the portal could not be taken in."""
    return WHY_NOT_TAKEN.get(reason, reason)


def say_side(kind: Kind, said: str) -> Text | datetime:
    """One side of a disagreement: a status in words, or a moment. Nothing where that side has nothing."""
    if not said:
        return ""
    if kind is Kind.DUE:
        return from_portal(said)
    return said if kind is Kind.DOUBLED else STATUS_WORDS[Status(int(said))]
