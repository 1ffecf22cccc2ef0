"""The studio: what is missing by language, recording it, and listening to what others recorded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.core.people.domain.tables import languages
from tinhso.core.speech.actions.recording import APPROVE, RECORD, approve_clip, offer_clip, refuse_clip
from tinhso.core.speech.forms import WHYS, SoundForm, WhyForm
from tinhso.core.speech.models import Clip, Kind, Phrase
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

A_PAGE = 30
Values = dict[str, Any]


@require_GET
@needs(RECORD)
def recordings(request: Request) -> HttpResponse:
    """Every language: how much of what the house says can be heard in it."""
    counts, total = Clip.objects.counts(), Phrase.objects.in_use().count()
    told = [(code, one.name, counts.get(code, 0)) for code, one in languages().items() if code != "en"]
    waiting = Clip.objects.to_approve(request.actor.account).count() if request.rights.may(APPROVE) else 0
    told.sort(key=lambda line: -line[2])
    return page(request, "speech/recordings.html", {"languages": told, "total": total, "waiting": waiting})


@require_GET
@needs(RECORD)
def missing_clips(request: Request, language: str) -> HttpResponse:
    """What cannot be heard in a language yet, most needed first."""
    kind = request.GET.get("kind", "")
    rows = Phrase.objects.without_clip(_language(language)).most_needed(after=request.GET.get("after", ""))
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    shown = list(rows[: A_PAGE + 1])
    more = f"?after={shown[A_PAGE - 1].pk}&kind={kind}" if len(shown) > A_PAGE else ""
    again = Clip.objects.filter(language=language, recorded_by=request.actor.account, state=Clip.State.REFUSED)
    values: Values = {
        "language": languages()[language],
        "phrases": shown[:A_PAGE],
        "next_url": more,
        "kinds": {Kind.NUMBER: _("Numbers"), Kind.STATUS: _("States"), Kind.QUESTION: _("Questions")}
        | {Kind.OPTION: _("Answers to choose"), Kind.MESSAGE: _("Messages"), Kind.PAGE: _("Pages")},
        "kind": kind,
        "again": list(again.select_related("phrase").order_by("-id")[:5]),
        "why": dict(WHYS),
    }
    return page(request, "speech/missing.html", values)


@require_http_methods(["GET", "POST"])
@needs(RECORD)
def record(request: Request, language: str, uuid: UUID) -> HttpResponse:
    """One phrase: hear it in Vietnamese, say it, listen, send; then the next."""
    phrase = get_object_or_404(Phrase.objects.in_use(), uuid=uuid)
    form = SoundForm()
    if request.method == "POST":
        form = SoundForm(request.POST, request.FILES)
        if form.is_valid() and _offered(request, phrase, _language(language), form):
            messages.success(request, _("Thank you. Another person listens to it, then everyone hears it."))
            after = Phrase.objects.without_clip(language).most_needed().first()
            return redirect("record_clip", language, after.uuid) if after else redirect("missing_clips", language)
    values = {"language": languages()[_language(language)], "phrase": phrase, "form": form}
    return page(request, "speech/record.html", values)


def _offered(request: Request, phrase: Phrase, language: str, form: SoundForm) -> bool:
    try:
        offer_clip(phrase, language, form.cleaned_data["sound"], by=request.actor, at=request.at)
    except Refusal as refusal:
        form.add_error("sound", str(refusal.told))
        return False
    return True


@require_GET
@needs(APPROVE)
def clips_to_approve(request: Request) -> HttpResponse:
    """What others recorded, oldest first."""
    clips = list(Clip.objects.to_approve(request.actor.account)[:A_PAGE])
    mine = Clip.objects.filter(state=Clip.State.OFFERED, recorded_by=request.actor.account).aggregate(n=Count("id"))[
        "n"
    ]
    return page(request, "speech/waiting.html", {"clips": clips, "form": WhyForm(), "mine": mine})


@require_POST
@needs(APPROVE)
def approve(request: Request, uuid: UUID) -> HttpResponse:
    """It is good: from now on people hear it."""
    clip = get_object_or_404(Clip, uuid=uuid)
    try:
        approve_clip(clip, by=request.actor, at=request.at)
        messages.success(request, _("From now on people hear this voice."))
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("clips_to_approve")


@require_POST
@needs(APPROVE)
def refuse(request: Request, uuid: UUID) -> HttpResponse:
    """It has to be recorded anew, and why."""
    clip, form = get_object_or_404(Clip, uuid=uuid), WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what has to be better."))
        return redirect("clips_to_approve")
    try:
        refuse_clip(clip, why=form.cleaned_data["why"], by=request.actor, at=request.at)
        messages.success(request, _("It is on the list again, with what has to be better."))
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("clips_to_approve")


def _language(code: str) -> str:
    if code not in languages():
        raise Http404
    return code
