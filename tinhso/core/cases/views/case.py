"""A case as the engine knows it: where it is, who has it, what happened, what can be done with it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.actions import choices, claim_case, recall_case, recall_consultation, take
from tinhso.core.cases.actions.taking import has_own_steps
from tinhso.core.cases.domain.definition import ActionRule, FieldType
from tinhso.core.cases.forms import answers_of, files_of, form_for
from tinhso.core.cases.models import Case, Transfer
from tinhso.core.cases.models.consulted import opinions_on
from tinhso.core.cases.models.lines import inbox_lines
from tinhso.core.cases.models.story import story
from tinhso.core.cases.models.teams import handed_over
from tinhso.core.cases.views.addresses import address_of, look_of
from tinhso.core.cases.views.steps import STEPS
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

HANDLE = "handle_cases"


@needs(HANDLE)
@require_safe
def case(request: Request, uuid: UUID) -> HttpResponse:
    """The case with its buttons; the page of its own system shows what it is about."""
    found = _found(request, uuid)
    spoken = get_language() or "vi"
    own = address_of(found.system, found.uuid)
    values = {
        "case": found,
        "late": found.is_late(request.at),
        "state": found.rule.title.said(spoken),
        "upcoming": found.rule.next.said(spoken) if found.rule.next else "",
        "story": story(found, spoken),
        "doable": _doable(request, found),
        "steps": [step for step in STEPS.values() if step.fits(found, request.rights)],
        "opinions": opinions_on(found, spoken),
        "transfers": Transfer.objects.filter(case=found).select_related("left", "came").order_by("-pk")[:5],
        "remarks": found.remarks.order_by("-pk")[:10],
        "system": look_of(found.system),
        "own": own if own != request.path else "",
        "spoken": spoken,
    }
    return page(request, "cases/case.html", values)


@needs(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: Request, uuid: UUID, action: str) -> HttpResponse:
    """One action of the definition: its small form, then the next case of the inbox."""
    found = _found(request, uuid)
    rule = _rule(request, found, action)
    form = form_for(
        rule.form,
        language=get_language() or "vi",
        data=request.POST if request.method == "POST" else None,
        files=request.FILES if request.method == "POST" else None,
        facts={"values": found.values},
    )
    if request.method == "POST" and form.is_valid():
        try:
            take(
                found, action, answers=answers_of(form), papers=files_of(form), version=_version(request),
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, rule.sentence.said(get_language() or "vi"))
            return redirect(_next(request, found))
    return page(request, "cases/do.html", {"case": found, "rule": rule, "form": form, "spoken": get_language() or "vi"})


@needs(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, uuid: UUID, name: str) -> HttpResponse:
    """What the engine itself can do with any case: give it away, ask others, extend, halt."""
    found = _found(request, uuid)
    chosen = STEPS.get(name)
    if chosen is None or not chosen.fits(found, request.rights):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = chosen.form(sent, case=found, rights=request.rights, at=request.at)
    if form.is_valid():
        try:
            chosen.carry_out(found, form.said, request.actor, request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, str(chosen.done))
            return redirect(_after(request, found))
    return page(request, "cases/step.html", {"case": found, "step": chosen, "form": form})


@needs(HANDLE)
@require_POST
def claim(request: Request, uuid: UUID) -> HttpResponse:
    """Take a case that nobody answers for, or whose owner is away."""
    found = _found(request, uuid)
    try:
        claim_case(found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("It is on your desk now."))
    return redirect(address_of(found.system, found.uuid))


@needs(HANDLE)
@require_POST
def recall_question(request: Request, uuid: UUID) -> HttpResponse:
    """The office that asked needs no answer any more."""
    asked = get_object_or_404(
        Case.objects.open().select_related("parent", "definition"), uuid=uuid, parent__isnull=False
    )
    parent = _found(request, asked.parent.uuid if asked.parent else uuid)
    try:
        recall_consultation(asked, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("They need not answer any more."))
    return redirect("case", parent.uuid)


def _found(request: Request, uuid: UUID) -> Case:
    """A case within reach of the asker's posts; for everyone else there is none (404)."""
    rows = Case.objects.within_reach(request.rights).select_related(
        "definition", "place", "agency", "owner__person", "applicant", "parent"
    )
    return get_object_or_404(rows.defer("definition__document"), uuid=uuid)


def _doable(request: Request, found: Case) -> list[tuple[ActionRule, str]]:
    """The actions the asker may do, each with the reason why it cannot be done yet."""
    offered = choices(found, by=request.actor, rights=request.rights, at=request.at)
    return [(choice.rule, choice.refusal) for choice in offered]


def _rule(request: Request, found: Case, action: str) -> ActionRule:
    """Raises Http404 for what is not the asker's to do in this state, and for files that another page asks for."""
    for rule, _refusal in _doable(request, found):
        wants_file = any(one.type is FieldType.FILE for one in rule.form)
        if rule.code == action and not (wants_file and has_own_steps(found.system)):
            return rule
    raise Http404


def _version(request: Request) -> int | None:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _next(request: Request, found: Case) -> str:
    """The same case while it is the asker's, else the next one of their inbox, else the inbox."""
    fresh = Case.objects.within_reach(request.rights).filter(pk=found.pk).first()
    if fresh and fresh.owner_id == request.actor.account and fresh.is_open:
        return address_of(fresh.system, fresh.uuid)
    rows = inbox_lines(request.rights, request.actor.account).rows
    return address_of(rows[0].system, rows[0].uuid) if rows else "inbox"


def _after(request: Request, found: Case) -> str:
    """The case where the asker still reaches it, else their inbox."""
    reached = Case.objects.within_reach(request.rights).filter(pk=found.pk).exists()
    return address_of(found.system, found.uuid) if reached else "inbox"


@needs(HANDLE)
@require_POST
def take_back(request: Request, uuid: UUID) -> HttpResponse:
    """The office that handed a case over takes it back, while nobody there has acted."""
    found = get_object_or_404(Case.objects.filter(pk__in=handed_over(request.rights).values("case")), uuid=uuid)
    try:
        recall_case(found, reason=_("Handed over by mistake."), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("You have it again."))
    return redirect("inbox")
