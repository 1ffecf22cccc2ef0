"""Correcting what is known of a person; their moving; their death."""

from dataclasses import fields
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.actions.finding import hide_from_search, show_in_search
from tinhso.core.people.actions.households import go_out
from tinhso.core.people.actions.likenesses import note_likenesses
from tinhso.core.people.actions.locking import locked
from tinhso.core.people.actions.registering import NumberKnown, tell, tongues_of
from tinhso.core.people.domain.names import Title
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.words import Basis
from tinhso.core.people.events import DeathRecorded, NumberCorrected, PersonCorrected, PersonMoved
from tinhso.core.people.models import Kind, Number, Person, Tongue
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

NOT_HERE = {"home", "number", "former_number", "basis"}


class DeathImpossible(Refusal):
    """Died before birth, or in the future."""

    sentence = _("This day cannot be. A death lies after the birth and not in the future.")
    field = "died"


class PlaceEnded(Refusal):
    """The place was merged into another."""

    sentence = _("This place no longer exists under that name. Choose the place as it is called today.")
    field = "home"


def told_of(person: Person) -> Particulars:
    """What is known of a person, ready to be changed with `dataclasses.replace`. Leaves the numbers sealed."""
    return Particulars(
        name=person.named,
        born=person.born,
        birth_year=person.birth_year,
        sex=person.sex_known,
        ethnic_group=person.ethnic_group,
        speaks=tuple(sorted(person.speaks)),
        reads=tuple(sorted(person.reads)),
        can_read=person.can_read,
        title=Title(person.title) if person.title else None,
        phone=person.phone,
        home=person.home_id,
    )


@transaction.atomic
def correct_person(person: Person, told: Particulars, *, by: Actor, at: datetime) -> Person:
    """Put right what is known, except home and numbers. Does nothing when nothing differs.

    Raises PersonGone, or the refusal of a particular that cannot be.
    """
    person = locked(person)
    told.check(on=timezone.localdate(at))
    if number := person.number:
        IdentityNumber(number.digits).agree(sex=told.sex, birth_year=told.year)
    before, after = told_of(person), _sorted(told)
    changed = [
        field.name
        for field in fields(Particulars)
        if field.name not in NOT_HERE and getattr(before, field.name) != getattr(after, field.name)
    ]
    if not changed:
        return person

    tell(person, after)
    person.save()
    if {"speaks", "reads"} & {*changed}:
        person.tongues.all().delete()
        Tongue.objects.bulk_create(tongues_of(person, after))
    if {"name", "born", "birth_year", "phone"} & {*changed}:
        note_likenesses([person])
    show_in_search([person])

    record(PersonCorrected(what=Code("+".join(changed))), about=person, by=by, at=at, place=person.home_id)
    return person


@transaction.atomic
def correct_number(
    person: Person, number: IdentityNumber | None, *, basis: Basis = Basis.TOLD, by: Actor, at: datetime
) -> Person:
    """Add, replace or remove the identity number. Raises NumberKnown, NumberOfAnother or PersonGone."""
    person = locked(person)
    if number:
        number.agree(sex=person.sex_known, birth_year=person.birth_year)
        holder = Person.objects.filter(numbers__kind=Kind.PERSONAL, numbers__in=Number.objects.saying(number.digits))
        if holder.exclude(pk=person.pk).exists():
            raise NumberKnown

    Number.objects.filter(person=person, kind=Kind.PERSONAL).delete()
    if number:
        _keep(Number.sealing(person.pk, number.digits, kind=Kind.PERSONAL, basis=basis))

    happened = NumberCorrected(basis=Code(basis if number else ""))
    record(happened, about=person, by=by, at=at, place=person.home_id)
    return person


@transaction.atomic
def move_person(person: Person, to: Place, *, by: Actor, at: datetime) -> Person:
    """One person lives elsewhere now, and is no longer of the household they leave behind.

    Raises PersonGone, PlaceEnded, or HeadMustHandOver for the head of a household with others.
    """
    person = locked(person)
    if not to.stands:
        raise PlaceEnded
    if person.home_id == to.pk:
        return person
    if person.household_id:
        go_out(person, by=by, at=at)

    left, person.home = person.home_id, to
    person.save(update_fields=["home"])
    show_in_search([person])

    record(PersonMoved(left=left, came=to.pk), about=person, by=by, at=at, place=to.pk)
    return person


@transaction.atomic
def record_death(person: Person, *, on: date | None, by: Actor, at: datetime) -> Person:
    """Keep that a person has died; `on` is None when the day is not known. Their household goes on without a head.

    Raises PersonGone, PersonDead (kept already) or DeathImpossible.
    """
    person = locked(person, living=True)
    if on and (on > timezone.localdate(at) or (person.birth_year and on.year < person.birth_year)):
        raise DeathImpossible
    if person.household_id:
        go_out(person, head_may=True, by=by, at=at)

    person.dead, person.died = True, on
    person.save(update_fields=["dead", "died"])
    hide_from_search(person)

    record(DeathRecorded(on=on), about=person, by=by, at=at, place=person.home_id)
    return person


def _sorted(told: Particulars) -> Particulars:
    from_day = told.born.year if told.born else told.birth_year
    return Particulars(
        **{field.name: getattr(told, field.name) for field in fields(told)}
        | {"speaks": tuple(sorted({*told.speaks})), "reads": tuple(sorted({*told.reads})), "birth_year": from_day}
    )


def _keep(number: Number) -> None:
    try:
        number.save(force_insert=True)
    except IntegrityError as someone_was_faster:
        raise NumberKnown from someone_was_faster
