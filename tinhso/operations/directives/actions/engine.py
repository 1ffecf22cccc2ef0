"""Steps of a directive taken from the inbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tinhso.core.cases.actions import NotNow, SomeoneWasFirst, takes_steps_of
from tinhso.core.cases.models import Case
from tinhso.kit.actors import Actor
from tinhso.operations.directives.actions import deciding, doing
from tinhso.operations.directives.models import Directive


@takes_steps_of("directives")
def take_step_of_directive(
    case: Case, action: str, *, answers: Mapping[str, Any], by: Actor, at: datetime, version: int | None
) -> Case:
    """One step by the name that the definition gives it; what asks for more than a reason is done on the page.

    Raises what it raises; NotNow for one of the page's own.
    """
    if version is not None and version != case.version:
        raise SomeoneWasFirst
    directive, reason = Directive.objects.for_page().get(case=case), str(answers.get("reason", ""))
    plain = {"receive": doing.receive_directive, "start": doing.start_directive, "accept": deciding.accept_answer,
             "close": deciding.close_directive}  # fmt: skip
    with_reason = {"refuse_time": deciding.refuse_more_time, "send_back": deciding.send_back,
                   "recall": deciding.recall_directive}  # fmt: skip
    if action in plain:
        return plain[action](directive, by=by, at=at).case
    if action in with_reason:
        return with_reason[action](directive, reason=reason, by=by, at=at).case
    raise NotNow
