"""One directive: what is wanted, how it stands, what came of it, and every step as a form on the same page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.core.files.actions import open_file
from tinhso.core.files.models import File
from tinhso.core.files.views.showing import answer_with
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import Form, tell
from tinhso.kit.pages import page
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal
from tinhso.operations.directives.actions import deciding, doing
from tinhso.operations.directives.apps import ANSWER, ISSUE, SEE
from tinhso.operations.directives.domain.words import ACCEPTED, ANSWERED, ISSUED, MORE_TIME, RECEIVED, RUNNING, WORKING
from tinhso.operations.directives.forms.steps import (
    AnswerForm,
    ContributionForm,
    GrantForm,
    MoreTimeForm,
    ReasonForm,
    WordsForm,
)
from tinhso.operations.directives.models import Directive, Note
from tinhso.operations.directives.models.notes import files_by_note
from tinhso.operations.directives.views.told import outcome_of


@needs(SEE)
@require_safe
def directive(request: Request, uuid: UUID) -> HttpResponse:
    """One directive, with what the asker can do about it."""
    return _shown(request, _reached(request, uuid))


@needs(SEE)
@require_POST
def directive_step(request: Request, uuid: UUID, step: str) -> HttpResponse:
    """One step; what is missing is said in its form."""
    one = _reached(request, uuid)
    if step not in STEPS:
        raise Http404
    form = STEPS[step].form(request.POST, request.FILES)
    if form.is_valid():
        try:
            STEPS[step].do(request, one, form)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, str(STEPS[step].done))
            return redirect("directive", uuid)
    return _shown(request, one, {step: form}, status=400)


@needs(SEE)
@require_safe
def directive_file(request: Request, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file of the thread, or the paper of the meeting, for whoever may see the directive."""
    one = _reached(request, uuid)
    notes = [str(key) for key in Note.objects.filter(directive=one).values_list("uuid", flat=True)]
    asked = File.objects.select_related("blob").filter(uuid=file, forgotten_at=None)
    of_meeting = one.meeting is not None and one.meeting.minutes == file
    found = get_object_or_404(asked if of_meeting else asked.filter(about_kind=Note._meta.label_lower, about__in=notes))
    if found.blob is None:
        raise Http404
    open_file(found, by=request.actor, at=request.at)
    return answer_with(request, found.blob, found.name)


def _reached(request: Request, uuid: UUID) -> Directive:
    return get_object_or_404(Directive.objects.reached(request.rights).for_page(), uuid=uuid)


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the page offers it. `who`: office, issuer or helper; `states` in which it can be done."""

    who: str
    states: tuple[str, ...]
    form: Callable[..., Form]
    do: Callable[[Request, Directive, Form], object]
    done: Text


def _answer(request: Request, one: Directive, form: Form) -> None:
    if isinstance(form, AnswerForm):
        told = form.cleaned_data
        doing.answer_directive(
            one, words=told["words"], uploads=form.uploads, voice=told["voice"] or None, by=request.actor, at=request.at
        )


def _contribute(request: Request, one: Directive, form: Form) -> None:
    if isinstance(form, ContributionForm):
        words = form.cleaned_data["words"]
        doing.contribute(one, words=words, uploads=form.uploads, by=request.actor, at=request.at)


OFFICE, ISSUER, HELPER = "office", "issuer", "helper"
STEPS: Mapping[str, Step] = {
    "receive": Step(
        OFFICE, (ISSUED,), Form,
        lambda request, one, _form: doing.receive_directive(one, by=request.actor, at=request.at),
        _("Received. Who issued it sees that."),
    ),
    "start": Step(
        OFFICE, (RECEIVED,), Form,
        lambda request, one, _form: doing.start_directive(one, by=request.actor, at=request.at),
        _("In work."),
    ),
    "answer": Step(
        OFFICE, (RECEIVED, WORKING), AnswerForm,
        _answer,
        _("Answered. Who issued it decides now."),
    ),
    "more-time": Step(
        OFFICE, (RECEIVED, WORKING), MoreTimeForm,
        lambda request, one, form: doing.ask_more_time(one, **form.cleaned_data, by=request.actor, at=request.at),
        _("Asked. The deadline stands until it is decided."),
    ),
    "grant": Step(
        ISSUER, (MORE_TIME,), GrantForm,
        lambda request, one, form: deciding.grant_more_time(one, **form.cleaned_data, by=request.actor, at=request.at),
        _("The deadline was moved."),
    ),
    "refuse": Step(
        ISSUER, (MORE_TIME,), ReasonForm,
        lambda request, one, form: deciding.refuse_more_time(one, **form.cleaned_data, by=request.actor, at=request.at),
        _("Decided. The deadline stays."),
    ),
    "accept": Step(
        ISSUER, (ANSWERED,), WordsForm,
        lambda request, one, form: deciding.accept_answer(one, **form.cleaned_data, by=request.actor, at=request.at),
        _("Accepted."),
    ),
    "send-back": Step(
        ISSUER, (ANSWERED,), ReasonForm,
        lambda request, one, form: deciding.send_back(one, **form.cleaned_data, by=request.actor, at=request.at),
        _("Sent back. The office goes on."),
    ),
    "close": Step(
        ISSUER, (ACCEPTED,), Form,
        lambda request, one, _form: deciding.close_directive(one, by=request.actor, at=request.at),
        _("Closed."),
    ),
    "recall": Step(
        ISSUER, RUNNING, ReasonForm,
        lambda request, one, form: deciding.recall_directive(one, **form.cleaned_data, by=request.actor, at=request.at),
        _("Recalled. The office need not do it any more."),
    ),
    "contribute": Step(
        HELPER, RUNNING, ContributionForm,
        _contribute,
        _("Kept. Thank you."),
    ),
}  # fmt: skip


def _shown(
    request: Request, one: Directive, wrong: Mapping[str, Form] | None = None, *, status: int = 200
) -> HttpResponse:
    notes = list(one.notes.select_related("post", "office").order_by("pk"))
    sides, helpers = _sides(request, one), list(one.coordinating.select_related("place").order_by("sort_key"))
    offered = {key: step.form() for key, step in STEPS.items() if one.case.state in step.states and step.who in sides}
    reached = Directive.objects.reached(request.rights)
    values = {
        "one": one, "notes": notes, "files": files_by_note(notes), "helpers": helpers,
        "outcome": outcome_of(one, at=request.at), "forms": offered | dict(wrong or {}),
        "late": one.case.state in RUNNING and one.case.is_late(request.at),
        "today": timezone.localdate(request.at), "parts": list(reached.filter(parent=one).for_page().order_by("pk")),
        "parent": one.parent if one.parent and _may_open(request, one.parent) else None,
        "may_pass_on": OFFICE in sides and one.case.state in RUNNING and request.rights.may(ISSUE),
    }  # fmt: skip
    return page(request, "directives/directive.html", values, status=status)


def _may_open(request: Request, one: Directive) -> bool:
    return Directive.objects.reached(request.rights).filter(pk=one.pk).exists()


def _sides(request: Request, one: Directive) -> set[str]:
    """On which sides of a directive the asker stands; whoever issued it does not answer it."""
    rights, case, sides = request.rights, one.case, set[str]()
    own = one.issued_by_id is not None and one.issued_by_id == request.actor.account
    if rights.may(ANSWER, place=case.place_id, agency=case.agency_id) and not own:
        sides.add(OFFICE)
    if rights.may(ISSUE, place=one.issuer.place_id, agency=one.issuer_id):
        sides.add(ISSUER)
    if any(rights.may(ANSWER, place=office.place_id, agency=office.pk) for office in one.coordinating.all()):
        sides.add(HELPER)
    return sides
