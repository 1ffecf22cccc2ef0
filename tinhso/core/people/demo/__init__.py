"""Demo life: 3,000 people in 800 households of the province's ethnic mix, and the people of every story.

Nobody here is real. Names are put together by chance from common parts; identity numbers have the true structure but
serials from a range kept for invented people (800000 and up, by running number); phones begin with 095, which no
operator uses. Where shares and names come from is told in `tables/NOTES.md`.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from tinhso.core.people.actions import Roof, form_households, read_person, register_people
from tinhso.core.people.demo.cast import cast_numbers, make_named_people, named_people
from tinhso.core.people.demo.families import Family, Maker
from tinhso.core.people.demo.shares import groups_for
from tinhso.core.people.domain.tables import rows
from tinhso.core.people.domain.words import ReadReason
from tinhso.core.people.models import Person
from tinhso.core.people.models.number import Number
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.demo import Demo

AFTER = ("places",)
PEOPLE, HOUSEHOLDS = 3000, 800
SINCE = timedelta(days=200)
AT_ONCE = 500
BY = Actor(channel=Channel.IMPORT)

__all__ = ["AFTER", "fill", "make_named_people", "named_people", "officers_to_be"]


def fill(demo: Demo) -> None:
    """Make the people. The named ones come last, as their baby was born a week ago."""
    at = demo.now - SINCE
    families = _families(demo, at)
    told = [particulars for family in families for particulars, _relation in family.members]
    people: list[Person] = []
    for start in range(0, len(told), AT_ONCE):
        people += register_people(told[start : start + AT_ONCE], by=BY, at=at)
        demo.step(0.7 * len(people) / len(told))
    _house(families, people, at)
    cast = make_named_people(demo.province, at=demo.now)
    _looked_at(cast, demo.now)
    demo.step(1)


def officers_to_be(communes: Sequence[Place], *, on: date) -> dict[int, list[Person]]:
    """Adults who could be officers, by the id of the commune they live in: 24–58, reading, with a phone; no named ones.

    In a steady order, so that the same seed gives the same officers.
    """
    named = Number.objects.filter(fingerprint__in=cast_numbers()).values("person")
    able = Person.objects.living().filter(
        birth_year__range=(on.year - 58, on.year - 24), can_read=True, phone__isnull=False, numbers__isnull=False
    )
    by_village = {place.pk: place.parent_id for place in Place.objects.filter(parent__in=communes)}
    by_commune: dict[int, list[Person]] = defaultdict(list)
    homes = {*by_village, *(commune.pk for commune in communes)}
    for person in able.exclude(pk__in=named).filter(home__in=homes).order_by("pk"):
        if person.home_id:
            by_commune[by_village.get(person.home_id) or person.home_id].append(person)
    return dict(by_commune)


def _families(demo: Demo, at: datetime) -> list[Family]:
    """As many households as there shall be, spread over the communes, with as many people as there shall be."""
    villages = _villages(demo)
    maker = Maker(demo.province, demo.random, today=timezone.localdate(at))
    cast = list(rows("cast.csv"))
    houses = HOUSEHOLDS - len({row["house"] for row in cast})
    groups = groups_for(demo.province, villages, houses, demo.random)
    sizes = maker.sizes(houses, PEOPLE - len(cast))
    return [maker.family(group, size, village) for (village, group), size in zip(groups, sizes, strict=True)]


def _villages(demo: Demo) -> list[Place]:
    """Two villages of each commune, in a steady order; the commune itself where it has none."""
    communes = Place.objects.current().communes().within(Place.objects.home()).by_name()
    below: dict[int | None, list[Place]] = defaultdict(list)
    for village in Place.objects.current().villages().select_related("parent").by_name():
        below[village.parent_id].append(village)
    chosen = []
    for commune in communes:
        chosen += demo.random.sample(below[commune.pk], 2) if len(below[commune.pk]) > 1 else [commune, commune]
    return chosen


def _house(families: Sequence[Family], people: Sequence[Person], at: datetime) -> None:
    rest = iter(people)
    numbers: dict[int, int] = defaultdict(int)
    roofs = []
    for family in families:
        members = [(next(rest), relation) for _particulars, relation in family.members]
        numbers[family.home.pk] += 1
        number = f"{family.home.code[-8:]}/{numbers[family.home.pk]:02}"
        roofs.append(Roof(head=members[0][0], place=family.home, members=members, number=number))
    form_households(roofs, by=BY, at=at)


def _looked_at(cast: dict[str, Person], now: datetime) -> None:
    """Two looks at chị Mỷ's data, so that her page has something to tell."""
    hac, dung, my = cast["hac"], cast["dung"], cast["my"]
    desk, station = Actor(person=hac.uuid, channel=Channel.COUNTER), Actor(person=dung.uuid, channel=Channel.COUNTER)
    read_person(my, reason=ReadReason.CARE, by=station, at=now - timedelta(days=1))
    read_person(my, reason=ReadReason.CASE, case="H52.112-261121-0042", by=desk, at=now)
