"""Teams of six communes: whoever is a helper there, and neighbours without an account."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from tinhso.core.accounts.demo import persona
from tinhso.core.accounts.domain import Role
from tinhso.core.accounts.models import Account, Post
from tinhso.core.people.demo import named_people
from tinhso.core.people.models import Person
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo
from tinhso.society.teams.actions.members import Profile, add_member, show_myself
from tinhso.society.teams.actions.teams import form_team
from tinhso.society.teams.domain.words import Help, Position
from tinhso.society.teams.models import Team

COMMUNES, VILLAGES, MEMBERS = 6, 5, 4
FORMED = timedelta(days=140)
SYSTEM = Actor.system()
SKILLS = [one.value for one in Help if one is not Help.OTHER]


def make_teams(demo: Demo) -> None:
    """Every village of the named people's commune that has enough people, and some of five others."""
    here = named_people()["thoa"].home
    if here is None or here.parent is None:
        return
    others = Place.objects.current().communes().within(Place.objects.home()).exclude(pk=here.parent.pk)
    communes = [here.parent, *list(others.by_name())[: COMMUNES - 1]]
    for number, commune in enumerate(communes):
        _commune(demo, commune, VILLAGES if number else 2 * VILLAGES)
        demo.step(0.5 * (number + 1) / len(communes))


def _commune(demo: Demo, commune: Place, most: int) -> None:
    at = demo.now - FORMED
    able = _able(commune, at.year)
    for village, people in sorted(able.items(), key=lambda pair: -_helpers(pair[1]))[:most]:
        team = form_team(Place.objects.get(pk=village), by=SYSTEM, at=at)
        _members(demo, team, people[:MEMBERS])


def _helpers(people: list[tuple[Person, bool]]) -> int:
    return sum(helps for _person, helps in people)


def _able(commune: Place, year: int) -> dict[int, list[tuple[Person, bool]]]:
    """Grown people of each village, helpers with an account first; who holds another post has no time."""
    helpers = set(Post.objects.filter(role=Role.HELPER).values_list("account__person", flat=True))
    busy = set(Account.objects.filter(posts__isnull=False).values_list("person", flat=True)) - helpers
    people = Person.objects.living().filter(home__path__startswith=commune.path, home__kind=Kind.VILLAGE.value)
    grown = people.filter(birth_year__range=(year - 50, year - 20), phone__isnull=False)
    found = defaultdict[int, list[tuple[Person, bool]]](list)
    for person in grown.prefetch_related("tongues").order_by("pk"):
        if person.home_id and person.uuid not in busy:
            found[person.home_id].append((person, person.uuid in helpers))
    return {village: sorted(them, key=lambda pair: not pair[1]) for village, them in found.items()}


def _members(demo: Demo, team: Team, people: list[tuple[Person, bool]]) -> None:
    positions: Iterator[Position] = iter((Position.HEAD, Position.DEPUTY))
    thoa = persona("thoa").person_id
    for person, _helps in people:
        position = Position.MEMBER if person.uuid == thoa else next(positions, Position.MEMBER)
        profile = Profile(
            position=position,
            phone=person.phone,
            languages=person.speaks or ["vi"],
            skills=sorted(demo.random.sample(SKILLS, 3)),
        )
        member = add_member(team, person, profile, by=SYSTEM, at=team.formed_at)
        if demo.random.random() < 0.7 or person.uuid == thoa:
            show_myself(member, shown=True, by=Actor(person=person.uuid), at=team.formed_at)
