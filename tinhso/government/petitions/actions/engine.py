"""Steps taken where the engine stands between: from the inbox, with many at once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tinhso.core.cases.actions import NotNow, takes_steps_of
from tinhso.core.cases.models import Case
from tinhso.government.petitions.actions.answering import answer_petition, propose_answer, return_answer
from tinhso.government.petitions.actions.handling import ask_more, give_more, refuse, take_in, withdraw
from tinhso.government.petitions.actions.publishing import withhold_petition
from tinhso.government.petitions.domain.words import Action
from tinhso.government.petitions.models import Petition
from tinhso.kit.actors import Actor

WORDLESS: Mapping[str, Callable[..., Petition]] = {
    Action.TAKE_IN: take_in,
    Action.WITHHOLD: withhold_petition,
}
WITH_WORDS: Mapping[str, Callable[..., Petition]] = {
    Action.ASK_MORE: ask_more,
    Action.PROPOSE_ANSWER: propose_answer,
    Action.ANSWER: answer_petition,
    Action.RETURN_ANSWER: return_answer,
    Action.REFUSE: refuse,
}


@takes_steps_of("petitions")
def take_step_of_case(
    case: Case, action: str, *, answers: Mapping[str, Any], by: Actor, at: datetime, version: int | None
) -> Case:
    """One step by the name that the definition gives it; `words` of the answers is what is written.

    Raises what that step raises; NotNow for one that only a page of its own can do.
    """
    petition = Petition.objects.get(case=case)
    words = str(answers.get("words", ""))
    if action in WORDLESS:
        return WORDLESS[action](petition, by=by, at=at, seen=version).case
    if action in WITH_WORDS:
        return WITH_WORDS[action](petition, words=words, by=by, at=at, seen=version).case
    if action == Action.GIVE_MORE:
        return give_more(petition, words=words, by=by, at=at).case
    if action == Action.WITHDRAW:
        return withdraw(petition, by=by, at=at).case
    raise NotNow
