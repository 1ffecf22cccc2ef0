"""Lists of people: a commune's, and what a search found. Words typed go in the body of a post, never in an address."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.forms import SearchForm
from tinhso.core.people.models import A_PAGE, Person, PersonLine, listed
from tinhso.core.places.models import COMMUNES, Place
from tinhso.kit.addresses import url, url_for_each
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.rows import Link
from tinhso.kit.wording import told_once


@needs("read_person")
def people(request: Request) -> HttpResponse:
    """Everyone of the communes where the asker may read, by given name; or, posted, whom the words find."""
    if request.method == "POST":
        return _found(request)
    commune = _commune(request.GET.get("commune", ""))
    last = _uuid(request.GET.get("after", ""))
    rows = listed(request.rights, below=commune, last=last)
    note_list([one.uuid for one in rows[:A_PAGE]], way=ListWay.LIST, by=request.actor, at=request.at)
    return _page(request, SearchForm(), rows=rows[:A_PAGE], commune=commune, next_url=_next(rows, commune))


def _found(request: Request) -> HttpResponse:
    form = SearchForm(request.POST)
    rows = Person.objects.found_by(form.cleaned_data["words"], request.rights, limit=A_PAGE) if form.is_valid() else []
    note_list([one.uuid for one in rows], way=ListWay.SEARCH, by=request.actor, at=request.at)
    return _page(request, form, rows=rows, commune=None, searched=form.is_valid())


def _page(request: Request, form: SearchForm, *, rows: Iterable[Person | PersonLine], **values: Any) -> HttpResponse:
    places = request.rights.places("read_person")
    also = {"form": form, "communes": COMMUNES(places), "links": _links(rows), "searched": False, "next_url": ""}
    return page(request, "people/people.html", also | values)


def _links(rows: Iterable[Person | PersonLine]) -> list[Link]:
    address = url_for_each("person", UUID)
    return [Link(one.shown, address(one.uuid), _note(one)) for one in rows]


def _note(one: Person | PersonLine) -> str:
    born, home = _born(one.birth_year) if one.birth_year else "", one.lives_in
    return f"{born} · {home}" if born and home else born or home


@told_once
def _born(year: int) -> str:
    return _("born %(year)s") % {"year": year}


def _commune(code: str) -> Place | None:
    return Place.objects.current().communes().filter(code=code).first() if code else None


def _next(rows: list[PersonLine], commune: Place | None) -> str:
    if len(rows) <= A_PAGE:
        return ""
    which = f"commune={commune.code}&" if commune else ""
    return f"{url('people')}?{which}after={rows[A_PAGE - 1].uuid}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
