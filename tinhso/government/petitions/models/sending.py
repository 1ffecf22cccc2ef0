"""What every sending asks, worded once in a process: topic, place, person, workflow, rules, how many came before."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from tinhso.core.cases.models import Case, Definition
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.petitions.models.rules import RuleBook
from tinhso.government.petitions.models.topics import Topic
from tinhso.kit.prepared import Listing, Objects


class Sent(NamedTuple):
    """How many petitions somebody sent."""

    number: int


def _sent(person: UUID, since: datetime) -> QuerySet[Case, Any]:
    theirs = Case.objects.of_person(person).filter(system="petitions", opened_at__gt=since).order_by()
    return theirs.values("system").annotate(number=Count("pk")).values_list("number")


TOPIC = Objects[Topic](lambda code: Topic.objects.select_related("parent").filter(code=code))
PLACE = Objects[Place](lambda code: Place.objects.current().select_related("parent").filter(code=code))
PERSON = Objects[Person](lambda uuid: Person.objects.current().filter(uuid=uuid))
WORKFLOW = Objects[Definition](lambda code: Definition.objects.published().without_document().filter(code=code))
BOOK = Objects[RuleBook](lambda status: RuleBook.objects.filter(status=status).defer("rules", "note"))
SENT = Listing(Sent, _sent)


def topic_of_code(code: str) -> Topic | None:
    """The topic of a code."""
    return next(iter(TOPIC(code)), None)


def place_of_code(code: str) -> Place | None:
    """The village or commune of a code that stands, with what it lies in."""
    return next(iter(PLACE(code)), None)


def current_person(uuid: UUID) -> Person | None:
    """Someone the register still speaks of."""
    return next(iter(PERSON(uuid)), None)


def workflow_of(code: str) -> Definition:
    """The definition by which new cases are opened. Raises Definition.DoesNotExist."""
    for found in WORKFLOW(code):
        return found
    raise Definition.DoesNotExist


def book_in_force() -> RuleBook | None:
    """The rules by which new petitions find their desk; what they say only when asked for."""
    return next(iter(BOOK("published")), None)


def sent_since(person: UUID, since: datetime) -> int:
    """How many petitions of somebody began after a moment."""
    return sum(row.number for row in SENT(person, since))
