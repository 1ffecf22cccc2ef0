"""Forgetting a person, while the numbers of the province stay true."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from tinhso.core.people.actions.finding import hide_from_search
from tinhso.core.people.actions.locking import locked
from tinhso.core.people.domain.words import ForgetReason
from tinhso.core.people.events import PersonForgotten
from tinhso.core.people.models import Household, Likeness, Merge, Number, Person, Reading, Sighting, Tongue
from tinhso.events.definitions import Code
from tinhso.events.log import erase, record
from tinhso.kit.actors import Actor

BUCKET = 5
"""Years of birth are kept in groups of so many years, as the statistics publish them."""


@transaction.atomic
def forget_person(person: Person, *, reason: ForgetReason, by: Actor, at: datetime) -> Person:
    """Remove names, numbers, phone, languages, household and what the log says, also of those merged into them.

    Sex, ethnic group, five-year group of birth, home place and death stay for counting; ids stay for references.
    It cannot be undone. Raises PersonGone.
    """
    person = locked(person)
    for one in (person, *_merged_into(person)):
        _strip(one, at=at)
    Merge.objects.filter(Q(kept=person) | Q(gone__merged_into=person)).delete()

    record(PersonForgotten(reason=Code(reason)), about=person, by=by, at=at, place=person.home_id)
    return person


def _merged_into(person: Person) -> list[Person]:
    found = list(Person.objects.select_for_update().filter(merged_into=person).order_by("pk"))
    return found + [deeper for one in found for deeper in _merged_into(one)]


def _strip(person: Person, *, at: datetime) -> None:
    hide_from_search(person)
    Number.objects.filter(person=person).delete()
    Tongue.objects.filter(person=person).delete()
    Sighting.objects.filter(person=person).delete()
    Reading.objects.filter(person=person).delete()
    Likeness.objects.filter(Q(one=person) | Q(other=person)).delete()
    Household.objects.filter(head=person).update(head=None)
    _close_empty(person)
    erase(about=person)

    for field in ("family", "middle", "given", "full_name", "folded", "short_folded", "sort_key"):
        setattr(person, field, "")
    for field in ("title", "born", "can_read", "phone", "household", "relation", "died"):
        setattr(person, field, None)
    person.relation_rank = 0
    person.birth_year = person.birth_year and person.birth_year // BUCKET * BUCKET
    person.forgotten_at = at
    person.save()


def _close_empty(person: Person) -> None:
    """The paper number and the address of a household whose last member is forgotten say who it was."""
    if person.household_id and not Person.objects.filter(household=person.household_id).exclude(pk=person.pk).exists():
        Household.objects.filter(pk=person.household_id).update(number=None, address="")
