"""What every filing asks, worded once in a process: the version of the law, the commune, its office, the applicant."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.procedures.models.catalogue import ProcedureVersion
from tinhso.kit.prepared import Objects


def _usable(code: str, day: date) -> QuerySet[ProcedureVersion, Any]:
    rows = ProcedureVersion.objects.usable(day).filter(procedure__codes__code=code).order_by("-number")
    return rows.select_related("procedure", "definition").defer("facts", "definition__document")[:1]


USABLE = Objects[ProcedureVersion](_usable)
COMMUNE = Objects[Place](lambda code: Place.objects.current().communes().filter(code=code))
PERSON = Objects[Person](lambda uuid: Person.objects.current().filter(uuid=uuid))


def usable_version(code: str, day: date) -> ProcedureVersion | None:
    """By which version of the law one files a procedure on a day, with its workflow; their documents are left out."""
    return next(iter(USABLE(code, day)), None)


def commune_coded(code: str) -> Place | None:
    """The commune of a code that stands."""
    return next(iter(COMMUNE(code)), None)


def current_person(uuid: UUID) -> Person | None:
    """Someone the register still speaks of."""
    return next(iter(PERSON(uuid)), None)
