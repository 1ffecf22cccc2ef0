"""How was the answer? Five faces, one press; then, for who likes, why. And the supervisor's calls."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.core.cases.models import Case
from tinhso.core.cases.views.slips import followed
from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.government.petitions.actions.answering import rate_petition
from tinhso.government.petitions.actions.rating import CALL_BACK, call_back, say_why, to_call_back
from tinhso.government.petitions.forms.calling import CallForm
from tinhso.government.petitions.forms.following import FaceForm, WhyForm
from tinhso.government.petitions.models import Petition, Rating
from tinhso.government.petitions.views.telling import may_rate, reopens_until
from tinhso.government.petitions.views.whose import own_petition
from tinhso.kit.actors import Actor
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

MOST_CALLS = 50


@signed_in
@require_http_methods(["GET", "POST"])
def rate_my_petition(request: Request, uuid: UUID) -> HttpResponse:
    """Press a face; then say why, or not."""
    return _rate(request, own_petition(request, uuid), back=reverse("petition", args=[uuid]), by=request.actor)


@followed("petitions", "rate")
def track_rating(request: Request, case: Case, key: str) -> HttpResponse:
    """The same with the slip."""
    one = Petition.objects.for_page().get(case=case)
    back, by = reverse("track_one", args=[case.ref, key]), Actor(channel=request.actor.channel)
    return _rate(request, one, back=back, by=by, holder=True)


@needs(CALL_BACK)
@require_http_methods(["GET", "POST"])
def call_back_list(request: Request) -> HttpResponse:
    """Those whom the lot has drawn: whom to call, what they said. Who calls, writes it down here."""
    rows = to_call_back(request.rights, at=request.at)
    form = CallForm(request.POST or None)
    if form.is_valid():
        rating = get_object_or_404(rows, uuid=form.cleaned_data["rating"])
        heard, note = form.cleaned_data["heard"], form.cleaned_data["note"]
        try:
            call_back(rating, heard=heard, note=note, rights=request.rights, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect("call_back_petitions")
    listed = list(rows[:MOST_CALLS])
    waiting = [one for one in listed if not hasattr(one, "call_back")]
    people = [one.petition.case.applicant_id for one in listed if one.petition.case.applicant_id]
    note_list(people, way=ListWay.LIST, by=request.actor, at=request.at)
    values = {"waiting": waiting, "called": [one for one in listed if hasattr(one, "call_back")], "form": form}
    return page(request, "petitions/mine/calls.html", values, status=400 if form.errors else 200)


def _rate(request: Request, one: Petition, *, back: str, by: Actor, holder: bool = False) -> HttpResponse:
    rating = _last_rating(one)
    if not may_rate(one):
        return _why(request, one, rating, back=back, by=by, holder=holder) if rating else redirect(back)
    form = FaceForm(request.POST or None)
    if form.is_valid():
        try:
            rate_petition(one, faces=form.cleaned_data["faces"], by=by, at=request.at, holder=holder)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect(request.path)
    values = {"petition": one, "form": form, "back": back, "reopens": reopens_until(one)}
    return page(request, "petitions/mine/rate.html", values, status=400 if form.errors else 200)


def _why(request: Request, one: Petition, rating: Rating, *, back: str, by: Actor, holder: bool) -> HttpResponse:
    """After the press: what follows from it, and room to say why."""
    form = WhyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            say_why(rating, words=told["words"], voice=told["voice"], by=by, at=request.at, holder=holder)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Thank you. The office reads it."))
            return redirect(back)
    reopened = bool(one.reopened_at and one.reopened_at == rating.rated_at)
    values = {"petition": one, "rating": rating, "form": form, "back": back, "reopened": reopened}
    return page(request, "petitions/mine/why.html", values, status=400 if form.errors else 200)


def _last_rating(one: Petition) -> Rating | None:
    return Rating.objects.filter(petition=one).order_by("-round").first()
