"""Who answers for a case: by hand, by claim, and anew when someone is gone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.accounts.models import Account
from tinhso.core.cases.actions.acting import ENTERED, NotNow, NotYourTurn, enter, give_to, locked
from tinhso.core.cases.actions.owners import OFFICER, choose_owner, holds_role, is_there
from tinhso.core.cases.events import CaseAssigned
from tinhso.core.cases.models import Case
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

LEAD, HANDLE = "lead_cases", "handle_cases"
AT_ONCE = 500


class HasNoSuchRole(Refusal):
    sentence = _("This colleague has no post that may work on this case. Choose another.")
    field = "to"


class AlreadyTaken(Refusal):
    sentence = _("A colleague has taken this case already. The head of the office can give it to you.")


@transaction.atomic
def assign_case(case: Case, *, to: Account, by: Actor, at: datetime) -> Case:
    """The head of the office gives a case to a colleague. Raises NotYours, NotNow, HasNoSuchRole."""
    case = _open(case)
    require(by, LEAD, at=at, place=case.place_id, agency=case.agency_id)
    if not holds_role(to.pk, case, case.role or OFFICER, at=at):
        raise HasNoSuchRole

    return _give(case, to.pk, "by_hand", by, at)


@transaction.atomic
def claim_case(case: Case, *, by: Actor, at: datetime) -> Case:
    """Take a case that nobody answers for, or whose owner is away.

    Raises NotYours, NotYourTurn, NotNow, AlreadyTaken.
    """
    case = _open(case)
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    if by.account is None or not holds_role(by.account, case, case.role or OFFICER, at=at):
        raise NotYourTurn
    if by.account == case.owner_id:
        return case
    if case.owner_id and is_there(case.owner_id, case, case.role or OFFICER, at=at):
        raise AlreadyTaken

    return _give(case, by.account, "claimed", by, at)


@transaction.atomic
def reassign_case(case: Case, *, why: str, by: Actor, at: datetime) -> Case:
    """Look for an owner anew, because the one it had is gone. Nothing changes when there is nobody else."""
    case = _open(case)
    owner = case.owner_id
    case.owner_id = None
    found = choose_owner(case, at=at)
    case.owner_id = owner
    return case if found in (None, owner) else _give(case, found, why, by, at)


def reassign_cases_of(account: int, *, by: Actor, at: datetime) -> int:
    """Give the open cases of someone whose post ended to others, as far as they no longer hold the role for them.

    Returns how many went to someone else.
    """
    moved = 0
    cases = Case.objects.open().filter(owner=account).select_related("definition", "place").defer(*_HEAVY)
    for case in cases.order_by("pk").iterator(AT_ONCE):
        if not holds_role(account, case, case.role or OFFICER, at=at):
            moved += reassign_case(case, why="post_ended", by=by, at=at).owner_id != account
    return moved


_HEAVY = ("values", "definition__document")


def _open(case: Case) -> Case:
    case = locked(case)
    if not case.is_open:
        raise NotNow
    return case


def _give(case: Case, owner: int | None, why: str, by: Actor, at: datetime) -> Case:
    before = case.owner_id
    if owner == before:
        return case
    give_to(case, owner)
    enter(case, at=at)
    case.save(update_fields=["owner", "former", *ENTERED])

    assigned = CaseAssigned(owner=owner, before=before, why=Code(why))
    record(assigned, about=case, by=by, at=at, place=case.place_id)
    return case
