"""Noting who looks like whom."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q

from tinhso.core.people.domain.likeness import WORTH_ASKING, reasons, score
from tinhso.core.people.models import Kind, Likeness, Number, Person

AT_ONCE = 400


def note_likenesses(people: Sequence[Person]) -> None:
    """Compare people with everyone who bears a like name or the same old number; keep the pairs worth asking about."""
    pairs = {}
    for start in range(0, len(people), AT_ONCE):
        for likeness in _alike(people[start : start + AT_ONCE]):
            pairs[likeness.one_id, likeness.other_id] = likeness
    Likeness.objects.bulk_create(pairs.values(), ignore_conflicts=True)


def _alike(people: Sequence[Person]) -> Iterator[Likeness]:
    ids = [person.pk for person in people]
    fresh = Person.objects.filter(pk__in=ids).prefetch_related("numbers")
    by_name: dict[str, list[Person]] = defaultdict(list)
    by_number: dict[str, list[Person]] = defaultdict(list)
    for other in _candidates(ids, people):
        by_name[other.short_folded].append(other)
        for number in other.numbers.all():
            by_number[number.fingerprint].append(other)
    for person in fresh:
        others = {other.pk: other for other in by_name[person.short_folded]}
        for number in person.numbers.all():
            others.update((other.pk, other) for other in by_number[number.fingerprint])
        yield from (found for other in others.values() if (found := _likeness(person, other)))


def _candidates(ids: Sequence[int], people: Sequence[Person]) -> list[Person]:
    prints = Number.objects.filter(person__in=ids, kind=Kind.FORMER).values("fingerprint")
    same_number = Number.objects.filter(kind=Kind.FORMER, fingerprint__in=prints).values("person")
    years = {person.birth_year for person in people if person.birth_year}
    alike = Q(short_folded__in={person.short_folded for person in people}) & (Q(birth_year__in=years) | Q(born=None))
    found = Person.objects.current().filter(alike | Q(pk__in=same_number))
    return list(found.prefetch_related("numbers"))


def _likeness(person: Person, other: Person) -> Likeness | None:
    if person.pk == other.pk:
        return None
    found = reasons(person.traits(), other.traits())
    if score(found) < WORTH_ASKING:
        return None
    one, two = sorted((person, other), key=lambda either: either.pk)
    return Likeness(one=one, other=two, score=score(found), reasons=list(found))
