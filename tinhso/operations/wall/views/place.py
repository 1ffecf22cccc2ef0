"""One commune: the number of the map, its way, all other tiles, its offices, and on to the cases for those who may."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Max, Sum
from django.http import Http404, HttpResponse
from django.urls import resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.addresses import url_if_any
from tinhso.kit.charts import LineChart, Series, Target, line_chart
from tinhso.kit.doors import Request, door_of, needs
from tinhso.kit.pages import page
from tinhso.kit.saying import say_number
from tinhso.operations.wall.apps import SEE
from tinhso.operations.wall.domain.figures import Figure, first_day, say_bare, way
from tinhso.operations.wall.domain.verdicts import Verdict, judge
from tinhso.operations.wall.models.picture import POINTS, Choice, choices
from tinhso.operations.wall.models.tiles import TILES
from tinhso.operations.wall.views.asked import Asked
from tinhso.warehouse.concerns import Ask, Concern, concerns_of
from tinhso.warehouse.definitions import Stock, known
from tinhso.warehouse.models import Fact

LEAST_POINTS = 2
Line = Sequence[tuple[date, Figure]]
Offices = tuple[Sequence[object], list[tuple[str, ...]]]


@needs(SEE)
@require_safe
def wall_place(request: Request, key: str) -> HttpResponse:
    """A commune of this province."""
    place, asked = _commune_or_404(key), Asked.of(request)
    offered = choices(asked.until)
    tiles = [line.indicator for line in TILES() if line.indicator in offered]
    choice = offered.get(asked.number) or (offered[tiles[0]] if tiles else None)
    if choice is None:
        raise Http404
    found = {code: _way(place, offered[code]) for code in dict.fromkeys([choice.promise.code, *tiles])}
    line = found[choice.promise.code]
    values = {
        "place": place, "asked": asked, "choice": choice, "figure": line[-1][1], "verdict": _verdict(choice, line),
        "chart": _chart(choice, line), "concerns": _concerns(place, request), "offices": _offices(place, choice),
        "rows": [_row(offered[code], found[code]) for code in tiles],
        "cases": _cases(place, choice, request), "directive": _directive(place, choice, request),
    }  # fmt: skip
    return page(request, "wall/place.html", values)


def _concerns(place: Place, request: Request) -> list[Concern]:
    reach = request.rights.places(SEE)
    ask = Ask(places=frozenset({place.pk}), at=request.at, rights=request.rights)
    return concerns_of(ask) if reach is None or place.pk in reach else []


def _commune_or_404(key: str) -> Place:
    place = Place.objects.known_by(key)
    if place is None or not Place.objects.communes().within(Place.objects.home()).filter(pk=place.pk).exists():
        raise Http404
    return place


def _way(place: Place, choice: Choice) -> Line:
    """The number day by day, with all below the place."""
    first = first_day(choice.promise, choice.until, choice.days) - timedelta(days=POINTS)
    rows = Fact.objects.of(choice.promise.code, first=first, last=choice.until)
    here = rows.filter(place__in=Place.objects.within(place).values("pk")).order_by("day").values_list("day")
    sums = {day: (top, bottom) for day, top, bottom in here.annotate(Sum("numerator"), Sum("denominator"))}
    return way(choice.promise, sums, choice.until, choice.days, POINTS)


def _verdict(choice: Choice, line: Line) -> Verdict:
    before = line[-1 - POINTS // 2][1]
    return judge(line[-1][1].value, before.value, choice.target, choice.better, choice.kind)


def _chart(choice: Choice, line: Line) -> LineChart | None:
    """Nothing for fewer than two days of which anything is known."""
    values = tuple(figure.value for _day, figure in line)
    if sum(value is not None for value in values) < LEAST_POINTS:
        return None
    target = Target(choice.target, choice.target_said) if choice.target is not None else None
    labels = [f"{day:%d/%m}" for day, _figure in line]
    series = Series(choice.promise.title, values)
    title = _("%(what)s, %(period)s") % {"what": choice.promise.title, "period": choice.period}
    return line_chart(title, labels, [series], target=target, places=choice.kind.decimals, width=720)


def _row(choice: Choice, line: Line) -> tuple[str, str, str, str]:
    title = _("%(what)s, %(period)s") % {"what": choice.promise.title, "period": choice.period}
    return (
        title,
        line[-1][1].said,
        say_bare(choice.target, choice.kind) if choice.target is not None else "–",
        _verdict(choice, line).words,
    )


def _offices(place: Place, choice: Choice) -> Offices:
    """What stands at each office of the place, of the same system: heads, and rows with the office's name first."""
    system = choice.promise.code.partition(".")[0]
    stocks = {code: one for code, one in known().items() if isinstance(one, Stock) and code.startswith(f"{system}.")}
    facts = Fact.objects.filter(indicator__in=stocks, place=place.pk, day__lte=choice.until).exclude(desk=None)
    last = facts.aggregate(day=Max("day"))["day"]
    found: dict[int, dict[str, int]] = {}
    for desk, code, number in facts.filter(day=last).values_list("desk", "indicator", "numerator"):
        if desk is not None:
            found.setdefault(desk, {})[code] = number
    names = dict(Organisation.objects.filter(pk__in=found).values_list("pk", "name"))
    heads = [_("Office"), *({"text": one.title, "number": True} for one in stocks.values())]
    rows = [(names[desk], *(say_number(said.get(code, 0)) for code in stocks)) for desk, said in found.items()]
    return heads, sorted(row for row in rows)


def _cases(place: Place, choice: Choice, request: Request) -> str:
    """The list of the cases behind the number, for those who may enter it; else empty."""
    address = url_if_any(choice.promise.listed) if choice.promise.listed else ""
    if not address:
        return ""
    door = door_of(resolve(address).func)
    if door is None or not (door.open or request.rights.may(door.permission, place=place.pk)):
        return ""
    return f"{address}?{urlencode({'place': place.pk, 'days': choice.days, 'until': choice.until.isoformat()})}"


def _directive(place: Place, choice: Choice, request: Request) -> str:
    """Where this can be made somebody's work, for those who may."""
    address = url_if_any("new_directive")
    door = door_of(resolve(address).func) if address else None
    if door is None or not request.rights.may(door.permission):
        return ""
    return f"{address}?{urlencode({'indicator': choice.promise.code, 'place': place.pk})}"
