"""The desk: entries from draft to published, pictures and voices, reviews that wait, warnings."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.places.models import Place
from tinhso.economy.destinations.actions import entries, reviews, warnings
from tinhso.economy.destinations.actions.media import add_medium
from tinhso.economy.destinations.forms import keeping as forms
from tinhso.economy.destinations.models import HIDDEN, PERMISSION, Caution, Destination, Review
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import Form, tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

A_PAGE, LATELY = 50, 30


@needs(PERMISSION)
@require_safe
def kept(request: Request) -> HttpResponse:
    """All entries in reach, fifty a page, with what waits."""
    mine = Destination.objects.reached(request.rights).for_page()
    last = mine.filter(code=request.GET.get("after", "")).values_list("sort_key", "pk").first()
    found = list(mine.listed(after=last)[: A_PAGE + 1])
    values = {
        "rows": found[:A_PAGE], "next_url": f"?after={found[A_PAGE - 1].code}" if len(found) > A_PAGE else "",
        "waiting": _reviews(request).filter(state="held").count(), "warnings": _warnings(request),
    }  # fmt: skip
    return page(request, "destinations/desk/kept.html", values)


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def new_entry(request: Request) -> HttpResponse:
    """Begin an entry; nobody sees it before it is published."""
    form = forms.NewEntryForm(request.POST or None, communes=_communes(request))
    if form.is_valid() and _done(
        form, lambda: entries.begin_entry(form.cleaned_data["code"], form.told, by=request.actor, at=request.at)
    ):
        return redirect("kept_destination", form.cleaned_data["code"])
    return page(request, "destinations/desk/new.html", {"form": form}, status=400 if form.errors else 200)


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def entry(request: Request, code: str) -> HttpResponse:
    """One entry, put right."""
    one = _mine(request, code)
    form = forms.EntryForm.of(one, request.POST or None, _communes(request))
    if form.is_valid() and _done(form, lambda: entries.change_entry(one, form.told, by=request.actor, at=request.at)):
        messages.success(request, _("Kept."))
        return redirect("kept_destination", one.code)
    return _entry_page(request, one, form=form)


@needs(PERMISSION)
@require_POST
def publish(request: Request, code: str) -> HttpResponse:
    """Show it to all."""
    one = _mine(request, code)
    try:
        entries.publish_entry(one, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Everyone can see it now."))
    return redirect("kept_destination", one.code)


@needs(PERMISSION)
@require_POST
def withdraw(request: Request, code: str) -> HttpResponse:
    """Show it no more."""
    one = entries.withdraw_entry(_mine(request, code), by=request.actor, at=request.at)
    messages.success(request, _("Nobody sees it any more."))
    return redirect("kept_destination", one.code)


@needs(PERMISSION)
@require_POST
def medium(request: Request, code: str) -> HttpResponse:
    """A picture, or somebody telling of it."""
    one = _mine(request, code)
    form = forms.MediumForm(request.POST, request.FILES)
    if form.is_valid():
        told = form.cleaned_data
        if _done(form, lambda: add_medium(
            one, told["file"], kind=told["kind"], language=told["language"], shows=told["shows"],
            credit=told["credit"], by=request.actor, at=request.at,
        )):  # fmt: skip
            messages.success(request, _("Kept."))
            return redirect("kept_destination", one.code)
    return _entry_page(request, one, medium=form)


@needs(PERMISSION)
@require_safe
def review_list(request: Request) -> HttpResponse:
    """What guests said lately; what waits for somebody first."""
    rows = _reviews(request).exclude(state=HIDDEN).select_related("destination").order_by("state", "-at")[:LATELY]
    return page(request, "destinations/desk/reviews.html", {"rows": rows})


@needs(PERMISSION)
@require_POST
def decide(request: Request, uuid: UUID) -> HttpResponse:
    """Show it, or hide it with a reason."""
    found, form = get_object_or_404(_reviews(request), uuid=uuid), forms.DecideForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        _told(request, form, lambda: reviews.decide_review(
            found, show=told["show"] == "yes", reason=told["reason"], by=request.actor, at=request.at
        ))  # fmt: skip
    return redirect("kept_reviews")


@needs(PERMISSION)
@require_POST
def answer(request: Request, uuid: UUID) -> HttpResponse:
    """Answer a guest in public."""
    found, form = get_object_or_404(_reviews(request), uuid=uuid), forms.AnswerForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        _told(request, form, lambda: reviews.answer_review(found, words=words, by=request.actor, at=request.at))
    else:
        messages.error(request, _("Write a few words first."))
    return redirect("kept_reviews")


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def warn(request: Request) -> HttpResponse:
    """Warn of weather or a road."""
    form = forms.WarningForm(request.POST or None, communes=_communes(request))
    if form.is_valid():
        told = form.cleaned_data
        ends = request.at + timedelta(hours=told["hours"])
        if _done(form, lambda: warnings.put_up_warning(
            told["place"], kind=told["kind"], words=told["words"], words_en=told["words_en"], ends=ends,
            by=request.actor, at=request.at,
        )):  # fmt: skip
            messages.success(request, _("Everyone who looks at a place there reads it now."))
            return redirect("kept_destinations")
    return page(request, "destinations/desk/warn.html", {"form": form}, status=400 if form.errors else 200)


@needs(PERMISSION)
@require_POST
def unwarn(request: Request, uuid: UUID) -> HttpResponse:
    """It is over."""
    warnings.take_back_warning(get_object_or_404(_warnings(request), uuid=uuid), by=request.actor, at=request.at)
    return redirect("kept_destinations")


def _entry_page(
    request: Request, one: Destination, form: Form | None = None, medium: forms.MediumForm | None = None
) -> HttpResponse:
    values = {
        "one": one, "form": form or forms.EntryForm.of(one, None, _communes(request)),
        "medium": medium or forms.MediumForm(), "media": one.media.select_related("file").order_by("pk"),
    }  # fmt: skip
    wrong = bool((form and form.errors) or (medium and medium.errors))
    return page(request, "destinations/desk/entry.html", values, status=400 if wrong else 200)


def _mine(request: Request, code: str) -> Destination:
    return get_object_or_404(Destination.objects.reached(request.rights).for_page(), code=code)


def _reviews(request: Request) -> QuerySet[Review]:
    return Review.objects.filter(destination__in=Destination.objects.reached(request.rights))


def _warnings(request: Request) -> QuerySet[Caution]:
    places, found = request.rights.places(PERMISSION), Caution.objects.standing(request.at).select_related("place")
    return found if places is None else found.filter(place__in=places)


def _communes(request: Request) -> QuerySet[Place]:
    places = request.rights.places(PERMISSION)
    found = Place.objects.current().communes().within(Place.objects.home()).by_name()
    return found if places is None else found.filter(pk__in=places)


def _done(form: Form, do: Callable[[], object]) -> bool:
    try:
        do()
    except Refusal as refusal:
        tell(form, refusal)
        return False
    return True


def _told(request: Request, form: Form, do: Callable[[], object]) -> None:
    if _done(form, do):
        messages.success(request, _("Kept."))
    else:
        messages.error(request, " ".join(str(word) for words in form.errors.values() for word in words))
