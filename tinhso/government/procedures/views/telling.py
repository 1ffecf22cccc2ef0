"""What tracking tells about a dossier, the same with an account and without: where it is, until when, whose turn."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.core.cases.domain.definition import Kind as StateKind
from tinhso.government.procedures.domain.steps import Release, State
from tinhso.government.procedures.models import Dossier, Kind, Letter
from tinhso.government.procedures.models.story import Line, thread
from tinhso.government.procedures.models.tracked import LETTERS
from tinhso.government.procedures.views.whose import language
from tinhso.kit.saying import day_of, say_clock, say_day, say_day_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a dossier stands, in words.

    fact       the largest thing on the page, `label` over it
    todo       what the citizen must do; empty when it is not their turn
    tone       of the notice with the sentence of what follows
    """

    label: str
    fact: str
    sentence: str
    todo: str = ""
    sorry: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One knot of the thread as `p.timeline` draws it."""

    title: str
    state: str
    when: str
    icon: str
    text: str = ""
    href: str = ""


def standing(dossier: Dossier, *, at: datetime) -> Standing:
    """How it stands now."""
    case, rule = dossier.case, dossier.case.rule
    follows = rule.next.said(language()) if rule.next else ""
    title = rule.title.said(language())
    if case.ended_at:
        return Standing(label=_("How it ended"), fact=title, sentence=_ended(dossier))
    if rule.kind is StateKind.WAITING:
        return Standing(label=_("Where it is"), fact=title, sentence=follows, todo=_("It is your turn."))
    if case.state == State.DECIDED:
        return Standing(label=_("Where it is"), fact=title, sentence=_fetch(dossier), todo=_todo(dossier))
    if case.is_late(at):
        days = max(1, (day_of(at) - day_of(case.due_at)).days)
        sorry = ngettext(
            "It is %(days)s day late. The commune apologises.",
            "It is %(days)s days late. The commune apologises.",
            days,
        )
        return Standing(
            label=_("It was promised for"), fact=say_day(case.due_at), sentence=follows, sorry=sorry % {"days": days}
        )
    if case.received_at is None:
        counts = _("The time counts from when the commune takes it in.")
        sentence = f"{follows} {counts}".strip()
        return Standing(label=_("It should be ready"), fact=_until(case.due_at), sentence=sentence)
    return Standing(label=_("It will be ready"), fact=_until(case.due_at), sentence=follows)


def steps_of(dossier: Dossier) -> list[Step]:
    """The thread for `p.timeline`."""
    return [_step(line) for line in thread(dossier.case, language())]


def letters_of(dossier: Dossier) -> list[Letter]:
    """The letters a citizen reads, the newest first."""
    return LETTERS(dossier.pk)


def request_of(letters: list[Letter]) -> Letter | None:
    """The request for more papers that waits for an answer."""
    return next((one for one in letters if one.kind == Kind.SUPPLEMENT and one.answered_at is None), None)


def spoken(dossier: Dossier, told: Standing) -> str:
    """The same for the ear: one short text."""
    office = _("%(office)s has it.") % {"office": dossier.case.agency.name}
    parts = [dossier.case.title, f"{told.label}: {told.fact}.", told.sorry, told.todo, told.sentence, office]
    return " ".join(part for part in parts if part)


def _until(due: datetime) -> str:
    return say_day(due) if say_clock(due) in ("17:00", "16:30") else say_day_time(due)


def _step(line: Line) -> Step:
    return Step(line.title, line.state, say_day_time(line.at) if line.at else "", line.icon)


def _ended(dossier: Dossier) -> str:
    if dossier.case.state == State.RELEASED:
        return (
            _("You have it. Thank you for coming.")
            if dossier.released_how == Release.IN_PERSON
            else _("It is on its way to you, or lies here to be opened.")
        )
    return _("The letter below says why.") if dossier.case.state != State.WITHDRAWN else _("You took it back.")


def _fetch(dossier: Dossier) -> str:
    if dossier.hand_back == Release.POST:
        return _("The post brings it to you.")
    if dossier.hand_back == Release.ONLINE:
        return _("You can open it here as soon as the officer has handed it over.")
    return _("Fetch it at %(office)s; bring the receipt.") % {"office": dossier.case.agency.name}


def _todo(dossier: Dossier) -> str:
    return _("Come and fetch it.") if dossier.hand_back == Release.IN_PERSON else ""
