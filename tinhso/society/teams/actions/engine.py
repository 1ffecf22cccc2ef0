"""Steps of a request taken from the inbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tinhso.core.cases.actions import NotNow, SomeoneWasFirst, takes_steps_of
from tinhso.core.cases.models import Case
from tinhso.kit.actors import Actor
from tinhso.society.teams.actions.helping import close_help, finish_help, withdraw_help
from tinhso.society.teams.models import HelpRequest


@takes_steps_of("teams")
def take_step_of_case(
    case: Case, action: str, *, answers: Mapping[str, Any], by: Actor, at: datetime, version: int | None
) -> Case:
    """One step by the name that the definition gives it. Raises what it raises; NotNow for one of the page's own."""
    request = HelpRequest.objects.select_related("case").get(case=case)
    if version is not None and version != request.case.version:
        raise SomeoneWasFirst
    if action == "finish":
        return finish_help(request, by=by, at=at).case
    if action == "withdraw":
        return withdraw_help(request, by=by, at=at).case
    if action == "close":
        return close_help(request, reason=str(answers.get("reason", "")), by=by, at=at).case
    raise NotNow
