"""The engine's own steps with any case: to whom it goes, who is asked, how long it may take."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions import (
    assign_case,
    consult,
    extend_case,
    hand_over_case,
    resume_case,
    return_case,
    suspend_case,
)
from tinhso.core.cases.forms.steps import AskForm, ExtendForm, GiveForm, HandOverForm, ReasonForm, StepForm
from tinhso.core.cases.models import Case
from tinhso.kit.actors import Actor, Rights
from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: its address, its words, what is typed for it, whether it fits a case, and the action behind it."""

    name: str
    title: Text
    lead: Text
    send: Text
    done: Text
    icon: str
    form: type[StepForm]
    fits: Callable[[Case, Rights], bool]
    carry_out: Callable[[Case, Any, Actor, datetime], object]


def _leads(case: Case, rights: Rights) -> bool:
    return case.is_open and rights.may("lead_cases", place=case.place_id, agency=case.agency_id)


def _is_open(case: Case, _rights: Rights) -> bool:
    return case.is_open


def _came_from_elsewhere(case: Case, _rights: Rights) -> bool:
    last = case.transfers.order_by("-pk").first()
    return case.is_open and last is not None and last.kind == "hand_over" and last.came_id == case.agency_id


def _may_be_extended(case: Case, rights: Rights) -> bool:
    rule = case.blueprint.extension
    may = rule is not None and case.extensions < rule.times and case.finished_at is None
    return may and case.is_open and rights.may("handle_cases", place=case.place_id, agency=case.agency_id)


def _runs(case: Case, rights: Rights) -> bool:
    return _leads(case, rights) and not case.is_stopped and case.received_at is not None and case.finished_at is None


def _stands(case: Case, rights: Rights) -> bool:
    return _leads(case, rights) and case.is_stopped


def _give(case: Case, said: dict[str, Any], by: Actor, at: datetime) -> object:
    return assign_case(case, to=said["to"], by=by, at=at)


def _hand_over(case: Case, said: dict[str, Any], by: Actor, at: datetime) -> object:
    return hand_over_case(case, agency=said["agency"], reason=said["reason"], by=by, at=at)


def _send_back(case: Case, said: dict[str, Any], by: Actor, at: datetime) -> object:
    return return_case(case, reason=said["reason"], by=by, at=at)


def _ask(case: Case, said: dict[str, Any], by: Actor, at: datetime) -> object:
    return consult(case, agencies=list(said["agencies"]), question=said["question"], term=said["term"], by=by, at=at)


def _extend(case: Case, said: dict[str, Any], by: Actor, at: datetime) -> object:
    return extend_case(case, until_days=said["days"], reason=said["reason"], by=by, at=at)


def _halt(case: Case, said: dict[str, Any], by: Actor, at: datetime) -> object:
    return suspend_case(case, reason=said["reason"], by=by, at=at)


def _go_on(case: Case, said: dict[str, Any], by: Actor, at: datetime) -> object:
    return resume_case(case, reason=said["reason"], by=by, at=at)


_ALL = (
    Step(
        name="give", title=_("Give it to a colleague"), icon="user-switch", form=GiveForm, fits=_leads, carry_out=_give,
        lead=_("They see it in their inbox at once. The due time stays."),
        send=_("Give"), done=_("It is on your colleague's desk."),
    ),
    Step(
        name="ask", title=_("Ask other offices"), icon="chats-circle", form=AskForm, fits=_is_open, carry_out=_ask,
        lead=_("Each office gets a task of its own with its own time. This case goes on meanwhile."),
        send=_("Ask"), done=_("The offices were asked."),
    ),
    Step(
        name="hand-over", title=_("Hand it over"), icon="arrow-square-out", form=HandOverForm, fits=_is_open,
        carry_out=_hand_over,
        lead=_("Another office is to handle it. The due time stays. You can take it back until they begin."),
        send=_("Hand over"), done=_("It went to the other office."),
    ),
    Step(
        name="send-back", title=_("Send it back"), icon="arrow-u-up-left", form=ReasonForm, fits=_came_from_elsewhere,
        carry_out=_send_back, lead=_("It is not for your office: it returns to the office it came from."),
        send=_("Send back"), done=_("It went back."),
    ),
    Step(
        name="extend", title=_("Extend the term"), icon="calendar-plus", form=ExtendForm, fits=_may_be_extended,
        carry_out=_extend,
        lead=_("Only with a reason, and only as far as the law allows. The applicant sees the new date."),
        send=_("Extend"), done=_("The term was extended."),
    ),
    Step(
        name="halt", title=_("Halt the clock"), icon="pause", form=ReasonForm, fits=_runs, carry_out=_halt,
        lead=_("Only where the law lets the clock stand. The reason is kept."),
        send=_("Halt"), done=_("The clock stands."),
    ),
    Step(
        name="go-on", title=_("Let the clock run again"), icon="play", form=ReasonForm, fits=_stands, carry_out=_go_on,
        lead=_("The time it stood is added to the due time."),
        send=_("Let it run"), done=_("The clock runs."),
    ),
)  # fmt: skip
STEPS = {step.name: step for step in _ALL}
