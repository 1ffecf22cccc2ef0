"""Registering people."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.actions.finding import show_in_search
from tinhso.core.people.actions.likenesses import note_likenesses
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.events import PersonRegistered
from tinhso.core.people.models import Kind, Number, Person, Tongue
from tinhso.core.people.models.number import print_of
from tinhso.events.definitions import Code
from tinhso.events.log import Fact, record_all
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

AT_ONCE = 500


class NumberKnown(Refusal):
    """The identity number belongs to someone of the register already."""

    sentence = _("Someone with this identity number is already in the register. Search by the number and open them.")
    field = "number"


def register_person(told: Particulars, *, by: Actor, at: datetime) -> Person:
    """Enter one person. Raises NumberKnown, or the refusal of a particular that cannot be."""
    return register_people([told], by=by, at=at)[0]


@transaction.atomic
def register_people(told: Sequence[Particulars], *, by: Actor, at: datetime) -> list[Person]:
    """Enter several people at once, as an import does; all or none, each with their own log entry."""
    today = timezone.localdate(at)
    for particulars in told:
        particulars.check(on=today)
    _refuse_known_numbers(told)

    people = Person.objects.bulk_create([person_of(particulars, at=at) for particulars in told])
    _keep_numbers(zip(people, told, strict=True))
    Tongue.objects.bulk_create(tongue for pair in zip(people, told, strict=True) for tongue in tongues_of(*pair))
    note_likenesses(people)

    show_in_search(people)
    facts = [Fact(_registered(one), person, person.home_id) for person, one in zip(people, told, strict=True)]
    record_all(facts, by=by, at=at)
    return people


def _registered(told: Particulars) -> PersonRegistered:
    known = told.basis if told.number else ""
    return PersonRegistered(number=Code(known), has_phone=told.phone is not None)


def person_of(told: Particulars, *, at: datetime) -> Person:
    """An unsaved person with the particulars, without numbers and languages."""
    person = Person(registered_at=at, home_id=told.home)
    tell(person, told)
    return person


def tell(person: Person, told: Particulars) -> None:
    """Put the particulars on a person, except home, numbers and languages."""
    person.named = told.name
    person.born, person.birth_year = told.born, told.year
    person.sex, person.ethnic_group, person.title = told.sex, told.ethnic_group, told.title
    person.can_read, person.phone = told.can_read, told.phone


def tongues_of(person: Person, told: Particulars) -> list[Tongue]:
    """Unsaved rows of the languages told."""
    return [
        Tongue(person=person, language=code, spoken=code in told.speaks, read=code in told.reads)
        for code in dict.fromkeys((*told.speaks, *told.reads))
    ]


def _refuse_known_numbers(told: Sequence[Particulars]) -> None:
    prints = [print_of(one.number.digits) for one in told if one.number]
    if len(set(prints)) < len(prints):
        raise NumberKnown
    personal = Number.objects.filter(kind=Kind.PERSONAL)
    for start in range(0, len(prints), AT_ONCE):
        if personal.filter(fingerprint__in=prints[start : start + AT_ONCE]).exists():
            raise NumberKnown


def _keep_numbers(pairs: Iterable[tuple[Person, Particulars]]) -> None:
    rows = []
    for person, told in pairs:
        if told.number:
            rows.append(Number.sealing(person.pk, told.number.digits, kind=Kind.PERSONAL, basis=told.basis))
        if told.former_number:
            rows.append(Number.sealing(person.pk, told.former_number.digits, kind=Kind.FORMER, basis=told.basis))
    try:
        Number.objects.bulk_create(rows)
    except IntegrityError as someone_was_faster:
        raise NumberKnown from someone_was_faster
