"""A case goes to another office: handed over with a reason, taken back, or sent back, until someone there acts."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.cases.actions.acting import ENTERED, NotNow, enter, give_to, locked
from tinhso.core.cases.actions.assigning import HANDLE
from tinhso.core.cases.actions.owners import choose_owner
from tinhso.core.cases.actions.terms import ReasonNeeded
from tinhso.core.cases.events import CaseHandedOver
from tinhso.core.cases.models import Case, Transfer
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.domain import Kind as PlaceKind
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class SameOffice(Refusal):
    sentence = _("This office has the case already. Choose another one.")
    field = "agency"


class NotAnOfficeNow(Refusal):
    sentence = _("Cases go to offices that stand. Choose an agency or a department of one.")
    field = "agency"


class AlreadyWorkedOn(Refusal):
    sentence = _("The other office has begun to work on it. Ask them to hand it over.")


class NothingToUndo(Refusal):
    sentence = _("This case was not handed over; there is nothing to take or send back.")


@transaction.atomic
def hand_over_case(case: Case, *, agency: Organisation, reason: str, by: Actor, at: datetime) -> Case:
    """Give a case to another office; its due time stays, someone there answers for it.

    With an office of another commune the case goes to that commune.
    Raises NotYours, NotNow, SameOffice, NotAnOfficeNow, ReasonNeeded.
    """
    case = _open(case)
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    if agency.pk == case.agency_id:
        raise SameOffice
    if not (agency.stands and agency.is_office):
        raise NotAnOfficeNow

    return _move(case, agency, Transfer.Kind.HAND_OVER, reason, by, at)


@transaction.atomic
def recall_case(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """The office that handed a case over takes it back, while nobody there has acted.

    Raises NotYours, NotNow, NothingToUndo, AlreadyWorkedOn, ReasonNeeded.
    """
    case = _open(case)
    last = _last(case)
    require(by, HANDLE, at=at, place=_place_at(last.left, case), agency=last.left_id)
    if last.version != case.version:
        raise AlreadyWorkedOn

    return _move(case, last.left, Transfer.Kind.RECALL, reason, by, at, owner=last.owner_before_id)


@transaction.atomic
def return_case(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """The office that got a case sends it back where it came from: it was not theirs.

    Raises NotYours, NotNow, NothingToUndo, ReasonNeeded.
    """
    case = _open(case)
    last = _last(case)
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)

    return _move(case, last.left, Transfer.Kind.RETURN, reason, by, at, owner=last.owner_before_id)


def _open(case: Case) -> Case:
    case = locked(case)
    if not case.is_open:
        raise NotNow
    return case


def _last(case: Case) -> Transfer:
    """The hand-over that brought a case where it is."""
    last = Transfer.objects.filter(case=case).select_related("left").order_by("-pk").first()
    if last is None or last.kind != Transfer.Kind.HAND_OVER or last.came_id != case.agency_id:
        raise NothingToUndo
    return last


def _move(
    case: Case,
    agency: Organisation,
    kind: Transfer.Kind,
    reason: str,
    by: Actor,
    at: datetime,
    *,
    owner: int | None = None,
) -> Case:
    if not reason.strip():
        raise ReasonNeeded
    left, owner_before = case.agency_id, case.owner_id
    case.agency = agency.now
    case.place_id = _place_at(case.agency, case)
    case.owner_id = owner or owner_before
    found = choose_owner(case, at=at) if case.role else (owner or _anew(case, at))
    case.owner_id = owner_before
    give_to(case, found)
    enter(case, at=at)
    case.save(update_fields=["agency", "place", "owner", "former", *ENTERED])
    Transfer.objects.create(
        case=case,
        kind=kind,
        left_id=left,
        came=case.agency,
        owner_before_id=owner_before,
        reason=reason.strip()[:500],
        made_by_id=by.account,
        made_at=at,
        version=case.version,
    )

    told = CaseHandedOver(left=left, came=case.agency_id, owner=case.owner_id, why=Code(kind.value))
    record(told, about=case, by=by, at=at, place=case.place_id)
    return case


def _place_at(agency: Organisation, case: Case) -> int:
    """Where a case lies at an office: in its commune, or where it lies now when the office is the province's."""
    return agency.place_id if agency.place.kind == PlaceKind.COMMUNE else case.place_id


def _anew(case: Case, at: datetime) -> int | None:
    """While it waits for the applicant, someone of the new office will go on."""
    case.owner_id = None
    return choose_owner(case, at=at)
