"""A step taken where the engine stands between: from the inbox, from the page of a case, with many at once.

A system that does more with a step than the engine (a letter, a paper, its own event) says so once; its cases then
move by its own action, whichever way a person came.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.db import transaction

from tinhso.core.cases.actions.acting import act
from tinhso.core.cases.actions.assigning import HANDLE
from tinhso.core.cases.domain.uploads import RULES
from tinhso.core.cases.models import Case
from tinhso.core.files.actions import keep_file
from tinhso.kit.actors import Actor

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


class Taker(Protocol):
    """What a system does to take a step of one of its cases; raises what `act` raises and its own refusals."""

    def __call__(
        self, case: Case, action: str, *, answers: Mapping[str, Any], by: Actor, at: datetime, version: int | None
    ) -> Case: ...


T = TypeVar("T", bound=Taker)
_takers: dict[str, Taker] = {}


def takes_steps_of(system: str) -> Callable[[T], T]:
    """Register the action by which the cases of a system move. Raises ValueError when it has one already."""

    def register(taker: T) -> T:
        if _takers.setdefault(system, taker) is not taker:
            raise ValueError(f"Two actions take the steps of {system}.")
        return taker

    return register


def has_own_steps(system: str) -> bool:
    """Whether a system takes its steps itself, on pages of its own."""
    return system in _takers


def take(
    case: Case,
    action: str,
    *,
    answers: Mapping[str, Any] | None = None,
    papers: "Mapping[str, UploadedFile] | None" = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Take a step by the system's own action, or by the engine's where it has none. Raises what that one raises.

    papers   uploads by the key of their question: kept with the case, and named in its answers
    """
    taker = _takers.get(case.system, act)
    if not papers:
        return taker(case, action, answers=answers or {}, by=by, at=at, version=version)
    with transaction.atomic():
        told = {**(answers or {}), **_kept(case, action, papers, by, at)}
        return taker(case, action, answers=told, by=by, at=at, version=version)


def _kept(case: Case, action: str, papers: "Mapping[str, UploadedFile]", by: Actor, at: datetime) -> dict[str, str]:
    """What came, kept for those who handle the case; an opinion is kept where the case lies that it is about."""
    fields = {field.key: field for field in case.blueprint.actions[action].form}
    place = case.parent.place_id if case.parent else case.place_id
    return {
        key: str(
            keep_file(
                upload, rules=RULES[fields[key].accepts], about=case, place=place, permission=HANDLE,
                by=by, at=at, field=key,
            ).uuid
        )
        for key, upload in papers.items()
    }  # fmt: skip
