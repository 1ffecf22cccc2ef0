"""On the desk: preparing what all may read of a petition, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.government.petitions.actions.publishing import (
    draw_pictures,
    photos_of,
    publish_petition,
    show_report,
    take_back_publication,
    withhold_petition,
)
from tinhso.government.petitions.domain.blurring import COLUMNS, ROWS
from tinhso.government.petitions.domain.masking import masked
from tinhso.government.petitions.domain.words import LetterKind, State
from tinhso.government.petitions.forms.showing import ShowForm, looked_at
from tinhso.government.petitions.models import Petition, Publication
from tinhso.government.petitions.models.hot import last_letter
from tinhso.government.petitions.views.whose import petition_in_reach
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

HANDLE = "handle_cases"


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def show_petition(request: Request, uuid: UUID) -> HttpResponse:
    """The words for all, beside the private ones, and each picture to be looked at."""
    petition = petition_in_reach(request, uuid)
    answered = petition.case.state == State.ANSWERED
    posted = request.POST if request.method == "POST" else None
    form = ShowForm(posted, answered=answered, pointed=petition.lat is not None, initial=_begun(petition))
    photos = photos_of(petition)
    if posted is not None and form.is_valid() and _shown(request, petition, form, photos, answered=answered):
        messages.success(request, _("All may read it now."))
        return redirect("petition_desk", petition.uuid)
    values = {
        "petition": petition,
        "form": form,
        "photos": photos,
        "answered": answered,
        "shown": Publication.objects.shown().filter(petition=petition).first(),
        "cells": range(1, COLUMNS * ROWS + 1),
        "typed": request.POST,
    }
    return page(request, "petitions/desk/show.html", values, status=400 if form.errors else 200)


@needs(HANDLE)
@require_POST
def withhold(request: Request, uuid: UUID) -> HttpResponse:
    """It is not shown; who asked has their answer."""
    petition = petition_in_reach(request, uuid)
    try:
        withhold_petition(petition, by=request.actor, at=request.at)
        messages.success(request, _("It is not shown."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("petition_desk", petition.uuid)


@needs(HANDLE)
@require_POST
def take_back(request: Request, uuid: UUID) -> HttpResponse:
    """Show it no more; its pictures are destroyed."""
    petition = petition_in_reach(request, uuid)
    shown = get_object_or_404(Publication.objects.shown(), petition=petition)
    take_back_publication(shown, by=request.actor, at=request.at)
    messages.success(request, _("It is shown no more."))
    return redirect("petition_desk", petition.uuid)


def _begun(petition: Petition) -> dict[str, str]:
    """What the officer begins from: what was shown before, else the private words without their numbers."""
    before = Publication.objects.filter(petition=petition).first()
    letter = last_letter(petition.pk, LetterKind.ANSWER)
    return {
        "words": before.words if before else masked(petition.words),
        "answer": masked(letter.words) if letter else "",
    }


def _shown(request: Request, petition: Petition, form: ShowForm, photos: list[UUID], *, answered: bool) -> bool:
    """Draw the pictures, then show it; says whether it was done, and tells the form why not."""
    told, by, at = form.cleaned_data, request.actor, request.at
    try:
        drawn = draw_pictures(petition, looked_at(request.POST, photos))
        exact = bool(told.get("exact"))
        if answered:
            publish_petition(
                petition, words=told["words"], answer=told["answer"], exact=exact, pictures=drawn, by=by, at=at
            )
        else:
            show_report(petition, words=told["words"], exact=exact, pictures=drawn, by=by, at=at)
    except Refusal as refusal:
        tell(form, refusal)
        return False
    return True
