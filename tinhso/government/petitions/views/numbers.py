"""The numbers of petitions: for officers of their own places, for leaders of all."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.core.people.domain.tables import languages
from tinhso.core.places.models import Place
from tinhso.government.petitions.domain.words import Way
from tinhso.government.petitions.forms.numbers import ScopeForm, a_quarter
from tinhso.government.petitions.models import Topic
from tinhso.government.petitions.models.numbers import SEE, Numbers, Scope, backlog_of, numbers_of
from tinhso.kit.charts import LineChart, Series, line_chart
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.passport import Text
from tinhso.kit.saying import say_length, say_number, say_percent
from tinhso.kit.suppressing import told_groups

Line = tuple[str, str, str]
"""What, how many came, which share of all."""
A_WEEK = 7
MOST_LINES = 15
WAYS: Mapping[Way, Text] = {
    Way.PAGE: gettext_lazy("On these pages"),
    Way.COUNTER: gettext_lazy("At the counter"),
    Way.PHONE: gettext_lazy("By telephone"),
    Way.HELPER: gettext_lazy("Through a helper"),
    Way.SMS: gettext_lazy("Text message"),
    Way.OPEN311: gettext_lazy("From another application"),
    Way.OFFLINE: gettext_lazy("Kept without signal, sent later"),
}
GROUPED: Mapping[str, Text] = {
    "topic": gettext_lazy("By topic"),
    "place": gettext_lazy("By village or commune"),
    "channel": gettext_lazy("By way in"),
    "language": gettext_lazy("By language"),
}


@needs(SEE)
@require_safe
def petition_numbers(request: Request) -> HttpResponse:
    """The numbers of some days, read from the tables of this very moment; small groups are told nowhere."""
    asked = request.GET if "first" in request.GET else a_quarter(timezone.localdate(request.at))
    form = ScopeForm(asked, rights=request.rights)
    if not form.is_valid():
        return page(request, "petitions/square/numbers.html", {"form": form, "found": None}, status=422)
    found = numbers_of(request.rights, form.scope, at=request.at)
    values = {
        "form": form,
        "found": found,
        "finding": _finding(found),
        "median": say_length(found.median),
        "ninth": say_length(found.ninth_decile),
        "backlog": _backlog(backlog_of(request.rights, form.scope)),
        "groups": [(title, _lines(name, _sizes(name, found, form.scope))) for name, title in GROUPED.items()],
    }
    return page(request, "petitions/square/numbers.html", values)


def _finding(found: Numbers) -> str:
    if not found.answered:
        return _("Nothing was answered in these days.")
    return _("%(share)s of the answers came in time.") % {"share": say_percent(found.on_time / found.answered)}


def _backlog(open_by_day: Mapping[date, int]) -> LineChart | None:
    """What stood open on every seventh evening up to the last; nothing for less than two of them."""
    evenings = sorted(open_by_day)[::-1][::A_WEEK][::-1]
    if len(evenings) < 2:
        return None
    counts = [open_by_day[day] for day in evenings]
    told = {"now": say_number(counts[-1]), "most": say_number(max(counts))}
    finding = _("%(now)s stood open on the last evening; %(most)s at the most.") % told
    line = Series(gettext_lazy("Open petitions"), tuple(map(float, counts)))
    return line_chart(finding, [f"{day:%d/%m}" for day in evenings], [line], places=0, width=720)


def _sizes(group: str, found: Numbers, scope: Scope) -> Mapping[str, int]:
    """How many came in each; topics by their top, until one of those is asked for."""
    sizes = found.by[group]
    if group != "topic" or scope.topic:
        return sizes
    tops = Counter[str]()
    for code, number in sizes.items():
        tops[code.partition(".")[0]] += number
    return tops


def _lines(group: str, sizes: Mapping[str, int]) -> list[Line]:
    """The larger groups, the largest first; what is too small to be told is left out with one more."""
    told = told_groups(sizes)
    largest = sorted(told, key=lambda key: (-sizes[key], key))[:MOST_LINES]
    whole, names = sum(sizes.values()), _names(group, largest)
    return [(names.get(key, key), say_number(sizes[key]), say_percent(sizes[key] / whole, 0)) for key in largest]


def _names(group: str, keys: list[str]) -> Mapping[str, str]:
    if group == "topic":
        return {one.code: one.title for one in Topic.objects.filter(code__in=keys)}
    if group == "place":
        return {one.code: one.full_name for one in Place.objects.filter(code__in=keys)}
    if group == "language":
        return {code: languages()[code].name for code in keys if code in languages()}
    return {way.value: str(said) for way, said in WAYS.items()}
