"""Choosing tomorrow's villages, and fetching their work."""

from collections.abc import Iterator
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.urls import resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.core.field.actions import fetch_work
from tinhso.core.field.domain import NotKnownParts, read_known
from tinhso.core.places.models import Place
from tinhso.core.places.models.place import PlaceQuerySet
from tinhso.kit.addresses import url, url_if_any
from tinhso.kit.doors import NotSignedIn, Request, ask, door_of, needs
from tinhso.kit.pages import page
from tinhso.kit.passport import systems

A_PAGE = 60


@needs("carry_work")
@require_safe
def field(request: Request) -> HttpResponse:
    """What this phone keeps, and the villages of the member's post; its script does the rest."""
    last = _villages(request).known_by(request.GET.get("after", ""))
    rows = list(
        _villages(request).after((last.sort_key, last.pk) if last else None).select_related("parent")[: A_PAGE + 1]
    )
    more = f"{url('field')}?after={rows[A_PAGE - 1].uuid}" if len(rows) > A_PAGE else ""
    return page(request, "field/field.html", {"villages": rows[:A_PAGE], "more": more, "words": _words()})


@needs("carry_work")
@require_POST
def fetch(request: Request, uuid: UUID) -> HttpResponse:
    """The work of a village as lines (`domain`). A village that is not of the member's post is none."""
    village = get_object_or_404(_villages(request).select_related("parent"), uuid=uuid)
    try:
        known = read_known(request.POST.get("known", ""))
    except NotKnownParts:
        return HttpResponseBadRequest()
    pages = list(_pages(request))
    work = fetch_work(village, known=known, pages=pages, rights=request.rights, by=request.actor, at=request.at)
    return HttpResponse("".join(work.lines()), content_type="application/jsonl; charset=utf-8")


def _villages(request: Request) -> PlaceQuerySet:
    """The standing villages where the member works."""
    places, found = request.rights.places("carry_work"), Place.objects.current().villages()
    return found if places is None else found.filter(pk__in=places)


def _pages(request: Request) -> Iterator[str]:
    """Addresses of the pages that members carry, those that this one may enter."""
    for address in (url_if_any(name) for system in systems() for name in system.carried):
        if address and _may_enter(request, address):
            yield address


def _may_enter(request: Request, address: str) -> bool:
    door = door_of(resolve(address).func)
    try:
        if door:
            ask(door, request)
    except (NotSignedIn, PermissionDenied):
        return False
    return door is not None


def _words() -> dict[str, str]:
    """What the script puts together; `{name}` is filled by it."""
    return {
        "age": _("Fetched {time}"),
        "size": _("{kilobytes} KB"),
        "fetching": _("Fetching {name}: {done} of {all} parts"),
        "fetched": _("{name} is on this phone."),
        "broken": _("The signal broke off. What has arrived is kept. Press again to go on."),
        "gone": _("This village is not of your post any more. It was taken off this phone."),
        "full": _("This phone has no room for it. Throw away an old village first."),
        "notHanded": _("It could not be handed over now. Nothing is lost: try again with a signal."),
        "old": _("Older than a day. Fetch what is new before you go."),
    }
