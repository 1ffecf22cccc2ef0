"""The catalogue for staff: how well each fact is founded, versions, taking documents in and out, suspending."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.core.cases.domain.definition import BadDefinition
from tinhso.government.procedures.actions.catalogue import (
    choose_filing,
    enter_procedure,
    resume_procedure,
    suspend_procedure,
)
from tinhso.government.procedures.domain.catalogue import BadCatalogue, Level
from tinhso.government.procedures.domain.upload import LARGEST, read_upload
from tinhso.government.procedures.domain.words import (
    GROUPS,
    LAW_STATUS,
    LEVELS,
    MARKS,
    TRUST,
    say_fee,
    say_term,
    say_weak,
)
from tinhso.government.procedures.forms.catalogue import FilingForm, ImportForm, SuspendForm
from tinhso.government.procedures.models import Procedure, ProcedureVersion
from tinhso.government.procedures.models.catalogue import Where
from tinhso.government.procedures.models.laws import law_of, laws_of
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

WORDS = {
    "groups": GROUPS,
    "law_status": LAW_STATUS,
    "levels": LEVELS,
    "marks": MARKS,
    "trust": TRUST,
    "say_fee": say_fee,
    "say_term": say_term,
    "say_weak": say_weak,
}


@require_GET
@needs("check_procedures")
def kept_procedures(request: Request) -> HttpResponse:
    """Every procedure with what is weak in it; those a lawyer must see first are marked."""
    only = request.GET.get("only", "")
    listed = laws_of(ProcedureVersion.objects.on(timezone.localdate(request.at)).listed())
    doubtful = [(version, facts) for version, facts in listed if facts.review]
    values = {
        "only": only,
        "listed": doubtful if only == "review" else listed,
        "count": len(listed),
        "doubtful": len(doubtful),
        "may_keep": request.rights.may("keep_procedures"),
    }
    return page(request, "procedures/catalogue/kept.html", values | WORDS)


@require_GET
@needs("check_procedures")
def kept_procedure(request: Request, slug: str) -> HttpResponse:
    """One with every fact and its origin, its doubts and its versions."""
    return _kept_page(request, _procedure(slug), SuspendForm())


@require_GET
@needs("check_procedures")
def export_procedure(request: Request, slug: str, number: int) -> HttpResponse:
    """A version as a file that can be changed and taken in again."""
    version = get_object_or_404(ProcedureVersion, procedure__slug=slug, number=number)
    answer = JsonResponse(version.facts, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{number}.json"'
    return answer


@require_http_methods(["GET", "POST"])
@needs("keep_procedures")
def import_procedure(request: Request) -> HttpResponse:
    """Take a document in: a new procedure, or a new version of one."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        version = _entered(request, form)
        if version is not None:
            messages.success(request, _("Entered: %(name)s.") % {"name": version})
            return redirect("kept_procedure", version.procedure.slug)
    return page(request, "procedures/catalogue/import.html", {"form": form})


@require_POST
@needs("keep_procedures")
def suspend(request: Request, slug: str) -> HttpResponse:
    """Let nobody file it for now, or by one version of it (`number`)."""
    found, form = _procedure(slug), SuspendForm(request.POST)
    if not form.is_valid():
        return _kept_page(request, found, form)
    try:
        version = _version(found, request)
        suspend_procedure(found, version=version, why=form.cleaned_data["why"], by=request.actor, at=request.at)
    except Refusal as refusal:
        form.add_error(None, str(refusal.told))
        return _kept_page(request, found, form)
    return redirect("kept_procedure", slug)


@require_POST
@needs("keep_procedures")
def resume(request: Request, slug: str) -> HttpResponse:
    """Let people file it again."""
    found = _procedure(slug)
    try:
        resume_procedure(found, version=_version(found, request), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("kept_procedure", slug)


@require_http_methods(["GET", "POST"])
@needs("keep_procedures")
def filing_choices(request: Request) -> HttpResponse:
    """Where each level is filed on line: own pages, the national portal, both."""
    form = FilingForm(request.POST or None, initial=FilingForm.now())
    if request.method == "POST" and form.is_valid():
        for level in (Level.FULL, Level.PARTIAL):
            choose_filing(level, where=Where(form.cleaned_data[level.value]), by=request.actor, at=request.at)
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("kept_procedures")
    return page(request, "procedures/catalogue/filing.html", {"form": form})


def _entered(request: Request, form: ImportForm) -> ProcedureVersion | None:
    """The version that was entered, or None with the reasons in the form."""
    upload = cast("UploadedFile[bytes]", form.cleaned_data["document"])
    day: date = form.cleaned_data["valid_from"]
    try:
        document = read_upload(upload.read(LARGEST + 1))
        return enter_procedure(document, valid_from=day, by=request.actor, at=request.at)
    except BadCatalogue as bad:
        form.add_error("document", bad.problems)
    except BadDefinition as bad:
        form.add_error("document", [str(fault) for fault in bad.faults[:20]])
    except Refusal as refusal:
        form.add_error(refusal.at_field, str(refusal.told))
    return None


def _kept_page(request: Request, found: Procedure, form: SuspendForm) -> HttpResponse:
    versions = list(ProcedureVersion.objects.filter(procedure=found).select_related("definition").order_by("-number"))
    day = timezone.localdate(request.at)
    now = next(
        (one for one in versions if one.valid_from <= day and (one.valid_to is None or one.valid_to > day)), None
    )
    facts = law_of(now or versions[0])
    values = {
        "procedure": found,
        "versions": versions,
        "now_valid": now,
        "facts": facts,
        "form": form,
        "codes": found.codes.order_by("until", "code"),
        "may_keep": request.rights.may("keep_procedures"),
    }
    return page(request, "procedures/catalogue/kept_one.html", values | WORDS)


def _procedure(slug: str) -> Procedure:
    return get_object_or_404(Procedure, slug=slug)


def _version(found: Procedure, request: Request) -> ProcedureVersion | None:
    """The version that the form names, or None for the whole procedure."""
    number = request.POST.get("number", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise Http404
    return get_object_or_404(ProcedureVersion, procedure=found, number=int(number))
