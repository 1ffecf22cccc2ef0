"""What the home of each kind of person shows, besides the cards that the systems add."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.core.accounts.models import Account, Mandate, Post
from tinhso.core.accounts.models.mandates import for_whom
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.domain.naming import full_name
from tinhso.core.places.domain.shapes import Area as Shape
from tinhso.core.places.models import Place, home_line, map_of
from tinhso.events.checkpoints import latest_checkpoint
from tinhso.events.health import health
from tinhso.kit.doors import Request
from tinhso.kit.maps import Area, AreaMap, area_map, rings_of
from tinhso.kit.matters import Shelf, in_turn, matters_of
from tinhso.kit.prepared import Listing
from tinhso.warehouse.definitions import Counted, known
from tinhso.warehouse.models import Fact, Total

Values = dict[str, Any]
WEEK = timedelta(days=6)
PEOPLE_CLASSES = (1, 20, 40, 60)
BEARINGS = 7
APART_DEGREES = 0.15
TURNS_SHOWN, MATTERS_SHOWN = 4, 3


def about_home(request: Request, shell: str) -> Values:
    """Everything that the home page of a shell needs."""
    return HOMES.get(shell, _public)(request)


class Number(NamedTuple):
    """How many of something there are."""

    many: int


COMMUNES_BELOW = Listing(
    Number,
    lambda path: (
        Place.objects.current().communes().filter(path__startswith=path).values("kind").values_list(Count("id"))
    ),
)
AGENCIES = Listing(Number, lambda: Organisation.objects.agencies().current().values("kind").values_list(Count("id")))


def _how_many(found: list[Number]) -> int:
    """No group of rows is none of them."""
    return found[0].many if found else 0


def _public(_request: Request) -> Values:
    return {
        "communes": _how_many(COMMUNES_BELOW(f"/{home_line().id}/")),
        "offices": _how_many(AGENCIES()),
        "checkpoint": latest_checkpoint(),
    }


class Called(NamedTuple):
    """What it takes to greet someone."""

    id: int
    title: str | None
    given: str
    full_name: str
    born: date | None
    birth_year: int | None
    sex: str | None


class Helper(NamedTuple):
    """Someone who may act for a citizen."""

    full_name: str | None

    @property
    def shown(self) -> str:
        return Person(full_name=self.full_name or "").shown


CALLED = Listing(Called, lambda person: Person.objects.filter(uuid=person).values_list(*Called._fields))
HELPERS = Listing(
    Helper,
    lambda person, at: (
        Mandate.objects.in_force(at).filter(person=person).order_by("id").values_list("account__person__full_name")
    ),
)


def _citizen(request: Request) -> Values:
    found = CALLED(request.rights.person) if request.rights.person else []
    if not found or request.rights.person is None:
        return {"name": "", "helpers": [], "turns": [], "going": [], "many": 0, "more": False}
    person = Person(**found[0]._asdict())
    open_now = matters_of(request, for_whom(request.actor) or request.rights.person, Shelf.OPEN)
    turns = [matter for matter in open_now.rows if matter.tone == "turn"]
    going = [matter for matter in in_turn(open_now.rows) if matter.tone != "turn"]
    return {
        "name": person.said_on(timezone.localdate(request.at)),
        "helpers": HELPERS(request.rights.person, request.at),
        "turns": turns[:TURNS_SHOWN],
        "going": going[: max(0, MATTERS_SHOWN - len(turns))],
        "many": len(open_now.rows),
        "more": bool(open_now.next),
    }


class PostLine(NamedTuple):
    """A post as its holder's home shows it."""

    title: str
    office: str
    unit_type: str
    place: str

    @property
    def where(self) -> str:
        return f"{self.office} · {full_name(self.unit_type, self.place)}"


POSTS = Listing(
    PostLine,
    lambda account, at: (
        Post.objects.in_force(at)
        .filter(account=account)
        .order_by("id")
        .values_list("title", "organisation__name", "place__unit_type", "place__name")
    ),
)


def _desk(request: Request) -> Values:
    return {"posts": POSTS(request.actor.account, request.at)}


def _field(request: Request) -> Values:
    posts = Post.objects.in_force(request.at).filter(account=request.actor.account).select_related("place")
    parts = [post.place for post in posts]
    villages = [village for part in parts for village in Place.objects.current().villages().within(part).by_name()]
    mandates = Mandate.objects.in_force(request.at).filter(account=request.actor.account)
    return {"villages": villages, "mandates": mandates.select_related("person")}


def _leader(request: Request) -> Values:
    today = timezone.localdate(request.at)
    province = Place.objects.home()
    unstaffed = _without_officer(request, province)
    return {
        "today": today,
        "province_place": province,
        "map": _people_map(province, today),
        "unstaffed": unstaffed,
        "numbers": _week(today),
        "sentence": _morning(Place.objects.current().communes().within(province).count(), len(unstaffed)),
    }


def _week(today: date) -> list[tuple[Counted, Total]]:
    """What was counted in the last seven days, by one question."""
    counted = {code: one for code, one in known().items() if isinstance(one, Counted)}
    totals = Fact.objects.totals(counted, first=today - WEEK, last=today)
    return [(one, totals.get(code, Total(None, None))) for code, one in counted.items()]


def _without_officer(request: Request, province: Place) -> list[Place]:
    """Communes in which nobody holds a post today."""
    staffed = Post.objects.in_force(request.at).values("place")
    communes = Place.objects.current().communes().within(province)
    return list(communes.exclude(pk__in=staffed).by_name())


def _morning(communes: int, unstaffed: int) -> str:
    if not unstaffed:
        return _("All %(number)s communes and wards have someone at their desk.") % {"number": communes}
    return _("%(fine)s of %(number)s communes and wards have someone at their desk. %(rest)s need a look.") % {
        "fine": communes - unstaffed,
        "number": communes,
        "rest": unstaffed,
    }


def _people_map(province: Place, day: date) -> AreaMap:
    """The communes coloured by how many people of each are on the register; hatched where nobody is."""
    living = Person.objects.living().exclude(home=None).values("home__parent").annotate(people=Count("id"))
    people = {row["home__parent"]: row["people"] for row in living}
    drawn = map_of(province, day)
    coloured = [
        _area(place, drawn.shapes[pk], people.get(pk, 0)) for pk, place in drawn.places.items() if pk in drawn.shapes
    ]
    empty = sum(not area.value for area in coloured)
    finding = (
        _("%(number)s communes have nobody on the register yet.") % {"number": empty}
        if empty
        else _("Every commune has people on the register.")
    )
    return area_map(
        finding, coloured, bounds=PEOPLE_CLASSES, below_word=_("nobody yet"), bearings=_bearings(drawn.places.values())
    )


def _area(place: Place, shape: Shape, people: int) -> Area:
    return Area(
        place.code,
        place.name,
        rings_of(shape.__geo_interface__),
        float(people),
        reverse("place", args=[place.address_key]),
    )


def _bearings(places: Iterable[Place]) -> list[str]:
    """The codes of the few places named on the map: the most peopled, none close to another."""
    named: list[Place] = []
    for place in sorted(places, key=lambda place: -(place.population or 0)):
        if len(named) < BEARINGS and all(_apart(place, other) for other in named):
            named.append(place)
    return [place.code for place in named]


def _apart(one: Place, other: Place) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return abs(one.lat - other.lat) > APART_DEGREES or abs(one.lon - other.lon) > 2 * APART_DEGREES


def _engineer(request: Request) -> Values:
    return {"log": health(request.at), "accounts": Account.objects.filter(is_active=True).count()}


HOMES: dict[str, Callable[[Request], Values]] = {
    "public": _public,
    "citizen": _citizen,
    "desk": _desk,
    "field": _field,
    "leader": _leader,
    "engineer": _engineer,
}
