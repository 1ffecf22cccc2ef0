"""Open cases go where their place and their office went, and keep their due time; ended ones stay where they were."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.core.cases.actions.acting import ENTERED, enter, give_to, locked
from tinhso.core.cases.actions.owners import OFFICER, choose_owner, holds_role
from tinhso.core.cases.events import CaseFollowed, CaseRehomed
from tinhso.core.cases.models import Case, Remark, Spell
from tinhso.core.cases.models.questions import CaseQuerySet
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.events.log import history, record
from tinhso.kit.actors import Actor


def rehome_place(old: int, new: Place, *, by: Actor, at: datetime) -> int:
    """A place went whole to another: its open cases are the other's now. Returns how many."""
    return sum(rehome_case(case, place=new, by=by, at=at) for case in _some(Case.objects.open().filter(place=old)))


def rehome_agency(old: Organisation, *, by: Actor, at: datetime) -> int:
    """An office handed over to another: its open cases too. Returns how many."""
    return sum(rehome_case(case, by=by, at=at) for case in _some(Case.objects.open().filter(agency=old)))


@transaction.atomic
def rehome_case(case: Case, *, place: Place | None = None, local: bool = False, by: Actor, at: datetime) -> bool:
    """Put an open case at another place and with the office that does its work today; `local`: one of that place.

    Its owner stays while they hold the role there. Returns whether anything changed.
    """
    case = locked(case)
    left_place, left_agency, owner = case.place_id, case.agency_id, case.owner_id
    case.place = place or case.place
    case.agency = _office_of(case) if local else case.agency.now
    if not case.is_open or (case.place_id, case.agency_id) == (left_place, left_agency):
        return False
    if owner is None or not holds_role(owner, case, case.role or OFFICER, at=at):
        give_to(case, _someone(case, owner, at))
    enter(case, at=at)
    case.save(update_fields=["place", "agency", "owner", "former", *ENTERED])

    told = CaseRehomed(place=case.place_id, left_place=left_place, agency=case.agency_id, left_agency=left_agency)
    record(told, about=case, by=by, at=at, place=case.place_id)
    return True


def settle_case(row: UUID, *, old: int, new: Place, by: Actor, at: datetime) -> bool:
    """A person said to which of several places a case belongs."""
    case = Case.objects.open().filter(uuid=row, place=old).first()
    return case is not None and rehome_case(case, place=new, local=True, by=by, at=at)


@transaction.atomic
def follow_merge(gone: UUID, *, kept: UUID, merge: UUID, by: Actor, at: datetime) -> int:
    """Two rows were one person: what one of them asked for, the other did. Returns how many cases."""
    cases = list(Case.objects.select_for_update().filter(applicant__uuid=gone).defer("values"))
    for case in cases:
        _point(case, kept, merge, by, at)
    return len(cases)


@transaction.atomic
def undo_merge(merge: UUID, *, kept: UUID, back: UUID, by: Actor, at: datetime) -> int:
    """They were two after all: the cases that followed by this merge go back. Returns how many."""
    cases = list(Case.objects.select_for_update().filter(applicant__uuid=kept).defer("values"))
    gone = [case for case in cases if _followed(case, merge)]
    for case in gone:
        _point(case, back, merge, by, at)
    return len(gone)


@transaction.atomic
def forget_cases_of(person: UUID) -> int:
    """Take the words and answers of a forgotten person out of their cases; state, times and counts stay."""
    cases = Case.objects.select_for_update().filter(applicant__uuid=person)
    Remark.objects.filter(case__in=cases.order_by().values("pk")).update(text="")
    Spell.objects.filter(case__in=cases.order_by().values("pk")).update(reason="")
    return cases.update(title="", values={})


def _point(case: Case, person: UUID, merge: UUID, by: Actor, at: datetime) -> None:
    case.applicant_id = person
    enter(case, at=at)
    case.save(update_fields=["applicant", *ENTERED])
    record(CaseFollowed(merge=merge), about=case, by=by, at=at, place=case.place_id)


def _followed(case: Case, merge: UUID) -> bool:
    told = (one.event for one in history(case))
    return any(isinstance(event, CaseFollowed) and event.merge == merge for event in told)


def _office_of(case: Case) -> Organisation:
    """The office that has it, while that stands and is where the case is; else its like at the place of the case."""
    office = case.agency.now
    if office.stands and (office.place_id == case.place_id or office.place_id in case.place.ancestors):
        return office
    there = Organisation.objects.current().offices().filter(place=case.place).order_by("pk")
    like = there.filter(kind=office.kind, short_name=office.short_name).exclude(short_name="").first()
    return like or there.agencies().filter(parent=None).first() or office


def _someone(case: Case, owner: int | None, at: datetime) -> int | None:
    """Someone of the new office; the old owner as long as there is nobody."""
    case.owner_id = None
    found = choose_owner(case, at=at)
    case.owner_id = owner
    return found or owner


def _some(cases: CaseQuerySet) -> list[Case]:
    """Their keys: each is read when its turn comes."""
    return list(cases.only("pk", "parent").order_by("pk"))
