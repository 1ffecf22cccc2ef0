"""Filling in and sending, one question a screen. Every page works without scripts; with them it keeps what is typed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.domain.questions import first_open, screen_after, screen_before, screen_of
from tinhso.core.cases.forms import answers_of as heard
from tinhso.core.cases.forms import form_for
from tinhso.core.cases.forms.answers import AnswerForm
from tinhso.government.procedures.actions.checking import NotComplete, lacks_of
from tinhso.government.procedures.actions.drafts import (
    answers_of,
    begin_draft,
    choose_way,
    drop_draft,
    follow_law,
    keep_answers,
    version_of,
)
from tinhso.government.procedures.actions.filing import office_for, send_draft
from tinhso.government.procedures.domain.asking import MOST_STEPS, Sheet, sheets
from tinhso.government.procedures.domain.needs import needs
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.forms.filing import StartForm
from tinhso.government.procedures.models import Draft, Procedure
from tinhso.government.procedures.models.asking import day_facts, form_of
from tinhso.government.procedures.models.catalogue import Where, where_to_file
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.models.offices import commune_of
from tinhso.government.procedures.models.sealing import phone_key
from tinhso.government.procedures.views.papers import doubts_of
from tinhso.government.procedures.views.said import said_answers
from tinhso.government.procedures.views.whose import draft_for, language, whom
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

MORE_STEPS = 2
"""After the pages of the form: the papers, and looking through."""


@signed_in
@require_http_methods(["GET", "POST"])
def file_procedure(request: Request, slug: str) -> HttpResponse:
    """Before one begins: what it is for, what is needed, where it goes. Posted, the draft."""
    procedure, person = get_object_or_404(Procedure, slug=slug), whom(request)
    try:
        version = version_of(procedure, at=request.at)
    except Refusal as refusal:
        messages.warning(request, str(refusal.told))
        return redirect("procedures")
    law = law_of(version)
    home = commune_of(person.home) if person.home else None
    form = StartForm(request.POST or None, initial={"place": home.uuid if home else None})
    if form.is_valid():
        try:
            draft = begin_draft(procedure, person=person, by=request.actor, at=request.at)
            draft = choose_way(draft, place=form.cleaned_data["place"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("draft", draft.uuid)
    values = {
        "law": law,
        "person": person,
        "form": form,
        "elsewhere": where_to_file(law.level) is Where.NATIONAL,
        "needs": needs(law, Door.OWN),
        "begun": Draft.objects.open_of(request.actor).filter(procedure=procedure).first(),
    }
    return page(request, "procedures/filing/start.html", values, status=400 if form.errors else 200)


@signed_in
@require_safe
def draft(request: Request, uuid: UUID) -> HttpResponse:
    """Where one goes on: the first question that is open, else the papers. One that was sent leads to its receipt."""
    mine = draft_for(request, uuid)
    if mine.dossier:
        return redirect("receipt", mine.dossier.uuid)
    if follow_law(mine, at=request.at):
        messages.warning(
            request, _("The rules for this paper have changed since you began. Look through it once more.")
        )
        mine = draft_for(request, uuid)
    listed = _sheets(request, mine)
    untouched = mine.begun_at == mine.changed_at
    at = listed[0] if untouched and listed else first_open(listed)
    return redirect("draft_sheet", uuid, at.key) if at else redirect("draft_papers", uuid)


@signed_in
@require_http_methods(["GET", "POST"])
def sheet(request: Request, uuid: UUID, key: str) -> HttpResponse:
    """One question; answered, the next."""
    mine = draft_for(request, uuid)
    listed = _sheets(request, mine)
    one = screen_of(listed, key)
    if mine.dossier or one is None:
        return redirect("draft", uuid)
    form = _form(request, mine, one)
    if "right" in request.POST or form.is_valid():
        try:
            told = {} if "right" in request.POST else heard(form)
            kept = keep_answers(mine, told, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return HttpResponseRedirect(_after(request, kept, key))
    values = {
        "draft": mine,
        "law": law_of(mine.version),
        "sheet": one,
        "form": form,
        "title": one.title.title.said(language()),
        "known": said_answers(one.fields, answers_of(mine)) if one.is_known else [],
        "before": screen_before(listed, key),
        "steps": _steps(one.page, one.pages),
        "looking": request.GET.get("back") == "review",
        "phone_key": phone_key(mine.uuid),
        "fixing": one.is_known and (request.method == "POST" or "fix" in request.GET),
    }
    return page(request, "procedures/filing/sheet.html", values, status=400 if form.errors else 200)


@signed_in
@require_POST
def keep(request: Request, uuid: UUID, key: str) -> HttpResponse:
    """Keep what is typed so far, as far as it can be read. Says nothing but that it is kept."""
    mine = draft_for(request, uuid)
    one = screen_of(_sheets(request, mine), key)
    if mine.dossier or one is None:
        return HttpResponse(status=409)
    form = _form(request, mine, one)
    form.is_valid()
    keep_answers(mine, heard(form), by=request.actor, at=request.at)
    return HttpResponse(status=204)


@signed_in
@require_http_methods(["GET", "POST"])
def review(request: Request, uuid: UUID) -> HttpResponse:
    """Look through everything; posted, it is sent. There is no tick before the commune has it."""
    mine = draft_for(request, uuid)
    if mine.dossier:
        return redirect("receipt", mine.dossier.uuid)
    answers = answers_of(mine)
    papers = list(mine.papers.order_by("pk"))
    told = ""
    lacks = lacks_of(mine.version, Door(mine.door), answers, [paper.listed for paper in papers], at=request.at)
    if request.method == "POST":
        try:
            dossier = send_draft(mine, by=request.actor, at=request.at)
        except NotComplete as refusal:
            lacks = list(refusal.lacks)
        except Refusal as refusal:
            told = str(refusal.told)
        else:
            return redirect("receipt", dossier.uuid)
    listed = _sheets(request, mine)
    values = {
        "draft": mine,
        "law": law_of(mine.version),
        "parts": _parts(listed, answers),
        "papers": papers,
        "names": {paper.key: str(paper.name) for paper in law_of(mine.version).papers},
        "lacks": [(lack, _where(listed, lack.key, uuid, is_paper=lack.is_paper)) for lack in lacks],
        "doubts": doubts_of(papers),
        "told": told,
        "office": _office(mine),
        "steps": _steps(listed[-1].pages + 1 if listed else 1, listed[-1].pages if listed else 0),
    }
    return page(request, "procedures/filing/review.html", values, status=400 if told else 200)


@signed_in
@require_POST
def drop(request: Request, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    try:
        drop_draft(draft_for(request, uuid), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Thrown away. Nothing was sent."))
    return redirect("my_dossiers")


def _sheets(request: Request, mine: Draft) -> list[Sheet]:
    return sheets(form_of(mine.version), answers_of(mine), mine.known, day_facts(request.at))


def _form(request: Request, mine: Draft, one: Sheet) -> AnswerForm:
    data = request.POST if request.method == "POST" else None
    return form_for(one.fields, answers_of(mine), language(), data=data, facts=day_facts(request.at))


def _after(request: Request, kept: Draft, key: str) -> str:
    """The next question, the papers after the last one; back to looking through when one came from there."""
    if request.POST.get("back") == "review":
        return reverse("draft_review", args=[kept.uuid])
    listed = _sheets(request, kept)
    if screen_of(listed, key) is None:
        return reverse("draft", args=[kept.uuid])
    following = screen_after(listed, key)
    if following is None:
        return reverse("draft_papers", args=[kept.uuid])
    return reverse("draft_sheet", args=[kept.uuid, following.key])


def _steps(page_number: int, pages: int) -> tuple[int, int]:
    """How many steps are done of how many; never more than eight, so that the hill stays a hill."""
    total = pages + MORE_STEPS
    return (page_number, total) if total <= MOST_STEPS else (page_number * MOST_STEPS // total, MOST_STEPS)


def _parts(listed: list[Sheet], answers: dict[str, Any]) -> list[tuple[str, list[tuple[Sheet, str, str]]]]:
    """Page by page: each question with what was said, and the sheet on which it can be changed."""
    parts: dict[str, list[tuple[Sheet, str, str]]] = {}
    for one in listed:
        lines = parts.setdefault(one.title.title.said(language()), [])
        lines += [(one, question, answer) for question, answer in said_answers(one.fields, answers)]
    return list(parts.items())


def _where(listed: list[Sheet], key: str, uuid: UUID, *, is_paper: bool) -> str:
    """The address at which something lacking can be put right."""
    if is_paper:
        return reverse("draft_papers", args=[uuid])
    found = next((one.key for one in listed if key in {field.key for field in one.fields}), None)
    return reverse("draft_sheet", args=[uuid, found]) + "?back=review" if found else reverse("draft", args=[uuid])


def _office(mine: Draft) -> str:
    try:
        return office_for(mine)[1].name
    except Refusal as refusal:
        return str(refusal.told)
