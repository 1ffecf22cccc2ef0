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
    by_name: dict[str, dict[int, Traits]] = defaultdict(dict)
    by_number: dict[str, dict[int, Traits]] = defaultdict(dict)
    for pk, traits in _candidates(people):
        by_name[traits.short_folded][pk] = traits
        for number in traits.former:
            by_number[number][pk] = traits
    for person in people:
        mine = by_name[person.short_folded][person.pk]
        others = dict(by_name[person.short_folded])
        for number in mine.former:
            others |= by_number[number]
        yield from (found for pk, other in others.items() if (found := _likeness(person.pk, mine, pk, other)))


def _candidates(people: Sequence[Person]) -> Iterator[tuple[int, Traits]]:
    """Everyone who may be one of them, and they themselves: asked for what is compared, without making people of it."""
    ids = [person.pk for person in people]
    prints = Number.objects.filter(person__in=ids, kind=Kind.FORMER).values("fingerprint")
    same_number = Number.objects.filter(kind=Kind.FORMER, fingerprint__in=prints).values("person")
    years = {person.birth_year for person in people if person.birth_year}
    alike = Q(short_folded__in={person.short_folded for person in people}) & (Q(birth_year__in=years) | Q(born=None))
    found = Person.objects.current().filter(alike | Q(pk__in=same_number) | Q(pk__in=ids)).order_by()
    numbers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    theirs = Number.objects.filter(person__in=found.values("pk"))
    for pk, kind, fingerprint in theirs.values_list("person", "kind", "fingerprint"):
        numbers[pk].append((kind, fingerprint))
    for pk, folded, short, born, year, sex, home, phone in found.values_list(
        "pk", "folded", "short_folded", "born", "birth_year", "sex", "home", "phone"
    ):
        yield pk, Traits(
            folded=folded, short_folded=short, born=born, birth_year=year, sex=sex, home=home, phone=phone,
            former=frozenset(fingerprint for kind, fingerprint in numbers[pk] if kind == Kind.FORMER),
            has_number=any(kind == Kind.PERSONAL for kind, _fingerprint in numbers[pk]),
        )  # fmt: skip


def _likeness(person: int, mine: Traits, other: int, theirs: Traits) -> Likeness | None:
    if person == other:
        return None
    found = reasons(mine, theirs)
    if score(found) < WORTH_ASKING:
        return None
    one, two = sorted((person, other))
    return Likeness(one_id=one, other_id=two, score=score(found), reasons=list(found))
