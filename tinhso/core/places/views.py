"""Pages of places: the tree, one place through time, which commune is mine now, and the registrar's resolutions."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from tinhso.core.places import actions
from tinhso.core.places.domain import Fault, Kind, Plan, read_lines
from tinhso.core.places.forms import CorrectionForm, ResolutionForm, SettleForm, VillageForm
from tinhso.core.places.models import (
    A_PAGE,
    PROVINCES,
    Place,
    PlaceChoice,
    PlaceLine,
    Resolution,
    home_line,
    lineage,
    lines_below,
    map_of,
    neighbours_of,
)
from tinhso.core.search.models import Row
from tinhso.kit.addresses import url, url_for_each
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.rows import Link
from tinhso.kit.saying import say_number
from tinhso.kit.wording import told_once

ROWS = A_PAGE
OFFICES = 20
ANSWERS = 12


@require_GET
@open_to_all
def places(request: Request) -> HttpResponse:
    """The communes of the province, a search field over all places, and the other provinces."""
    home = home_line()
    words = request.GET.get("q", "")
    if request.headers.get("HX-Request"):
        return page(request, "places/answers.html", {"q": words, "answers": _found(request, words)})
    values = {"home": home, "q": words, "answers": _found(request, words), "provinces": _links(PROVINCES(home.id))}
    return page(request, "places/places.html", values | _listed(request, home, "places"))


@require_GET
@open_to_all
def now(request: Request) -> HttpResponse:
    """Which commune is mine now? An old name gives the new commune, with what changed and when."""
    words = request.GET.get("q", "")
    template = "places/answers.html" if request.headers.get("HX-Request") else "places/now.html"
    return page(request, template, {"q": words, "answers": _found(request, words)})


@require_GET
@open_to_all
def place(request: Request, key: str) -> HttpResponse:
    """One place: figures, map, what lies below and beside it, its names through time."""
    here = _place_or_404(key)
    day = timezone.localdate(request.at) if here.valid_to is None else here.valid_from or here.valid_to
    above = list(Place.objects.filter(pk__in=here.ancestors).order_by("path"))
    province = above[0] if above else here
    drawn = map_of(province, day) if here.kind in (Kind.PROVINCE, Kind.COMMUNE) else None
    values = {
        "place": here,
        "above": above,
        "map": drawn,
        "neighbours": neighbours_of(here, drawn) if drawn and here.kind == Kind.COMMUNE else [],
        "offices": Row.objects.filter(place=here.pk, kind="organisation", permission="").order_by("title")[:OFFICES],
        "before": lineage([here], forward=False),
        "after": lineage([here], forward=True),
        **_listed(request, here, "places_below", here.address_key),
    }
    return page(request, "places/place.html", values)


@require_GET
@open_to_all
def below(request: Request, key: str) -> HttpResponse:
    """What lies directly below a place, 50 rows at a time."""
    here = _place_or_404(key)
    values = {"place": here, **_listed(request, here, "places_below", here.address_key)}
    return page(request, "places/below.html", values)


@needs("keep_places")
def add_villages(request: Request, key: str) -> HttpResponse:
    """Enter a village of a commune."""
    here = _place_or_404(key)
    form = VillageForm(request.POST or None)
    if form.is_valid():
        village = (form.cleaned_data["unit_type"], form.cleaned_data["name"].strip())
        try:
            actions.add_villages(here, [village], by=request.actor, at=request.at)
            return redirect("place", here.address_key)
        except Refusal as refusal:
            tell(form, refusal)
    return page(request, "places/add_villages.html", {"place": here, "form": form}, status=_status(form.errors))


@needs("keep_places")
def correct_place(request: Request, key: str) -> HttpResponse:
    """Put the figures of a place right."""
    here = _place_or_404(key)
    now_known = {name: getattr(here, name) for name in CorrectionForm.base_fields}
    form = CorrectionForm(request.POST or None, initial=now_known)
    if form.is_valid():
        try:
            actions.correct_place(here, **form.cleaned_data, by=request.actor, at=request.at)
            return redirect("place", here.address_key)
        except Refusal as refusal:
            tell(form, refusal)
    return page(request, "places/correct_place.html", {"place": here, "form": form}, status=_status(form.errors))


@require_GET
@needs("reorganise_places")
def resolutions(request: Request) -> HttpResponse:
    """All resolutions, the newest first."""
    before = request.GET.get("before", "")
    rows = Resolution.objects.newest().defer("plan").before(before)
    shown = list(rows[: ROWS + 1])
    more = f"?{urlencode({'before': shown[ROWS - 1].uuid})}" if len(shown) > ROWS else ""
    return page(request, "places/resolutions.html", {"resolutions": shown[:ROWS], "next_url": more})


@needs("reorganise_places")
def draft_resolution(request: Request) -> HttpResponse:
    """Enter a resolution: its head and the table of its units. A table with faults is told line by line."""
    form = ResolutionForm(request.POST or None, request.FILES or None)
    found: list[tuple[int, Fault]] = []
    if form.is_valid():
        given = form.cleaned_data
        units, moves, found = read_lines(given.pop("table"))
        if not found:
            plan = Plan(**given, opens=tuple(units), moves=tuple(moves))
            try:
                made = actions.draft_resolution(plan, by=request.actor, at=request.at)
                return redirect("resolution", made.uuid)
            except Refusal as refusal:
                tell(form, refusal)
    values = {"form": form, "faults": found}
    return page(request, "places/draft_resolution.html", values, status=_status(form.errors or found))


@require_GET
@needs("reorganise_places")
def resolution(request: Request, uuid: str) -> HttpResponse:
    """What a resolution would do, or did."""
    return _resolution_page(request, get_object_or_404(Resolution, uuid=uuid))


@require_POST
@needs("reorganise_places")
def confirm_resolution(request: Request, uuid: str) -> HttpResponse:
    """Order that it be carried out."""
    found = get_object_or_404(Resolution, uuid=uuid)
    try:
        actions.confirm_resolution(found, by=request.actor, at=request.at)
    except Refusal as refusal:
        return _resolution_page(request, found, refusal)
    return redirect("resolution", uuid)


@require_POST
@needs("reorganise_places")
def discard_resolution(request: Request, uuid: str) -> HttpResponse:
    """Throw a draft away."""
    found = get_object_or_404(Resolution, uuid=uuid)
    try:
        actions.discard_resolution(found, by=request.actor, at=request.at)
    except Refusal as refusal:
        return _resolution_page(request, found, refusal)
    return redirect("resolutions")


@require_GET
@needs("settle_places")
def choices(request: Request) -> HttpResponse:
    """Rows whose place was divided and that wait for a person."""
    return _choices_page(request)


@require_POST
@needs("settle_places")
def settle(request: Request, uuid: str) -> HttpResponse:
    """Say to which successor a row belongs."""
    seen = PlaceChoice.objects.seen_by(request.rights.places("settle_places"))
    choice = get_object_or_404(seen, uuid=uuid)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _choices_page(request, actions.NotASuccessor())
    new = get_object_or_404(Place, uuid=form.cleaned_data["new"])
    try:
        actions.settle(choice, new=new, by=request.actor, at=request.at)
    except Refusal as refusal:
        return _choices_page(request, refusal)
    return HttpResponseRedirect(reverse("place_choices"))


def _place_or_404(key: str) -> Place:
    found = Place.objects.known_by(key)
    if found is None:
        raise Http404
    return found


def _listed(request: Request, here: Place | PlaceLine, name: str, *args: str) -> dict[str, object]:
    """One page of what lies below, by name, and the address of the next; `after` is the uuid of the last row seen."""
    last = Place.objects.known_by(request.GET.get("after", ""))
    shown = lines_below(here, (last.sort_key, last.pk) if last else None)
    more = f"{url(name, *args)}?{urlencode({'after': shown[ROWS - 1].uuid})}" if len(shown) > ROWS else ""
    return {"links": _links(shown[:ROWS]), "next_url": more}


def _links(places: Iterable[PlaceLine]) -> list[Link]:
    address = url_for_each("place", str)
    return [
        Link(one.full_name, address(one.address_key), _people(one.population) if one.population else "")
        for one in places
    ]


@told_once
def _people(number: int) -> str:
    return ngettext("%(people)s person", "%(people)s people", number) % {"people": say_number(number)}


def _found(request: Request, words: str) -> list[dict[str, object]]:
    """For each place that fits the words: where it went in the end, and the successions on the way."""
    rows = Row.objects.find(words, rights=request.rights, kinds=["place", "former_place"], limit=ANSWERS)
    refs = [row.ref for row in rows]
    if not refs:
        return []
    places = {str(found.uuid): found for found in Place.objects.filter(uuid__in=refs).select_related("parent")}
    ways = lineage(list(places.values()), forward=True)
    answers = []
    for here in (places[ref] for ref in refs if ref in places):
        steps, reached = [], {here.pk}
        for step in ways:
            if step.old_id in reached:
                reached.add(step.new_id)
                steps.append(step)
        ends = [step.new for step in steps if step.new.stands]
        answers.append({"place": here, "steps": steps, "now": list(dict.fromkeys(ends))})
    return answers


def _resolution_page(request: Request, found: Resolution, refusal: Refusal | None = None) -> HttpResponse:
    found.refresh_from_db()
    values: dict[str, object] = {
        "resolution": found,
        "preview": None,
        "preview_rows": [],
        "done_rows": [],
        "refusal": refusal,
    }
    if found.applied_at:
        done = found.successions.select_related("old", "new").order_by("old__sort_key", "pk")
        values["done_rows"] = [(step.old.full_name, step.new.full_name, _how(part=step.part)) for step in done]
    else:
        seen = actions.preview(found)
        names = seen.names()
        values["preview"] = seen
        values["preview_rows"] = [
            (names.get(move.old, move.old), names.get(f"+{move.new}", move.new), _how(part=move.part))
            for move in seen.plan.moves
        ]
    return page(request, "places/resolution.html", values, status=409 if refusal else 200)


def _how(*, part: bool) -> str:
    return gettext("a part") if part else gettext("whole")


def _choices_page(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    seen = PlaceChoice.objects.open().seen_by(request.rights.places("settle_places"))
    rows = seen.select_related("old").prefetch_related("old__successions__new").order_by("old", "pk")
    after = request.GET.get("after", "")
    shown = list(rows.following(after)[: ROWS + 1])
    more = f"?{urlencode({'after': shown[ROWS - 1].uuid})}" if len(shown) > ROWS else ""
    values = {"choices": shown[:ROWS], "next_url": more, "refusal": refusal}
    return page(request, "places/choices.html", values, status=409 if refusal else 200)


def _status(wrong: object) -> int:
    return 422 if wrong else 200
