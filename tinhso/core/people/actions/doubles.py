"""Registering someone where people may be entered twice: on a phone without a signal, by two helpers of one village."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.actions.corrections import told_of
from tinhso.core.people.actions.registering import register_person
from tinhso.core.people.domain.likeness import Reason, score, why_double
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.models import Likeness, Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Double:
    """Someone of the register who may be the one told, and why."""

    person: Person
    why: tuple[Reason, ...]


class LooksKnown(Refusal):
    """A person has to see both first. `seen` says that they did; it tells nothing of anyone."""

    sentence = _("Somebody like this is in the register already.")

    def __init__(self, doubles: Sequence[Double]) -> None:
        super().__init__()
        self.doubles, self.seen = doubles, _mark(doubles)


def find_doubles(told: Particulars, home: int) -> list[Double]:
    """Everyone of the register who may be the one told, by the rule of `why_double`. `home`: id of the village."""
    told = replace(told, home=home)
    everyone = Person.objects.current().order_by("pk")
    bearers = set(everyone.with_number(told.number.digits).values_list("pk", flat=True)) if told.number else set[int]()
    near = set(everyone.namesakes(told.name, home).values_list("pk", flat=True))
    found = everyone.filter(pk__in=bearers | near).for_page()
    known = ((one, replace(told_of(one), number=told.number if one.pk in bearers else None)) for one in found)
    return [Double(person, why) for person, theirs in known if (why := why_double(told, theirs))]


@transaction.atomic
def register_once(told: Particulars, *, village: Place, seen: str, by: Actor, at: datetime) -> Person:
    """Enter one person of a village. Raises LooksKnown until who sends it has `seen` everyone whom they may be.

    Nobody is ever merged by this: whoever was seen and is told apart becomes an entry of its own, and the pair waits
    for the registrar. A number that the other one bears stays with them.
    """
    Place.objects.select_for_update(no_key=True).get(pk=village.pk)
    doubles = find_doubles(told, village.pk)
    if doubles and seen != _mark(doubles):
        raise LooksKnown(doubles)
    taken = any(Reason.SAME_IDENTITY in double.why for double in doubles)
    told = replace(told, home=village.pk, number=None if taken else told.number)
    person = register_person(told, by=by, at=at)
    for double in doubles:
        _note(person, double)
    return person


def _note(person: Person, double: Double) -> None:
    """The pair waits for the registrar, whatever else is known of it."""
    one, other = sorted((person.pk, double.person.pk))
    pair, _new = Likeness.objects.get_or_create(one_id=one, other_id=other, defaults={"score": 0})
    pair.reasons = list(dict.fromkeys([*double.why, *pair.reasons]))
    pair.score = max(pair.score, score(double.why))
    pair.save(update_fields=["reasons", "score"])


def _mark(doubles: Sequence[Double]) -> str:
    told = repr([(str(double.person.uuid), double.why) for double in doubles])
    return salted_hmac("doubles", told).hexdigest()[:16]
