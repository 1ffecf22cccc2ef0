"""Published tables of provinces, and what a year's result was made of."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.core.places.models import Place
from tinhso.kit.charts import bar_chart
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.saying import say_number
from tinhso.operations.index.apps import SEE
from tinhso.operations.index.models import CatalogueVersion, Standing
from tinhso.operations.index.models.history import former_names
from tinhso.operations.index.views.whose import PROVINCE

NEIGHBOURS = 4
"""So many provinces are drawn before and after ours."""


@needs(SEE)
@require_safe
def ranking(request: Request) -> HttpResponse:
    """The table of one year; the newest whole one when none is asked for."""
    years = Standing.objects.years()
    if not years:
        raise Http404
    year, provinces = _asked(request, years)
    rows, ours = list(Standing.objects.table(year, provinces)), _names()
    version = CatalogueVersion.objects.in_year(PROVINCE, year)
    values = {
        "years": years, "year": year, "provinces": provinces, "rows": rows, "ours": ours, "version": version,
        "whole": len([row for row in rows if row.value is not None]) >= provinces, "chart": _drawn(rows, ours),
        "mains": version.index.mains if version else (),
    }  # fmt: skip
    return page(request, "index/ranking.html", values)


def _asked(request: Request, years: list[tuple[int, int]]) -> tuple[int, int]:
    typed = request.GET.get("year", "")
    if not typed:
        whole = Standing.objects.whole_years()
        return whole[0] if whole else years[0]
    for year, provinces in years:
        if typed in (str(year), f"{year}-{provinces}"):
            return year, provinces
    raise Http404


def _names() -> set[str]:
    home = Place.objects.home()
    return {home.name, *former_names(home)}


def _drawn(rows: list[Standing], ours: set[str]) -> object:
    """Ours among its neighbours in the table, as bars."""
    known = [row for row in rows if row.value is not None]
    spots = [place for place, row in enumerate(known) if row.province in ours]
    if not spots:
        return None
    near = known[max(0, spots[0] - NEIGHBOURS) : spots[0] + NEIGHBOURS + 1]
    row = known[spots[0]]
    told = _("%(province)s: %(points)s points") % {
        "province": row.province, "points": say_number((row.value or 0) * 1000, 1)
    }  # fmt: skip
    bars = [(one.province, (one.value or 0) * 1000) for one in near]
    return bar_chart(told, bars, head=(_("Province"), _("Points")))
