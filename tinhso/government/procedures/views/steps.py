"""One step with a dossier: the small form of its definition, and what only this step needs besides."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.core.cases.actions import choices
from tinhso.core.cases.domain.definition import ActionRule
from tinhso.core.cases.forms import answers_of as heard
from tinhso.core.cases.forms import form_for
from tinhso.government.procedures.actions.answering import answer_request
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.actions.signing import decide_with_key
from tinhso.government.procedures.domain.needs import OTHER
from tinhso.government.procedures.domain.steps import Action
from tinhso.government.procedures.forms.handling import AskForm, HeldForm, ToOfficeForm
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.models.asking import day_facts
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.views.signing import pin_form
from tinhso.government.procedures.views.telling import letters_of, request_of
from tinhso.government.procedures.views.whose import dossier_in_reach, language
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import Form, tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

HANDLE = "handle_cases"


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def dossier_step(request: Request, uuid: UUID, action: str) -> HttpResponse:
    """The form of one step; posted, the step is done and the dossier shown again."""
    one = dossier_in_reach(request, uuid)
    rule = _rule(request, one, action)
    data = request.POST if request.method == "POST" else None
    form = form_for(rule.form, {}, language(), data=data, facts=day_facts(request.at) | {"values": one.case.values})
    extra = _extra(request, one, action)
    if data is not None and form.is_valid() and (extra is None or extra.is_valid()):
        try:
            _do(request, one, action, heard(form), extra)
        except Refusal as refusal:
            tell(extra if extra and refusal.at_field in extra.fields else form, refusal)
        else:
            messages.success(request, f"{rule.sentence.said(language())}.")
            return redirect("dossier", uuid)
    values = {
        "dossier": one,
        "rule": rule,
        "title": rule.title.said(language()),
        "form": form,
        "extra": extra,
        "second": action == Action.ASK_SUPPLEMENT and one.letters.filter(kind="supplement").exists(),
        "seen": one.case.version,
    }
    wrong = form.errors or (extra is not None and extra.errors)
    return page(request, "procedures/handling/step.html", values, status=400 if wrong else 200)


def _rule(request: Request, one: Dossier, action: str) -> ActionRule:
    found = choices(one.case, by=request.actor, rights=request.rights, at=request.at)
    rule = next((choice.rule for choice in found if choice.rule.code == action), None)
    if rule is None and action in one.case.blueprint.actions and request.method == "POST":
        rule = one.case.blueprint.actions[action]
    if rule is None:
        raise Http404
    return rule


def _extra(request: Request, one: Dossier, action: str) -> Form | None:
    data = request.POST if request.method == "POST" else None
    if action == Action.ASK_SUPPLEMENT:
        return AskForm(data, papers=_lines(one), today=timezone.localdate(request.at))
    if action == Action.GIVE_SUPPLEMENT:
        asked = request_of(letters_of(one))
        names = dict(_lines(one))
        keys = asked.asks if asked and asked.asks else [OTHER]
        return HeldForm(data, papers=[(key, names.get(key, _("What was asked for"))) for key in keys])
    if action == Action.DECIDE:
        return pin_form(request, one)
    if action == Action.PROCESS:
        return ToOfficeForm(data, place=one.case.place)
    return None


def _lines(one: Dossier) -> list[tuple[str, str]]:
    return [(paper.key, str(paper.name)) for paper in law_of(one.version).papers if paper.kind != "form"]


def _do(request: Request, one: Dossier, action: str, answers: dict[str, object], extra: Form | None) -> None:
    told = extra.cleaned_data if extra else {}
    if action == Action.GIVE_SUPPLEMENT:
        answer_request(one, uploads={}, seen_originals=tuple(told["held"]), by=request.actor, at=request.at)
        return
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isdigit() else None
    if action == Action.DECIDE and "pin" in told:
        decide_with_key(one, told["pin"], by=request.actor, at=request.at, seen=version)
        return
    step = Step(
        action=action,
        answers=answers,
        papers=tuple(told.get("papers", ())),
        until=told.get("until"),
        agency=told.get("office"),
    )
    take_step(one, step, by=request.actor, at=request.at, seen=version)
