"""Open data: pages for people, files, and the catalogue for machines. Everyone may enter; nothing is changed here."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import orjson
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.places.models import Place
from tinhso.kit.charts import LineChart, Series, line_chart
from tinhso.kit.doors import Request, open_to_all, open_to_questions
from tinhso.kit.pages import page
from tinhso.kit.saying import say_number, say_percent
from tinhso.kit.sheets import csv_of
from tinhso.warehouse import catalogue
from tinhso.warehouse.catalogue import FILES, Dataset
from tinhso.warehouse.definitions import Spread
from tinhso.warehouse.graphs import FORMS, Triple
from tinhso.warehouse.models import OpenFigure
from tinhso.warehouse.tables import COLUMNS, Row, parquet_of

MONTHS_SHOWN = 24
HEADS = tuple(COLUMNS)
ASKED_BY = ("GET", "HEAD", "POST")


@require_safe
@open_to_all
def open_data(request: Request) -> HttpResponse:
    """Every number that everyone may have, with its newest month."""
    held = catalogue.datasets()
    newest: dict[str, OpenFigure] = {}
    for figure in OpenFigure.objects.filter(place=None).order_by("month"):
        newest[figure.indicator] = figure
    rows = [(one, newest[one.code], _told(one, newest[one.code])) for one in held if one.code in newest]
    return page(request, "warehouse/open_data.html", {"rows": rows})


@require_safe
@open_to_all
def open_dataset(request: Request, code: str) -> HttpResponse:
    """One number: month by month, and the newest month by commune."""
    one = _dataset_or_404(code)
    figures = list(OpenFigure.objects.of(code).filter(place=None)[:MONTHS_SHOWN])
    newest = OpenFigure.objects.of(code).first()
    communes = OpenFigure.objects.of(code).filter(month=newest.month).exclude(place=None) if newest else []
    names = _names(communes)
    placed = [(names[figure.place], figure) for figure in communes if figure.place in names]
    placed.sort(key=lambda both: both[0].sort_key)
    values = {
        "one": one,
        "finding": _finding(one, figures),
        "chart": _chart(one, figures[::-1]),
        "month": newest.month if newest else None,
        "lines": [(place.full_name, _told(one, figure)) for place, figure in placed],
        "how": catalogue.how_counted(one.promise),
        "licence": settings.OPEN_DATA_LICENCE,
    }
    return page(request, "warehouse/open_dataset.html", values)


@require_safe
@open_to_all
def download(request: Request, code: str, ending: str) -> HttpResponse:
    """The whole of a data set; what is held back is said to be, never 0."""
    _dataset_or_404(code)
    figures = list(OpenFigure.objects.of(code))
    names = _names(figures)
    rows = [_row(figure, names) for figure in figures]
    if ending == "json":
        return JsonResponse([dict(zip(HEADS, row, strict=True)) for row in rows], safe=False)
    made, kind = (_csv(rows), "text/csv; charset=utf-8") if ending == "csv" else (parquet_of(rows), FILES[ending])
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{code}.{ending}"'
    return answer


def _csv(rows: Sequence[Row]) -> bytes:
    said = [HEADS, *(["" if cell is None else cell for cell in row] for row in rows)]
    return csv_of([[str(cell).lower() if isinstance(cell, bool) else cell for cell in row] for row in said])


@require_safe
@open_to_all
def catalog(request: Request, ending: str) -> HttpResponse:
    """DCAT-AP 3, 100 data sets a page (`?page=`); `?q=` as in the search, `?modified_since=` in ISO 8601."""
    held = catalogue.searched(catalogue.datasets(), request.GET.get("q", ""))
    if since := request.GET.get("modified_since", ""):
        try:
            held = catalogue.modified_since(held, since)
        except ValueError:
            return HttpResponseBadRequest("modified_since: ISO 8601", content_type="text/plain; charset=utf-8")
    number = _whole(request.GET.get("page", ""), 1)
    if not 1 <= number <= catalogue.last_page(held):
        raise Http404

    def page_address(other: int) -> str:
        query = request.GET.copy()
        query["page"] = str(other)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    return _graph(catalogue.catalogue(held, number, request.build_absolute_uri, page_address), ending)


@require_safe
@open_to_all
def dataset(request: Request, code: str, ending: str) -> HttpResponse:
    """One data set in DCAT-AP 3."""
    one = _dataset_or_404(code)
    address = request.build_absolute_uri
    return _graph([*catalogue.described(one, address), *catalogue.publisher(address)], ending)


@require_safe
@open_to_all
def dataset_page(request: Request, code: str) -> HttpResponse:
    """The name of a data set leads to its page."""
    return redirect("open_dataset", _dataset_or_404(code).code)


def _asked(request: Request) -> dict[str, str]:
    """CKAN's arguments: of the address, or as JSON or a form in the body."""
    told: dict[str, str] = request.GET.dict()
    if request.method != "POST":
        return told
    if request.content_type != "application/json":
        return told | request.POST.dict()
    try:
        body = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError:
        body = {}
    return told | {key: str(value) for key, value in body.items()} if isinstance(body, dict) else told


@require_http_methods(ASKED_BY)
@open_to_questions
def package_list(request: Request) -> HttpResponse:
    """CKAN: the names of all data sets."""
    return _ckan(request, [one.code for one in catalogue.datasets()])


@require_http_methods(ASKED_BY)
@open_to_questions
def package_show(request: Request) -> HttpResponse:
    """CKAN: one data set, `id`."""
    one = catalogue.dataset(_asked(request).get("id", ""))
    if one is None:
        error = {"__type": "Not Found Error", "message": "Not found"}
        return JsonResponse({"help": _help(request), "success": False, "error": error}, status=404)
    return _ckan(request, catalogue.package(one, request.build_absolute_uri))


@require_http_methods(ASKED_BY)
@open_to_questions
def package_search(request: Request) -> HttpResponse:
    """CKAN: data sets by words, `q`, `start`, `rows`."""
    asked = _asked(request)
    found = catalogue.searched(catalogue.datasets(), asked.get("q", ""))
    start, rows = _whole(asked.get("start", ""), 0), min(_whole(asked.get("rows", ""), 10), 1000)
    packages = [catalogue.package(one, request.build_absolute_uri) for one in found[start : start + rows]]
    return _ckan(request, {"count": len(found), "results": packages, "sort": "name asc", "search_facets": {}})


def _ckan(request: Request, result: object) -> HttpResponse:
    return JsonResponse({"help": _help(request), "success": True, "result": result})


def _help(request: Request) -> str:
    return request.build_absolute_uri("/open-data/")


def _graph(triples: Iterable[Triple], ending: str) -> HttpResponse:
    write, media = FORMS[ending]
    return HttpResponse(write(triples), content_type=media)


def _dataset_or_404(code: str) -> Dataset:
    one = catalogue.dataset(code)
    if one is None:
        raise Http404
    return one


def _whole(told: str, otherwise: int) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else otherwise


def _names(figures: Iterable[OpenFigure]) -> dict[int | None, Place]:
    found: dict[int | None, Place] = {}
    found.update(Place.objects.in_bulk({figure.place for figure in figures if figure.place is not None}))
    return found


def _row(figure: OpenFigure, names: dict[int | None, Place]) -> Row:
    place = names.get(figure.place)
    where = (place.code, place.full_name) if place else ("", "")
    numbers = (figure.numerator, figure.denominator, figure.median, figure.ninth)
    return (f"{figure.month:%Y-%m}", *where, *numbers, figure.held)


def _told(one: Dataset, figure: OpenFigure) -> str:
    """A figure as people read it; a share with what it is a share of."""
    if figure.held:
        return _("too few to be told")
    if isinstance(one.promise, Spread):
        middle = {"median": say_number(figure.median or 0), "ninth": say_number(figure.ninth or 0)}
        return _("half within %(median)s, nine of ten within %(ninth)s") % middle
    if figure.denominator:
        parts = {"part": say_number(figure.numerator or 0), "whole": say_number(figure.denominator)}
        share = say_percent((figure.numerator or 0) / figure.denominator)
        return _("%(share)s (%(part)s of %(whole)s)") % {**parts, "share": share}
    return say_number(figure.numerator) if figure.numerator is not None else _("not known")


def _finding(one: Dataset, figures: Sequence[OpenFigure]) -> str:
    if not figures:
        return one.title
    told = {"what": one.title, "figure": _told(one, figures[0]), "month": _month(figures[0].month)}
    return _("%(what)s: %(figure)s in %(month)s") % told


def _month(day: date) -> str:
    return f"{day:%m/%Y}"


def _chart(one: Dataset, figures: Sequence[OpenFigure]) -> LineChart | None:
    """The province month by month; nothing for less than two months."""
    values = tuple(map(_height(one), figures))
    if len(values) < 2:
        return None
    line = Series(one.promise.title, values)
    return line_chart(one.title, [_month(figure.month) for figure in figures], [line], width=720)


def _height(one: Dataset) -> Callable[[OpenFigure], float | None]:
    if isinstance(one.promise, Spread):
        return lambda figure: figure.median
    if one.promise.of:
        return lambda figure: 100 * (figure.numerator or 0) / figure.denominator if figure.denominator else None
    return lambda figure: figure.numerator
