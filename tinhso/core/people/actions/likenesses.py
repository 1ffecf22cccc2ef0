"""Noting who looks like whom."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q

from tinhso.core.people.domain.likeness import WORTH_ASKING, Traits, reasons, score
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
    by_name: dict[str, dict[int, Traits]] = defaultdict(dict)
    by_number: dict[str, dict[int, Traits]] = defaultdict(dict)
    for other in _candidates(ids, people):
        traits = other.traits()
        by_name[traits.short_folded][other.pk] = traits
        for number in traits.former:
            by_number[number][other.pk] = traits
    for person in people:
        mine = by_name[person.short_folded][person.pk]
        others = dict(by_name[person.short_folded])
        for number in mine.former:
            others |= by_number[number]
        yield from (found for pk, other in others.items() if (found := _likeness(person.pk, mine, pk, other)))


def _candidates(ids: Sequence[int], people: Sequence[Person]) -> list[Person]:
    prints = Number.objects.filter(person__in=ids, kind=Kind.FORMER).values("fingerprint")
    same_number = Number.objects.filter(kind=Kind.FORMER, fingerprint__in=prints).values("person")
    years = {person.birth_year for person in people if person.birth_year}
    alike = Q(short_folded__in={person.short_folded for person in people}) & (Q(birth_year__in=years) | Q(born=None))
    found = Person.objects.current().filter(alike | Q(pk__in=same_number) | Q(pk__in=ids))
    return list(found.prefetch_related("numbers"))


def _likeness(person: int, mine: Traits, other: int, theirs: Traits) -> Likeness | None:
    if person == other:
        return None
    found = reasons(mine, theirs)
    if score(found) < WORTH_ASKING:
        return None
    one, two = sorted((person, other))
    return Likeness(one_id=one, other_id=two, score=score(found), reasons=list(found))
