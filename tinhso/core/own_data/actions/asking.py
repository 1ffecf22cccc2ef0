"""Asking an office to correct, explain, restrict or erase what it knows: a case with the clock of the law."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions import act, next_number, open_case
from tinhso.core.cases.models import Case, Definition
from tinhso.core.organisations.models import Organisation
from tinhso.core.own_data.domain.requests import KIND_WORDS, SYSTEM, TERMS, Kind
from tinhso.core.own_data.events import RequestMade
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class NoOffice(Refusal):
    sentence = _("We do not know in which commune you live. Call, and a person will help.")


@transaction.atomic
def make_request(person: Person, *, kind: Kind, words: str, by: Actor, at: datetime) -> Case:
    """Ask the commune where one lives; its clock begins now. Raises NoOffice, NotInForce."""
    commune = _commune(person)
    office = Organisation.objects.current().agencies().filter(place=commune, parent=None).order_by("pk").first()
    if commune is None or office is None:
        raise NoOffice
    definition = Definition.objects.published().get(code=TERMS[kind].code)
    year = timezone.localdate(at).year
    return open_case(
        definition,
        ref=f"DL-{year}-{next_number('own_data.requests', year):05}",
        title=str(KIND_WORDS[kind]),
        applicant=person,
        place=commune,
        agency=office,
        values={"kind": kind.value, "words": words},
        by=by,
        at=at,
        received_at=at,
        event=lambda case: RequestMade(kind=Code(kind.value), agency=case.agency_id),
    )


def withdraw_request(case: Case, *, by: Actor, at: datetime) -> Case:
    """Take a request back. Raises NotNow, NotYourTurn."""
    return act(case, "withdraw", by=by, at=at)


def _commune(person: Person) -> Place | None:
    home = person.home
    return home.parent if home is not None and home.kind == "village" else home


def own_requests(person: Person) -> list[Case]:
    """What someone asked, the latest first; at most fifty."""
    rows = Case.objects.of_person(person.uuid).filter(system=SYSTEM).select_related("definition", "agency")
    return list(rows.order_by("-opened_at")[:50])
