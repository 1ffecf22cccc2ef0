"""Steps of a request for help, or of a proposal for an award, taken from the inbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tinhso.core.cases.actions import NotNow, SomeoneWasFirst, takes_steps_of
from tinhso.core.cases.models import Case
from tinhso.kit.actors import Actor
from tinhso.society.teams.actions.awards import WORKFLOW as AWARDS
from tinhso.society.teams.actions.awards import withdraw_award
from tinhso.society.teams.actions.deciding import grant_award, refuse_award
from tinhso.society.teams.actions.helping import close_help, finish_help, withdraw_help
from tinhso.society.teams.models import Award, HelpRequest


@takes_steps_of("teams")
def take_step_of_case(
    case: Case, action: str, *, answers: Mapping[str, Any], by: Actor, at: datetime, version: int | None
) -> Case:
    """One step by the name that the definition gives it. Raises what it raises; NotNow for one of the page's own."""
    if version is not None and version != case.version:
        raise SomeoneWasFirst
    if case.definition.code == AWARDS:
        return _of_award(case, action, answers, by, at)
    return _of_request(case, action, answers, by, at)


def _of_request(case: Case, action: str, answers: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    request = HelpRequest.objects.select_related("case").get(case=case)
    if action == "finish":
        return finish_help(request, by=by, at=at).case
    if action == "withdraw":
        return withdraw_help(request, by=by, at=at).case
    if action == "close":
        return close_help(request, reason=str(answers.get("reason", "")), by=by, at=at).case
    raise NotNow


def _of_award(case: Case, action: str, answers: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    """A council is called and asked on the page of the award."""
    award = Award.objects.get(case=case)
    if action == "grant":
        return grant_award(award, by=by, at=at).case
    if action == "refuse":
        return refuse_award(award, reason=str(answers.get("reason", "")), by=by, at=at).case
    if action == "withdraw":
        return withdraw_award(award, by=by, at=at).case
    raise NotNow
