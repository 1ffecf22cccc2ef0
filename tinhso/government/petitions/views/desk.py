"""The petition on an officer's desk: what was said, where, what can be done with it now."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.core.cases.models import Case, Transfer
from tinhso.core.cases.models.consulted import opinions_on
from tinhso.core.files.models import File, Signed
from tinhso.core.people.actions import read_person
from tinhso.core.people.domain.words import ReadReason
from tinhso.government.petitions.actions import engine
from tinhso.government.petitions.actions.rules import rule_said
from tinhso.government.petitions.domain.drawing import Ground, Pin, Spot, pins
from tinhso.government.petitions.domain.words import FileKind, Kind, LetterKind
from tinhso.government.petitions.forms.desk import NoteForm
from tinhso.government.petitions.models import Letter, Petition
from tinhso.government.petitions.models.desks import commune_of
from tinhso.government.petitions.models.landscape import ground
from tinhso.government.petitions.models.story import names_of, thread
from tinhso.government.petitions.views.beside import beside
from tinhso.government.petitions.views.steps import steps_of
from tinhso.government.petitions.views.whose import petition_in_reach
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.pages import page
from tinhso.kit.saying import say_day_time

HANDLE = "handle_cases"
OPENED = "petitions_opened"
MOST_OPENED = 40
SECONDS_OPEN = 1800
TAKES_STEPS = engine.take_step_of_case
"""The inbox takes steps of petitions by this."""


@signed_in
@require_safe
def petitions_case(request: Request, uuid: UUID) -> HttpResponse:
    """From a case of the inbox to its petition: the desk's page, or the citizen's own."""
    case = get_object_or_404(Case.objects.visible_to(request.rights), uuid=uuid)
    petition = get_object_or_404(Petition, case=case)
    own = case.applicant_id is not None and case.applicant_id == request.rights.person
    return redirect(_own_page(petition) if own else reverse("petition_desk", args=[petition.uuid]))


@needs(HANDLE)
@require_safe
def petition_desk(request: Request, uuid: UUID) -> HttpResponse:
    """Everything about one petition. That it was opened, and for which case, is kept for who asked to see."""
    one = petition_in_reach(request, uuid)
    _look(request, one)
    letters = list(one.letters.order_by("pk"))
    transfers = list(Transfer.objects.filter(case=one.case).select_related("left", "came").order_by("-pk")[:5])
    values = {
        "petition": one,
        "sentence": _sentence(request, one),
        "late": one.case.is_late(request.at),
        "why_here": rule_said(one.book, one.rule),
        "files": _files(one),
        "letters": letters,
        "proposed": _proposed(letters),
        "papers": _papers(letters),
        "notes": one.notes.order_by("pk").select_related("written_by__person"),
        "note_form": NoteForm(),
        "joined": one.joined.select_related("case").order_by("pk"),
        "parts": one.parts.select_related("case").order_by("pk"),
        "ratings": one.ratings.order_by("round"),
        "transfers": transfers,
        "came_from": _came_from_another(one, transfers),
        "opinions": opinions_on(one.case, get_language() or "vi"),
        "knots": _knots(one),
        "drawn": _drawn(one, request.at),
        "steps": steps_of(request, one),
        **beside(one),
    }  # fmt: skip
    return page(request, "petitions/desk/petition.html", values)


def _drawn(one: Petition, at: datetime) -> tuple[Ground, Pin] | None:
    """The commune with the place that somebody pointed at; None when nobody did, or it lies elsewhere."""
    if one.lat is None or one.lon is None:
        return None
    drawn = ground(commune_of(one.place).pk, at)
    pin = next(iter(pins(drawn, [Spot(0, one.lat, one.lon, done=False)])), None) if drawn else None
    return (drawn, pin) if drawn and pin else None


def _came_from_another(one: Petition, transfers: list[Transfer]) -> bool:
    last = transfers[0] if transfers else None
    return last is not None and last.kind == Transfer.Kind.HAND_OVER and last.came_id == one.case.agency_id


def _own_page(petition: Petition) -> str:
    """The page of who asked, where there is one; else the desk, which knows to refuse."""
    try:
        return reverse("petition", args=[petition.uuid])
    except NoReverseMatch:
        return reverse("petition_desk", args=[petition.uuid])


def _look(request: Request, one: Petition) -> None:
    """Keep that the petition of a named person was opened; once in half an hour for the same one."""
    opened = {
        key: at for key, at in request.session.get(OPENED, {}).items() if at > request.at.timestamp() - SECONDS_OPEN
    }
    if str(one.uuid) in opened or one.case.applicant is None:
        return
    read_person(one.case.applicant, reason=ReadReason.CASE, case=one.case.ref, by=request.actor, at=request.at)
    opened[str(one.uuid)] = request.at.timestamp()
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])


def _sentence(request: Request, one: Petition) -> str:
    """What a colleague would say about it."""
    person = one.case.applicant
    name = person.said_on(timezone.localdate(request.at)) if person else _("Someone who gave no name")
    said = {
        Kind.COMPLAINT: _("%(name)s complains: %(topic)s, %(place)s."),
        Kind.QUESTION: _("%(name)s asks about %(topic)s, %(place)s."),
        Kind.SUGGESTION: _("%(name)s has an idea: %(topic)s, %(place)s."),
        Kind.BROKEN: _("%(name)s says something is broken: %(topic)s, %(place)s."),
    }[Kind(one.kind)] % {"name": name, "topic": one.topic.title.lower(), "place": one.place.full_name}
    return said[:1].upper() + said[1:]


def _files(one: Petition) -> dict[str, list[File]]:
    """What lies with it by kind; what was forgotten lies here no more."""
    kinds = dict(one.files.order_by("pk").values_list("file", "kind"))
    found = File.objects.select_related("blob", "preview").filter(uuid__in=kinds, forgotten_at=None).order_by("pk")
    return {kind.value: [file for file in found if kinds[file.uuid] == kind] for kind in FileKind}


def _proposed(letters: list[Letter]) -> Letter | None:
    """The answer that waits for the head."""
    answers = [letter for letter in letters if letter.kind == LetterKind.ANSWER]
    return answers[-1] if answers and answers[-1].sent_at is None else None


def _papers(letters: list[Letter]) -> dict[UUID, Signed | None]:
    """Which papers went with letters, and how those that were signed stand."""
    papers = [letter.file for letter in letters if letter.file]
    signed = Signed.objects.filter(file__uuid__in=papers).select_related("file") if papers else ()
    by_file = {one.file.uuid: one for one in signed}
    return {file: by_file.get(file) for file in papers}


def _knots(one: Petition) -> list[dict[str, Any]]:
    found = thread(one.case, get_language() or "vi", office=True)
    names = names_of(found)
    return [
        {
            "title": knot.title, "state": knot.state, "icon": knot.icon,
            "when": say_day_time(knot.at) if knot.at else "", "text": names.get(knot.by or 0, ""),
        }
        for knot in found
    ]  # fmt: skip
