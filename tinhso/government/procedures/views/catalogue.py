"""The catalogue's pages for everyone: what one can ask for, and what it takes."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from tinhso.government.procedures.domain.catalogue import Facts
from tinhso.government.procedures.domain.hearing import LONGEST
from tinhso.government.procedures.domain.words import (
    BROUGHT,
    CHANNELS,
    EVENTS,
    FIELDS,
    GROUPS,
    LAW_STATUS,
    LEVELS,
    OTHER,
    TOLD_TO_CITIZENS,
    Sign,
    say_fee,
    say_in_a_line,
    say_instead,
    say_span,
    say_term,
)
from tinhso.government.procedures.models import Procedure, ProcedureVersion
from tinhso.government.procedures.models.catalogue import Where, where_to_file
from tinhso.government.procedures.models.hearing import Listed, heard
from tinhso.government.procedures.models.laws import catalogue_on, law_of
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.pages import page

WORDS = {
    "brought": BROUGHT,
    "channels": CHANNELS,
    "groups": GROUPS,
    "law_status": LAW_STATUS,
    "levels": LEVELS,
    "say_term": say_term,
    "say_span": say_span,
    "say_fee": say_fee,
    "say_instead": say_instead,
    "say_in_a_line": say_in_a_line,
}


@require_GET
@open_to_all
def procedures(request: Request) -> HttpResponse:
    """Door 1: by what one says, by occasion, by field."""
    said = request.GET.get("q", "")[:LONGEST].replace("\x00", " ")
    event, field = request.GET.get("event", ""), request.GET.get("field", "")
    listed = catalogue_on(timezone.localdate(request.at))
    shown = _shown(listed, said, event, field)
    values = {
        "q": said,
        "event": EVENTS.get(event),
        "field": FIELDS.get(field),
        "events": _counted(EVENTS, [name for _version, facts in listed for name in facts.events]),
        "fields": _counted(FIELDS, [facts.field for _version, facts in listed]),
        "shown": [(version, facts, FIELDS.get(facts.field, OTHER)) for version, facts in shown],
        "asked": bool(said.strip() or event or field),
    }
    template = "found" if request.headers.get("HX-Request") else "home"
    return page(request, f"procedures/catalogue/{template}.html", values | WORDS)


@require_GET
@open_to_all
def procedure(request: Request, slug: str) -> HttpResponse:
    """What it is, who may, what to bring, how long, how much, where; and the button to begin."""
    version = version_at(request, slug)
    facts = law_of(version)
    answer = {"yes": True, "no": False}.get(request.GET.get("answer", ""))
    values = {
        "version": version,
        "facts": facts,
        "sign": FIELDS.get(facts.field, OTHER),
        "where": where_to_file(facts.level),
        "Where": Where,
        "answer": answer,
        "fits": facts.question is None or (answer is not None and answer == facts.question.fits),
        "weak": [GROUPS[group] for group in facts.weak if group in TOLD_TO_CITIZENS],
        "related": _related(facts, request),
        "may_check": request.rights.may("check_procedures"),
    }
    return page(request, "procedures/catalogue/procedure.html", values | WORDS)


@require_GET
@open_to_all
def print_procedure(request: Request, slug: str) -> HttpResponse:
    """The same on a sheet of paper, to hang up or take home."""
    version = version_at(request, slug)
    values = {"version": version, "facts": law_of(version)}
    return page(request, "procedures/catalogue/print.html", values | WORDS)


@require_GET
@open_to_all
def coded(request: Request, code: str) -> HttpResponse:
    """From a national code, today's or an earlier one, to the page."""
    found = Procedure.objects.coded(code).first()
    if found is None:
        raise Http404
    return redirect("procedure", found.slug)


def version_at(request: Request, slug: str) -> ProcedureVersion:
    """The version of a procedure that applies now. Raises Http404."""
    versions = ProcedureVersion.objects.on(timezone.localdate(request.at)).select_related("procedure")
    version = versions.filter(procedure__slug=slug).first()
    if version is None:
        raise Http404
    return version


def _shown(listed: Sequence[Listed], said: str, event: str, field: str) -> list[Listed]:
    found = heard(said, listed) if said.strip() else list(listed)
    return [
        (version, facts)
        for version, facts in found
        if (not event or event in facts.events) and (not field or field == facts.field)
    ]


def _counted(signs: Mapping[str, Sign], names: Sequence[str]) -> list[tuple[str, Sign, int]]:
    """The signs that have something behind them, with how much."""
    return [(name, sign, names.count(name)) for name, sign in signs.items() if name in names]


def _related(facts: Facts, request: Request) -> list[Facts]:
    if not facts.related:
        return []
    return [other for _version, other in catalogue_on(timezone.localdate(request.at)) if other.code in facts.related]
