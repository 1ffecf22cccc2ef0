"""The form of a version as the case engine asks it, and what the registers know of the one who applies."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from tinhso.core.cases.domain.definition import Page, parse_pages
from tinhso.core.cases.domain.questions import prefilled
from tinhso.core.people.models import Person
from tinhso.government.procedures.domain.asking import every_field
from tinhso.government.procedures.domain.catalogue import pages_of
from tinhso.government.procedures.models.catalogue import ProcedureVersion
from tinhso.government.procedures.models.laws import law_of

MOST = 1000
_parsed: dict[str, tuple[Page, ...]] = {}


def form_of(version: ProcedureVersion) -> tuple[Page, ...]:
    """The pages of a version's form, read once in a process."""
    known = _parsed.get(version.digest)
    if known is None:
        if len(_parsed) >= MOST:
            _parsed.clear()
        known = _parsed[version.digest] = parse_pages(pages_of(law_of(version)))
    return known


def day_facts(at: datetime) -> dict[str, str]:
    """What conditions of a form look at besides its answers."""
    return {"today": timezone.localdate(at).isoformat()}


def first_answers(version: ProcedureVersion, person: Person) -> dict[str, Any]:
    """Answers that the register of people can give, each to be confirmed by the one who applies."""
    return prefilled(every_field(form_of(version)), {"person": facts_of(person), "household": _household(person)})


def answers_of_new(version: ProcedureVersion, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The same for someone of whom only these facts were told, by the names of `facts_of`."""
    return prefilled(every_field(form_of(version)), {"person": facts})


def said_home(person: Person) -> str:
    """Where someone lives, as an address is written: village, commune, province."""
    place, parts = person.home, []
    while place is not None:
        parts.append(place.full_name)
        place = place.parent
    return ", ".join(parts)


def facts_of(person: Person) -> dict[str, Any]:
    """What the register of people says of someone, by the names that forms use."""
    number = person.number
    return {
        "full_name": person.full_name,
        "born": person.born.isoformat() if person.born else None,
        "birth_year": person.birth_year,
        "personal_id": number.digits if number else None,
        "sex": person.sex,
        "ethnic_group": person.ethnic_group,
        "phone": person.phone_said,
        "home": said_home(person),
    }


def _household(person: Person) -> dict[str, Any]:
    head = Person.objects.members_of(person.household).first() if person.household else None
    if head is None:
        return {}
    return {"head": head.full_name, "head_name": head.full_name, "home": said_home(head)}
