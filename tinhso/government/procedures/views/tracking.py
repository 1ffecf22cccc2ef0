"""Following a dossier: without an account by the receipt, with one under My papers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.models import Case
from tinhso.core.cases.views.slips import followed, qr, slip_of
from tinhso.core.files.actions.signing import check_address
from tinhso.government.procedures.actions.answering import answer_request, as_holder
from tinhso.government.procedures.actions.following import rate_dossier
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.actions.reading import HardToRead
from tinhso.government.procedures.domain.needs import OTHER
from tinhso.government.procedures.domain.steps import Action
from tinhso.government.procedures.forms.filing import RatingForm
from tinhso.government.procedures.forms.supplement import SupplementForm
from tinhso.government.procedures.models import Dossier, Letter
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.models.tracked import dossier_of
from tinhso.government.procedures.views.fees import fee_told
from tinhso.government.procedures.views.results import released_result
from tinhso.government.procedures.views.telling import letters_of, request_of, spoken, standing, steps_of
from tinhso.government.procedures.views.whose import own_dossier
from tinhso.kit.actors import Actor
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@followed("procedures")
def track_dossier(request: Request, case: Case, key: str) -> HttpResponse:
    """How it stands, for who holds the receipt. No name, no number, no answer of the applicant is told."""
    return page(request, "procedures/tracking/one.html", _told(request, dossier_of(case)) | {"key": key})


@followed("procedures", "supplement")
def track_supplement(request: Request, case: Case, key: str) -> HttpResponse:
    """Hand in what was asked for, with the receipt."""
    dossier = _whole(case)
    back = reverse("track_one", args=[case.ref, key])
    return _supplement(request, dossier, by=as_holder(dossier, request.actor), back=back)


@followed("procedures", "rate")
def track_rate(request: Request, case: Case, key: str) -> HttpResponse:
    """Say what one thinks of it, with the receipt."""
    dossier = _whole(case)
    back = reverse("track_one", args=[case.ref, key])
    return _rate(request, dossier, by=as_holder(dossier, request.actor), back=back)


@signed_in
@require_safe
def my_dossier(request: Request, uuid: UUID) -> HttpResponse:
    """One of mine: the same as tracking, with my papers and what I may do."""
    dossier = own_dossier(request, uuid)
    law, signed = law_of(dossier.version), released_result(dossier)
    values = {
        "law": law,
        "signed": signed,
        "square": qr(check_address(signed.code)) if signed else "",
        "papers": dossier.papers.filter(replaced_at=None).order_by("pk"),
        "names": {paper.key: str(paper.name) for paper in law.papers},
        "may_withdraw": Action.WITHDRAW
        in {rule.code for rule in dossier.case.blueprint.actions_from(dossier.case.state)},
    }
    return page(request, "procedures/tracking/my_one.html", _told(request, dossier) | values)


@signed_in
@require_safe
def receipt(request: Request, uuid: UUID) -> HttpResponse:
    """The commune has it: code, nine digits, QR, until when, what happens next."""
    dossier = own_dossier(request, uuid)
    return page(
        request,
        "procedures/tracking/receipt.html",
        receipt_of(request, dossier) | {"told": standing(dossier, at=request.at)},
    )


@signed_in
@require_http_methods(["GET", "POST"])
def my_supplement(request: Request, uuid: UUID) -> HttpResponse:
    """Hand in what was asked for."""
    return _supplement(request, own_dossier(request, uuid), by=request.actor, back=reverse("my_dossier", args=[uuid]))


@signed_in
@require_http_methods(["GET", "POST"])
def my_rating(request: Request, uuid: UUID) -> HttpResponse:
    """Say what one thinks of it."""
    return _rate(request, own_dossier(request, uuid), by=request.actor, back=reverse("my_dossier", args=[uuid]))


@signed_in
@require_POST
def withdraw(request: Request, uuid: UUID) -> HttpResponse:
    """Take it back."""
    step = Step(action=Action.WITHDRAW, answers={})
    try:
        take_step(own_dossier(request, uuid), step, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("You took it back. The commune stops working on it."))
    return redirect("my_dossier", uuid)


def receipt_of(request: Request, dossier: Dossier) -> dict[str, object]:
    """What a receipt shows."""
    return {"dossier": dossier, **slip_of(request, dossier.case)}


def _whole(case: Case) -> Dossier:
    return Dossier.objects.for_page().get(case=case)


def _told(request: Request, dossier: Dossier) -> dict[str, object]:
    letters, told = letters_of(dossier), standing(dossier, at=request.at)
    return {
        "dossier": dossier,
        "told": told,
        "steps": steps_of(dossier),
        "letters": letters,
        "asked": request_of(letters),
        "aloud": spoken(dossier, told),
        "may_rate": dossier.case.finished_at is not None and not hasattr(dossier, "rating"),
        **fee_told(dossier),
    }


def _supplement(request: Request, dossier: Dossier, *, by: Actor, back: str) -> HttpResponse:
    """The page on which papers are handed in, for both doors."""
    asked = request_of(letters_of(dossier))
    if asked is None:
        return redirect(back)
    form = SupplementForm(request.POST or None, request.FILES or None, papers=_asked_papers(dossier, asked))
    if request.method == "POST" and form.is_valid():
        try:
            as_they_are = form.cleaned_data["as_it_is"]
            answer_request(dossier, uploads=form.uploads, as_they_are=as_they_are, by=by, at=request.at)
        except HardToRead as refusal:
            form.doubt(refusal)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The commune has it. The clock runs on."))
            return redirect(back)
    values = {"dossier": dossier, "asked": asked, "form": form, "back": back}
    return page(request, "procedures/tracking/supplement.html", values, status=400 if form.errors else 200)


def _asked_papers(dossier: Dossier, asked: Letter) -> list[tuple[str, str]]:
    names = {paper.key: str(paper.name) for paper in law_of(dossier.version).papers}
    return [(key, names.get(key, key)) for key in asked.asks if key in names or key == OTHER]


def _rate(request: Request, dossier: Dossier, *, by: Actor, back: str) -> HttpResponse:
    form = RatingForm(request.POST or None)
    if form.is_valid():
        try:
            rate_dossier(dossier, **form.cleaned_data, by=by, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Thank you. The commune reads it."))
            return redirect(back)
    values = {"dossier": dossier, "form": form, "back": back}
    return page(request, "procedures/tracking/rate.html", values, status=400 if form.errors else 200)
