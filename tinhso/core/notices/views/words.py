"""For the keeper of the words of messages: kinds, versions, drafting, a preview in every channel, publishing."""

from difflib import ndiff
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.core.notices.actions import draft_wording, publish_wording
from tinhso.core.notices.actions.wordings import KEEP
from tinhso.core.notices.domain.lengths import length_of
from tinhso.core.notices.domain.wording import FORMS, LANGUAGES, sample
from tinhso.core.notices.forms import FORM_WORDS, WordingForm
from tinhso.core.notices.models import Kind, Wording
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

Values = dict[str, Any]


@require_GET
@needs(KEEP)
def wordings(request: Request) -> HttpResponse:
    """Every kind of message, and whether a draft waits."""
    drafts = set(Wording.objects.filter(state=Wording.State.DRAFT).values_list("kind", flat=True))
    return page(request, "notices/wordings.html", {"kinds": Kind.objects.order_by("code"), "drafts": drafts})


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def wording(request: Request, code: str) -> HttpResponse:
    """The words of a kind, to be written anew; a draft is kept, whatever is still wrong with it."""
    kind = get_object_or_404(Kind, code=code)
    versions = list(Wording.objects.of(code))
    form = WordingForm(wording=versions[0] if versions else None)
    if request.method == "POST":
        form = WordingForm(request.POST, wording=versions[0] if versions else None)
        if form.is_valid():
            draft_wording(kind, form.texts, by=request.actor, at=request.at)
            messages.success(request, _("The draft is kept. Look at it, then publish it."))
            return redirect("wording_version", code, "draft")
    values = {"kind": kind, "versions": versions, "form": form, "languages": LANGUAGES, "sample": _values(kind)}
    return page(request, "notices/wording.html", values)


@require_GET
@needs(KEEP)
def version(request: Request, code: str, number: str) -> HttpResponse:
    """One version as every channel shows it, and what changed since the one before."""
    found = _version(code, number)
    before = Wording.objects.of(code).filter(number__lt=found.number).first()
    values = {
        "kind": found.kind,
        "version": found,
        "previews": [_preview(found, language) for language in found.texts],
        "changes": _changes(before, found) if before else [],
        "before": before,
    }
    return page(request, "notices/version.html", values)


@require_POST
@needs(KEEP)
def publish(request: Request, code: str) -> HttpResponse:
    """Say everything new in the words of the draft."""
    found = _version(code, "draft")
    try:
        publish_wording(found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("wording_version", code, "draft")
    messages.success(request, _("Published. Everything new is said in these words."))
    return redirect("wording_version", code, found.number)


def _version(code: str, number: str) -> Wording:
    rows = Wording.objects.of(code)
    if number == "draft":
        return get_object_or_404(rows, state=Wording.State.DRAFT)
    return get_object_or_404(rows, number=int(number) if number.isdigit() and len(number) < 9 else 0)


def _preview(found: Wording, language: str) -> Values:
    """The forms with the longest values; a gap that nobody fills shows why it cannot be said."""
    words = found.words[language]
    try:
        said = sample(words, found.kind.declared, language=language, base=settings.ADDRESS)
    except KeyError as unknown:
        return {"language": language, "said": None, "unknown": str(unknown.args[0]), "length": None}
    return {"language": language, "said": said, "unknown": "", "length": length_of(said.sms)}


def _values(kind: Kind) -> list[tuple[str, str]]:
    return [(f"{{{name}}}", gap.value) for name, gap in kind.declared.items()]


def _changes(before: Wording, after: Wording) -> list[Values]:
    """Form by form, the lines that went and that came."""
    found = []
    for language in after.texts:
        for form in FORMS:
            old = before.texts.get(language, {}).get(form, "").splitlines()
            new = after.texts[language].get(form, "").splitlines()
            lines = [(line[0], line[2:]) for line in ndiff(old, new) if line[0] in "+-"]
            if lines:
                found.append({"language": language, "form": FORM_WORDS[form], "lines": lines})
    return found
