"""How answers were rated: for leaders and heads, and for all if the province says so."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.government.petitions.models import Topic
from tinhso.government.petitions.models.rated import By, Rated, ratings_by, ratings_in_all
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.pages import page

SEE = "see_petition_numbers"
Line = tuple[str, Rated]


@needs(SEE)
@require_safe
def ratings(request: Request) -> HttpResponse:
    """For leaders and heads."""
    return _page(request)


@open_to_all
@require_safe
def public_ratings(request: Request) -> HttpResponse:
    """For all, if the province says so (`PETITION_RANKING`)."""
    if not settings.PETITION_RANKING:
        raise Http404
    return _page(request)


def _page(request: Request) -> HttpResponse:
    """The last twelve months by office, commune, topic and month. Small numbers are told nowhere."""
    by = _asked(request.GET.get("by", ""))
    until = timezone.localdate(request.at).replace(day=1)
    since = date(until.year - 1, until.month, 1)
    values = {
        "by": by,
        "By": By,
        "whole": ratings_in_all(since=since, until=until),
        "lines": _lines(by, ratings_by(by, since=since, until=until)),
        "since": since,
    }
    return page(request, "petitions/square/ratings.html", values)


def _asked(by: str) -> By:
    if by and by not in set(By):
        raise Http404
    return By(by or By.AGENCY)


def _lines(by: By, found: Mapping[int | date, Rated]) -> list[Line]:
    """Months in their order; all else by name: the page compares, it does not shame."""
    if by is By.MONTH:
        return [(f"{key:%m/%Y}", one) for key, one in sorted(found.items(), key=lambda pair: str(pair[0]))]
    named = _names(by, [key for key in found if isinstance(key, int)])
    return sorted(((named[key], one) for key, one in found.items() if isinstance(key, int)), key=lambda line: line[0])


def _names(by: By, keys: list[int]) -> dict[int, str]:
    if by is By.AGENCY:
        return {one.pk: one.name for one in Organisation.objects.filter(pk__in=keys)}
    if by is By.COMMUNE:
        return {one.pk: one.full_name for one in Place.objects.filter(pk__in=keys)}
    return {one.pk: one.title for one in Topic.objects.filter(pk__in=keys)}
