"""The term made longer, the clock halted by decision: each with a reason that is kept."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.accounts.models import Account
from tinhso.core.cases.actions.acting import ENTERED, NotNow, NotYourTurn, enter, locked
from tinhso.core.cases.actions.asking import holds_one_of, is_the_product
from tinhso.core.cases.actions.assigning import LEAD
from tinhso.core.cases.actions.terms import ReasonNeeded, extension_allowed
from tinhso.core.cases.actions.ticking import TICKS, almanac_of, lengthen, tick
from tinhso.core.cases.domain.definition import Clock
from tinhso.core.cases.events import CaseExtended, CaseResumed, CaseSuspended
from tinhso.core.cases.models import Case, Remark
from tinhso.events.log import record
from tinhso.kit.actors import Actor


@transaction.atomic
def extend_case(case: Case, *, until_days: Decimal | int, reason: str, by: Actor, at: datetime) -> Case:
    """Make the term longer by so many of the unit that the definition extends by.

    Raises NotNow, MayNotBeExtended, NotYourTurn, TooLong, ReasonNeeded.
    """
    case = _running(case)
    days = extension_allowed(case, until_days)
    who = case.blueprint.extension.who if case.blueprint.extension else ()
    if not is_the_product(by) and not holds_one_of(who, case, Account.objects.rights_of(by, at=at), by):
        raise NotYourTurn
    why, before = _reason(reason), case.due_at
    lengthen(case, almanac_of(case), days)
    _save(case, "extended", why, by, at, "extensions")

    record(CaseExtended(by=days, before=before, due_at=case.due_at), about=case, by=by, at=at, place=case.place_id)
    return case


@transaction.atomic
def suspend_case(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Halt the clock by decision of the head; the state stays. Raises NotYours, NotNow, ReasonNeeded."""
    case = _running(case)
    require(by, LEAD, at=at, place=case.place_id, agency=case.agency_id)
    why = _reason(reason)
    if not tick(case, Clock.STOP, almanac_of(case), at=at, reason=why):
        raise NotNow
    _save(case, "suspended", why, by, at)

    record(CaseSuspended(), about=case, by=by, at=at, place=case.place_id)
    return case


@transaction.atomic
def resume_case(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Let the clock of a halted case run again. Raises NotYours, NotNow, ReasonNeeded."""
    case = _running(case)
    require(by, LEAD, at=at, place=case.place_id, agency=case.agency_id)
    why = _reason(reason)
    if not tick(case, Clock.RESUME, almanac_of(case), at=at):
        raise NotNow
    _save(case, "resumed", why, by, at)

    record(CaseResumed(due_at=case.due_at), about=case, by=by, at=at, place=case.place_id)
    return case


def _running(case: Case) -> Case:
    case = locked(case)
    if not case.is_open or case.finished_at is not None:
        raise NotNow
    return case


def _reason(written: str) -> str:
    if not written.strip():
        raise ReasonNeeded
    return written.strip()[:2000]


def _save(case: Case, about: str, reason: str, by: Actor, at: datetime, *more: str) -> None:
    enter(case, at=at)
    case.save(update_fields=[*TICKS, *ENTERED, *more])
    Remark.objects.create(case=case, about=about, text=reason, made_by_id=by.account, made_at=at)
