"""The papers of a draft: what is needed, what the citizen's own store has, a photo or a scan of the others."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.government.procedures.actions.drafts import add_paper, reusable, reuse_paper, take_paper_back
from tinhso.government.procedures.actions.reading import doubts_about
from tinhso.government.procedures.domain.needs import Need, needs, same_papers
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.forms.filing import ScanForm
from tinhso.government.procedures.models import Draft, Kept, Paper
from tinhso.government.procedures.models.asking import form_of
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.views.whose import draft_for
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
@require_safe
def draft_papers(request: Request, uuid: UUID) -> HttpResponse:
    """Each paper of the list: here already, to be added, or not needed from this person."""
    mine = draft_for(request, uuid)
    if mine.dossier:
        return redirect("draft", uuid)
    asked = needs(law_of(mine.version), Door(mine.door))
    if not asked:
        return redirect("draft_review", uuid)
    here = {paper.listed: paper for paper in mine.papers.order_by("pk")}
    store = set(Kept.objects.of_person(mine.person_id).good_on(localdate(request.at)).values_list("sort", flat=True))
    rows = [(need, here.get(need.paper.key), not store.isdisjoint(same_papers(need.paper))) for need in asked]
    pages = len(form_of(mine.version))
    values = {
        "draft": mine,
        "law": law_of(mine.version),
        "rows": rows,
        "doubts": doubts_of(here.values()),
        "steps": (min(pages, 6), min(pages + 2, 8)),
    }
    return page(request, "procedures/filing/papers.html", values)


@signed_in
@require_http_methods(["GET", "POST"])
def draft_paper(request: Request, uuid: UUID, listed: str) -> HttpResponse:
    """One paper: from the store, or a photo of it."""
    mine = draft_for(request, uuid)
    need = _need(mine, listed)
    if mine.dossier:
        return redirect("draft", uuid)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_paper(mine, listed=listed, upload=form.cleaned_data["file"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("draft_paper", uuid, listed) if doubts_of([added]) else redirect("draft_papers", uuid)
    here = mine.papers.filter(listed=listed).first()
    values = {
        "draft": mine,
        "need": need,
        "form": form,
        "here": here,
        "doubts": doubts_of([here]).get(listed, []) if here else [],
        "kept": reusable(mine.version, listed, mine.person_id, at=request.at),
    }
    return page(request, "procedures/filing/paper.html", values, status=400 if form.errors else 200)


@signed_in
@require_POST
def reuse_draft_paper(request: Request, uuid: UUID, listed: str, kept: UUID) -> HttpResponse:
    """Take it from the store."""
    try:
        reuse_paper(draft_for(request, uuid), listed=listed, kept=kept, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Taken from your own papers. You need not bring it."))
    return redirect("draft_papers", uuid)


@signed_in
@require_POST
def drop_draft_paper(request: Request, uuid: UUID, listed: str) -> HttpResponse:
    """Take a paper out of the draft again."""
    try:
        take_paper_back(draft_for(request, uuid), listed=listed, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("draft_papers", uuid)


def doubts_of(papers: Iterable[Paper]) -> dict[str, list[str]]:
    """Line of the list → why the photo that was put in for it is hard to read."""
    scans = {paper.listed: paper.file for paper in papers if paper.file and paper.kept_id is None}
    doubts = doubts_about(scans.values())
    return {listed: doubts[file] for listed, file in scans.items() if file in doubts}


def _need(mine: Draft, listed: str) -> Need:
    found = next((need for need in needs(law_of(mine.version), Door(mine.door)) if need.paper.key == listed), None)
    if found is None:
        raise Http404
    return found
