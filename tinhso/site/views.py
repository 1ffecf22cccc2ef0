"""The front page, the home of each kind of person, and the pages about the house itself."""

from collections import Counter
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.core.accounts.models.mandates import for_whom
from tinhso.core.places.models import Place
from tinhso.events.definitions import known
from tinhso.kit.doors import Request, open_to_all, signed_in
from tinhso.kit.homes import Card, cards, home_card
from tinhso.kit.matters import Shelf, in_turn, matters_of
from tinhso.kit.pages import page
from tinhso.kit.passport import systems
from tinhso.site.homes import about_home


@open_to_all
def front(request: Request) -> HttpResponse:
    """Anyone: one box to ask, the doors, and how the province is doing; before its tables are loaded, a kind word."""
    try:
        told = about_home(request, "public")
    except Place.DoesNotExist:
        return page(request, "site/front_empty.html", status=503)
    return page(request, "site/front.html", told)


@signed_in
def home(request: Request) -> HttpResponse:
    """What waits for the one who signed in, in the shell they live in."""
    shell = request.rights.shell
    return page(request, f"site/home_{shell}.html", {"cards": cards(request), **about_home(request, shell)})


@signed_in
@require_safe
def my_matters(request: Request) -> HttpResponse:
    """All that the one who asks, or for whom they act, has going with the province, or had."""
    person = for_whom(request.actor)
    if person is None:
        raise Http404
    shelf = Shelf.ENDED if "ended" in request.GET else Shelf.OPEN
    found = matters_of(request, person, shelf, after=request.GET.get("after", ""))
    query = {"after": found.next} | ({"ended": ""} if shelf is Shelf.ENDED else {})
    values = {
        "rows": in_turn(found.rows),
        "ended": shelf is Shelf.ENDED,
        "next_url": f"?{urlencode(query)}" if found.next else "",
    }
    return page(request, "site/my_matters.html", values)


@signed_in
@require_safe
def my_ways(request: Request) -> HttpResponse:
    """How I use these pages: letters, voice, language, how I am told, who acts for me."""
    return page(request, "site/my_ways.html")


@home_card("citizen")
def ways_card(_request: Request) -> Card:
    """The way there, on my home."""
    title, text = gettext_lazy("How I use it"), gettext_lazy("Big letters, reading aloud, language, messages.")
    return Card(title=title, text=text, url=reverse("my_ways"), icon="gear")


@open_to_all
def systems_page(request: Request) -> HttpResponse:
    """Every system that lives in this house, as `manage.py systems` prints it."""
    happenings = Counter(name.split(".")[0] for name in known())
    return page(request, "site/systems.html", {"systems": systems(), "happenings": happenings})


@open_to_all
def accessibility(request: Request) -> HttpResponse:
    """What we do so that everyone can use these pages, and whom to tell where we fall short."""
    return page(request, "site/accessibility.html")
