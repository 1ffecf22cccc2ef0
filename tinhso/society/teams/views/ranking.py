"""Teams and members beside each other, by what the numbers of a quarter or a year prove."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.pages import page
from tinhso.kit.saying import say_number
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.domain.ranking import Ranked, ranked
from tinhso.society.teams.models import Member
from tinhso.society.teams.models.ranking import work_of_communes, work_of_members, work_of_teams
from tinhso.society.teams.views.whose import KEEP, SEE, place_looked_at

QUARTERS, MOST_MEMBERS = 4, 30
WHOLE = 100
"""From here on no decimals: nobody reads them."""


class Line(NamedTuple):
    """One of those compared, in words."""

    name: str
    href: str
    note: str
    place: str
    rates: tuple[str, ...]


@signed_in
@require_safe
def team_ranking(request: Request) -> HttpResponse:
    """Communes of the province, or the teams of a commune; who keeps the teams there sees its members, too."""
    place, today = _place(request), timezone.localdate(request.at)
    period = Period.read(request.GET.get("period", "")) or Period.of(today)
    of_commune = place.kind == Kind.COMMUNE
    keeps = of_commune and request.rights.may(KEEP, place=place.pk)
    values = {
        "place": place, "of_commune": of_commune, "commune": request.GET.get("commune", ""),
        "period": period.code, "said": say_period(period), "periods": periods_until(today),
        "lines": _teams(request, place, period) if of_commune else _communes(place, period),
        "members": _members(request, place, period) if keeps else [],
        "back": reverse("teams" if request.rights.may(SEE) else "my_team"),
    }  # fmt: skip
    return page(request, "teams/desk/ranking.html", values)


def say_period(period: Period) -> str:
    """`Quarter 4 of 2026`, `The year 2026`."""
    told: Mapping[str, int] = {"quarter": period.quarter, "year": period.year}
    return (_("Quarter %(quarter)s of %(year)s") if period.quarter else _("The year %(year)s")) % told


def periods_until(day: date) -> list[tuple[str, str]]:
    """The quarter of a day and those before it, then the year, each after its code."""
    found = [Period.of(day)]
    while len(found) < QUARTERS:
        found.append(found[-1].before)
    return [(one.code, say_period(one)) for one in (*found, found[0].whole_year)]


def _place(request: Request) -> Place:
    """What somebody with a desk looks at; for a member of a team the own commune (404 for others)."""
    if request.rights.may(SEE):
        return place_looked_at(request)
    mine = Member.objects.now().of_person(request.actor.person).select_related("team__place__parent").first()
    if mine is None:
        raise Http404
    return mine.team.commune


def _communes(province: Place, period: Period) -> list[Line]:
    here = reverse("team_ranking")
    found = ranked(work_of_communes(province, period))
    return [_line(one, one.key.full_name, f"{here}?commune={one.key.code}&period={period.code}") for one in found]


def _teams(request: Request, commune: Place, period: Period) -> list[Line]:
    sees, found = request.rights.may(SEE, place=commune.pk), ranked(work_of_teams(commune, period))
    return [_line(one, one.key.place.full_name, reverse("team", args=[one.key.uuid]) if sees else "") for one in found]


def _members(request: Request, commune: Place, period: Period) -> list[Line]:
    found = [one for one in ranked(work_of_members(commune, period)) if one.place is not None][:MOST_MEMBERS]
    note_list([one.key.person.uuid for one in found], way=ListWay.LIST, by=request.actor, at=request.at)
    return [_line(one, one.key.person.shown, note=one.key.team.place.full_name) for one in found]


def _line(one: Ranked[Any], name: str, href: str = "", *, note: str = "") -> Line:
    rates = tuple(say_number(rate, 0 if rate and rate >= WHOLE else 1) for rate in one.rates)
    return Line(name, href, note or _houses(one.work.households), say_number(one.place), rates)


def _houses(many: int) -> str:
    if not many:
        return _("number of households not known")
    return ngettext("%(num)s household", "%(num)s households", many) % {"num": say_number(many)}
