"""The work of a round: who has still to hand in, what lacks evidence, what is to be verified."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.models import Case
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.forms import Form, tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.operations.index.actions import assessing, rounds, verifying
from tinhso.operations.index.apps import ASSESS, KEEP, SEE, VERIFY
from tinhso.operations.index.forms.assessing import ClaimForm, FileForm, LinkForm, ReasonForm, VerifyForm
from tinhso.operations.index.forms.rounds import RoundForm
from tinhso.operations.index.models import Assessment, Round
from tinhso.operations.index.models.explained import explain, explain_all
from tinhso.operations.index.views.looking import component_page
from tinhso.operations.index.views.whose import in_reach, may_assess, may_verify
from tinhso.operations.index.views.words import address_of


@needs(SEE)
@require_safe
def round_list(request: Request) -> HttpResponse:
    """Every round, the newest first."""
    found = Round.objects.select_related("catalogue", "verifier").order_by("-year", "-pk")
    return page(request, "index/rounds.html", {"found": list(found), "may_keep": request.rights.may(KEEP)})


@needs(SEE)
@require_safe
def round_page(request: Request, uuid: UUID) -> HttpResponse:
    """One round: how each place within reach stands."""
    opened = get_object_or_404(Round.objects.select_related("catalogue", "verifier"), uuid=uuid)
    reach = request.rights.places(SEE)
    rows = opened.assessments.whole().order_by("place__sort_key", "place")
    found = explain_all(opened, list(rows if reach is None else rows.filter(place__in=reach)))
    values = {
        "opened": opened, "found": found, "may_keep": request.rights.may(KEEP),
        "done": all(one.assessment.state == Assessment.State.VERIFIED for one in found),
    }  # fmt: skip
    return page(request, "index/round.html", values)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def begin(request: Request) -> HttpResponse:
    """Open a round for the province or for all communes."""
    form = RoundForm(request.POST or None, today=request.at.date())
    if form.is_valid():
        try:
            made = rounds.open_round(**form.said, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("index_round", made.uuid)
    return page(request, "index/begin.html", {"form": form}, status=400 if form.errors else 200)


@needs(KEEP)
@require_POST
def publish(request: Request, uuid: UUID) -> HttpResponse:
    """What was verified is the result from now on."""
    opened = get_object_or_404(Round, uuid=uuid)
    _tried(request, lambda: rounds.publish_round(opened, by=request.actor, at=request.at))
    return redirect("index_round", uuid)


@needs(SEE)
@require_safe
def work(request: Request, uuid: UUID) -> HttpResponse:
    """What is still to do for one place: declare, attach, hand in; or verify."""
    return _work_page(request, in_reach(request, uuid), ReasonForm())


def _work_page(request: Request, found: Assessment, back: ReasonForm) -> HttpResponse:
    explained = explain(found)
    values = {
        "explained": explained, "address": address_of(explained), "State": Assessment.State, "back": back,
        "may_assess": may_assess(request, found), "may_verify": may_verify(request, found),
    }  # fmt: skip
    return page(request, "index/work.html", values, status=400 if back.errors else 200)


@needs(ASSESS)
@require_POST
def claim(request: Request, uuid: UUID, code: str) -> HttpResponse:
    """Declare the figures of one component."""
    found = in_reach(request, uuid)
    one = found.round.catalogue.index.component(code)
    if one is None:
        raise Http404
    form = ClaimForm(request.POST, component=one)
    return _filled(
        request, found, code, form, "claim_form",
        lambda: assessing.claim_component(
            found, code, form.figures, note=form.cleaned_data["note"], by=request.actor, at=request.at
        ),
    )  # fmt: skip


@needs(ASSESS)
@require_POST
def attach(request: Request, uuid: UUID, code: str) -> HttpResponse:
    """Show a claim by a file, or by an address on the net."""
    found = in_reach(request, uuid)
    if request.FILES:
        paper = FileForm(request.POST, request.FILES)
        return _filled(
            request, found, code, paper, "file_form",
            lambda: assessing.attach_file(found, code, **paper.cleaned_data, by=request.actor, at=request.at),
        )  # fmt: skip
    form = LinkForm(request.POST)
    return _filled(
        request, found, code, form, "link_form",
        lambda: assessing.attach_link(found, code, **form.cleaned_data, by=request.actor, at=request.at),
    )  # fmt: skip


@needs(VERIFY)
@require_POST
def verify(request: Request, uuid: UUID, code: str) -> HttpResponse:
    """Agree to a component, or cut it with a reason."""
    found, form = in_reach(request, uuid), VerifyForm(request.POST)
    return _filled(
        request, found, code, form, "verify_form",
        lambda: verifying.verify_component(
            found, code, share=float(form.cleaned_data["share"]) / 100, why=form.cleaned_data["why"],
            by=request.actor, at=request.at,
        ),
    )  # fmt: skip


def _filled(
    request: Request, found: Assessment, code: str, form: Form, name: str, do: Callable[[], object]
) -> HttpResponse:
    """Do what a valid form says, or show the component again with what is wrong."""
    if form.is_valid():
        try:
            do()
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("index_component", found.uuid, code)
    return component_page(request, found, code, forms={name: form}, status=400)


@needs(ASSESS)
@require_POST
def submit(request: Request, uuid: UUID) -> HttpResponse:
    """Hand it in."""
    found = in_reach(request, uuid)
    if _tried(request, lambda: assessing.submit_assessment(found, by=request.actor, at=request.at)):
        messages.success(request, _("Handed in. Another person looks at it now."))
    return redirect("index_work", uuid)


@needs(VERIFY)
@require_POST
def send_back(request: Request, uuid: UUID) -> HttpResponse:
    """It is to be put right."""
    found, form = in_reach(request, uuid), ReasonForm(request.POST)
    if not form.is_valid():
        return _work_page(request, found, form)
    reason = form.cleaned_data["reason"]
    _tried(request, lambda: verifying.return_assessment(found, reason=reason, by=request.actor, at=request.at))
    return redirect("index_work", uuid)


@needs(VERIFY)
@require_POST
def finish(request: Request, uuid: UUID) -> HttpResponse:
    """Every component was looked at."""
    found = in_reach(request, uuid)
    _tried(request, lambda: verifying.finish_verifying(found, by=request.actor, at=request.at))
    return redirect("index_work", uuid)


@signed_in
@require_safe
def index_case(request: Request, uuid: UUID) -> HttpResponse:
    """From a case of the inbox to its work."""
    case = get_object_or_404(Case.objects.visible_to(request.rights), uuid=uuid)
    return redirect("index_work", get_object_or_404(Assessment, case=case).uuid)


def _tried(request: Request, do: Callable[[], object]) -> bool:
    try:
        do()
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return False
    return True
