"""Pages of definitions: read, write, compare, publish. And the schema, for everyone who writes one."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tinhso.core.cases.actions import publish_definition, retire_definition
from tinhso.core.cases.actions.keeping import KEEP, write_definition
from tinhso.core.cases.domain import saying
from tinhso.core.cases.domain.blueprint import Blueprint, Words
from tinhso.core.cases.domain.diff import Change, changes
from tinhso.core.cases.domain.faults import BadDefinition, Fault
from tinhso.core.cases.domain.flow import draw
from tinhso.core.cases.domain.schema import schema
from tinhso.core.cases.forms.definitions import DocumentForm
from tinhso.core.cases.models import Definition, Status
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

ROWS = 50
MOST_COUNTED = 1000


@require_GET
@open_to_all
def definition_schema(request: Request) -> HttpResponse:
    """The JSON Schema of definitions, for whoever writes one."""
    answer = JsonResponse(schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Type"] = "application/schema+json; charset=utf-8"
    return answer


@require_GET
@needs(KEEP)
def definitions(request: Request) -> HttpResponse:
    """Every code with its version in force and its draft; the retired ones on a page of their own."""
    after, retired = request.GET.get("after", ""), "retired" in request.GET
    rows = Definition.objects.filter(code__gt=after).order_by("code", "-version")
    rows = rows.filter(status=Status.RETIRED) if retired else rows.exclude(status=Status.RETIRED)
    shown = list(rows.values("uuid", "code", "version", "status", "document__title")[: ROWS + 1])
    more = len(shown) > ROWS
    if more:
        last = shown[ROWS - 1]["code"]
        shown = [row for row in shown[:ROWS] if row["code"] != last] or shown[:ROWS]
    asked = ({"retired": ""} if retired else {}) | {"after": shown[-1]["code"] if shown else ""}
    values = {
        "definitions": shown,
        "retired": retired,
        "say": _said_raw,
        "next_url": f"?{urlencode(asked)}" if more else "",
    }
    return page(request, "cases/definitions/definitions.html", values)


@require_GET
@needs(KEEP)
def definition(request: Request, uuid: UUID) -> HttpResponse:
    """One version, to read: drawn, and in words."""
    found = _found(uuid)
    lives = Definition.objects.lives_of(found.code).without_document()[:ROWS]
    values = {"definition": found, "lives": lives, **_told(found.blueprint)}
    return page(request, "cases/definitions/definition.html", values)


@needs(KEEP)
def new_definition(request: Request) -> HttpResponse:
    """Begin one from a document."""
    return _writing(request, None)


@needs(KEEP)
def edit_definition(request: Request, uuid: UUID) -> HttpResponse:
    """Write the draft of a code, beginning from one of its versions."""
    return _writing(request, _found(uuid))


@require_GET
@needs(KEEP)
def compare_definition(request: Request, uuid: UUID) -> HttpResponse:
    """What changed since another version, in words; without one, since the version in force or the one before."""
    found = _found(uuid)
    lives = list(Definition.objects.lives_of(found.code).without_document()[:ROWS])
    other = _other(request.GET.get("with", ""), found, lives)
    values = {"definition": found, "lives": lives, "other": other, "changes": _changes(other, found)}
    return page(request, "cases/definitions/compare.html", values)


@needs(KEEP)
def publish_definition_page(request: Request, uuid: UUID) -> HttpResponse:
    """Ask once more, with what would change and for whom, then publish."""
    found = _found(uuid)
    if request.method == "POST":
        try:
            publish_definition(found, by=request.actor, at=request.at)
        except Refusal as refusal:
            return _publish_asked(request, found, refusal)
        messages.success(request, _("Published. New cases begin by this version."))
        return redirect("definition", found.uuid)
    return _publish_asked(request, found, None)


@needs(KEEP)
def retire_definition_page(request: Request, uuid: UUID) -> HttpResponse:
    """Ask once more, then open no new cases by it."""
    found, refused = _found(uuid), None
    if request.method == "POST":
        try:
            retire_definition(found, by=request.actor, at=request.at)
            messages.success(request, _("Retired. Running cases go on to their end."))
            return redirect("definition", found.uuid)
        except Refusal as refusal:
            refused = refusal
    values = {"definition": found, "refusal": refused, "running": _running(found), **_told(found.blueprint)}
    return page(request, "cases/definitions/retire.html", values, status=409 if refused else 200)


@require_GET
@needs(KEEP)
def export_definition(request: Request, uuid: UUID) -> HttpResponse:
    """The document as a file, as it is imported elsewhere."""
    found = _found(uuid)
    answer = HttpResponse(_written(found.document), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-{found.version}.json"'
    return answer


def _writing(request: Request, start: Definition | None) -> HttpResponse:
    """The editor. What has faults is not kept; it stays in the form, with each fault and its place above it."""
    first = {"document": _written(start.document)} if start else {}
    form = DocumentForm(request.POST or None, request.FILES or None, initial=first)
    faults: tuple[Fault, ...] = ()
    if form.is_valid():
        try:
            made = write_definition(form.cleaned_data["read"], by=request.actor, at=request.at)
            messages.success(request, _("Kept as a draft. Walk some samples through it before you publish it."))
            return redirect("definition", made.uuid)
        except BadDefinition as bad:
            faults = bad.faults
            form = DocumentForm(initial={"document": _written(form.cleaned_data["read"])})
        except Refusal as refusal:
            tell(form, refusal)
    values = {"definition": start, "form": form, "faults": faults}
    return page(request, "cases/definitions/edit.html", values, status=422 if faults or form.errors else 200)


def _publish_asked(request: Request, found: Definition, refusal: Refusal | None) -> HttpResponse:
    current = Definition.objects.published().filter(code=found.code).exclude(pk=found.pk).first()
    values = {
        "definition": found,
        "current": current,
        "changes": _changes(current, found),
        "running": _running(current),
        "refusal": refusal,
        **_told(found.blueprint),
    }
    return page(request, "cases/definitions/publish.html", values, status=409 if refusal else 200)


def _found(uuid: UUID) -> Definition:
    return get_object_or_404(Definition, uuid=uuid)


def _other(wanted: str, found: Definition, lives: list[Definition]) -> Definition | None:
    others = [one for one in lives if one.pk != found.pk]
    asked = [one for one in others if str(one.uuid) == wanted]
    in_force = [one for one in others if one.status == Status.PUBLISHED and one.version < found.version]
    before = [one for one in others if one.version < found.version]
    return next(iter([*asked, *in_force, *before]), None)


def _changes(before: Definition | None, after: Definition) -> list[Change]:
    return changes(before.blueprint, after.blueprint, _language()) if before else []


def _running(found: Definition | None) -> int:
    """How many cases still run by a version, counted to a thousand."""
    return len(found.cases.filter(ended_at=None).values_list("pk")[:MOST_COUNTED]) if found else 0


def _told(blueprint: Blueprint) -> dict[str, Any]:
    """What a template needs to say a blueprint."""
    return {"blueprint": blueprint, "flow": draw(blueprint, _language()), "say": said, "saying": saying}


def said(words: Words | None) -> str:
    """A text of a definition in the language of the page."""
    return words.said(_language()) if words else ""


def _said_raw(words: dict[str, str]) -> str:
    return said(Words(**words))


def _language() -> str:
    return get_language() or "vi"


def _written(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)
