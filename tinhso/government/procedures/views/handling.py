"""The dossier on an officer's desk: what was declared, its papers, its thread, and what can be done with it now."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.actions import choices
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.consulted import opinions_on
from tinhso.core.cases.models.lines import owners_of
from tinhso.core.people.actions import read_person
from tinhso.core.people.domain.words import ReadReason
from tinhso.government.procedures.actions.apologising import apologise
from tinhso.government.procedures.actions.following import renew_secret
from tinhso.government.procedures.actions.handing import digitise_paper, put_result
from tinhso.government.procedures.actions.reading import HardToRead
from tinhso.government.procedures.actions.signing import result_of
from tinhso.government.procedures.domain.asking import every_field
from tinhso.government.procedures.domain.needs import missing
from tinhso.government.procedures.domain.steps import Brought, Door
from tinhso.government.procedures.forms.filing import DeskScanForm
from tinhso.government.procedures.forms.handling import ApologyForm, ResultForm
from tinhso.government.procedures.models import Dossier, Paper
from tinhso.government.procedures.models.asking import form_of
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.models.nearing import nearly_late
from tinhso.government.procedures.models.story import names_of, thread
from tinhso.government.procedures.views.fees import fee_on_desk
from tinhso.government.procedures.views.results import found_in
from tinhso.government.procedures.views.said import said_answers
from tinhso.government.procedures.views.telling import letters_of
from tinhso.government.procedures.views.whose import dossier_in_reach, language
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_day_time

HANDLE = "handle_cases"
OPENED = "dossiers_opened"
MOST_OPENED = 40
MOST_NEAR = 20
SECONDS_OPEN = 1800


@dataclass(frozen=True, slots=True)
class Knot:
    """One knot of the thread, with who did it."""

    title: str
    state: str
    when: str
    text: str
    icon: str


@dataclass(frozen=True, slots=True)
class Check:
    """What the machine has looked at; only a doubt asks for a person's eye."""

    sentence: str
    doubt: bool = False


@signed_in
@require_safe
def procedures_case(request: Request, uuid: UUID) -> HttpResponse:
    """From a case of the inbox to its dossier: the desk's page, or the citizen's own."""
    case = get_object_or_404(Case.objects.visible_to(request.rights), uuid=uuid)
    dossier = get_object_or_404(Dossier, case=case)
    own = case.applicant_id is not None and case.applicant_id == request.rights.person
    return redirect("my_dossier" if own else "dossier", dossier.uuid)


@needs(HANDLE)
@require_safe
def dossier(request: Request, uuid: UUID) -> HttpResponse:
    """Everything about one dossier. That it was opened, and for which case, is kept for the applicant to see."""
    one = dossier_in_reach(request, uuid)
    _look(request, one)
    law = law_of(one.version)
    papers = list(one.papers.filter(replaced_at=None).order_by("pk"))
    rows = [(page.title.said(language()), said_answers(page.fields, one.case.values)) for page in form_of(one.version)]
    values = {
        "dossier": one,
        "law": law,
        "sentence": _sentence(request, one),
        "checks": _checks(one, papers),
        "answers": [(title, [pair for pair in pairs if pair[1] != "–"]) for title, pairs in rows],
        "papers": papers,
        "names": {paper.key: str(paper.name) for paper in law.papers},
        "letters": letters_of(one),
        "opinions": opinions_on(one.case, language()),
        "knots": _knots(one),
        "choices": choices(one.case, by=request.actor, rights=request.rights, at=request.at),
        "late": one.case.is_late(request.at),
        "supplements": one.letters.filter(kind="supplement").count(),
        "may_apologise": _may_apologise(one),
        "signed": result_of(one) if one.result else None,
        "found": found_in(one, at=request.at),
    }
    return page(request, "procedures/handling/dossier.html", values | fee_on_desk(one))


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def digitise(request: Request, uuid: UUID) -> HttpResponse:
    """Scan a paper that came by hand."""
    paper = get_object_or_404(Paper.objects.select_related("dossier"), uuid=uuid, dossier__isnull=False)
    one = dossier_in_reach(request, paper.dossier.uuid) if paper.dossier else None
    if one is None:
        raise Http404
    form = DeskScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            digitise_paper(paper, told["file"], as_it_is=told["as_it_is"], by=request.actor, at=request.at)
        except HardToRead as refusal:
            form.doubt(refusal, "file")
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Digitised. It lies in the citizen's own store too; nobody asks for it again."))
            return redirect("dossier", one.uuid)
    names = {line.key: str(line.name) for line in law_of(one.version).papers}
    values = {"dossier": one, "form": form, "title": names.get(paper.listed, paper.name)}
    return page(request, "procedures/handling/scan.html", values, status=400 if form.errors else 200)


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def put_dossier_result(request: Request, uuid: UUID) -> HttpResponse:
    """Put in the file of the result."""
    one = dossier_in_reach(request, uuid)
    form = ResultForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            put_result(one, form.cleaned_data["file"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The result lies with the dossier."))
            return redirect("dossier", uuid)
    values = {"dossier": one, "form": form, "title": _("Put in the result")}
    return page(request, "procedures/handling/scan.html", values, status=400 if form.errors else 200)


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def apologise_for(request: Request, uuid: UUID) -> HttpResponse:
    """Say sorry and give a new date, before the old one has passed."""
    one = dossier_in_reach(request, uuid)
    form = ApologyForm(request.POST or None)
    if form.is_valid():
        try:
            letter = apologise(one, **form.cleaned_data, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            told = _("Written. The new date is %(day)s.") % {
                "day": say_day_time(letter.new_due) if letter.new_due else ""
            }
            messages.success(request, told)
            return redirect("dossier", uuid)
    values = {"dossier": one, "form": form}
    return page(request, "procedures/handling/apology.html", values, status=400 if form.errors else 200)


@needs(HANDLE)
@require_POST
def new_receipt(request: Request, uuid: UUID) -> HttpResponse:
    """The receipt was lost: the old digits are void, a new receipt is shown."""
    one = dossier_in_reach(request, uuid)
    try:
        renew_secret(one, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("dossier", uuid)
    return redirect("counter_receipt", uuid)


@home_card("desk", HANDLE)
def apologise_in_time(request: Request) -> Card | None:
    """What falls due by the end of the next working day and is not done: an apology is good only before that."""
    owners = owners_of(request.rights, request.actor.account)
    until = working_calendar().add_working_days(request.at, 1)
    near = nearly_late(owners, at=request.at, until=until).select_related("case__definition")[:MOST_NEAR]
    found = [one for one in near if _may_apologise(one)]
    if not found:
        return None
    told = ngettext(
        "%(num)s dossier falls due by %(when)s and is not done. If it cannot be done in time, write to the applicant.",
        "%(num)s dossiers fall due by %(when)s and are not done. Write to the applicants of those that will be late.",
        len(found),
    )
    return Card(
        title=_("Nearly late: send an apology?"),
        text=told % {"num": len(found), "when": say_day_time(until)},
        url=reverse("apologise_for", args=[found[0].uuid]) if len(found) == 1 else reverse("inbox"),
        icon="calendar",
        count=len(found),
    )


def _look(request: Request, one: Dossier) -> None:
    """Keep that the dossier was opened; once in half an hour for the same one."""
    opened = {
        key: at for key, at in request.session.get(OPENED, {}).items() if at > request.at.timestamp() - SECONDS_OPEN
    }
    if str(one.uuid) in opened or one.case.applicant is None:
        return
    read_person(one.case.applicant, reason=ReadReason.CASE, case=one.case.ref, by=request.actor, at=request.at)
    opened[str(one.uuid)] = request.at.timestamp()
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])


def _sentence(request: Request, one: Dossier) -> str:
    """What a colleague would say about it."""
    name = one.case.applicant.said_on(timezone.localdate(request.at)) if one.case.applicant else ""
    doors = {
        Door.OWN: _("%(name)s filed this on line: %(title)s."),
        Door.COUNTER: _("%(name)s filed this at the counter: %(title)s."),
        Door.HELPER: _("Someone filed this for %(name)s: %(title)s."),
        Door.NATIONAL: _("%(name)s filed this on the national portal: %(title)s."),
    }
    said = doors[Door(one.door)] % {"name": name, "title": one.case.title}
    return said[:1].upper() + said[1:]


def _checks(one: Dossier, papers: list[Paper]) -> list[Check]:
    lacking = missing(law_of(one.version), Door(one.door), [paper.listed for paper in papers])
    asked = [field for field in every_field(form_of(one.version)) if field.required]
    found = [Check(_("Not handed in: %(paper)s") % {"paper": paper.name}, True) for paper in lacking]
    if not lacking:
        found.append(Check(_("Every paper that must come is here.")))
    if asked and one.door != Door.NATIONAL:
        found.append(Check(_("Every question that must be answered has an answer.")))
    paper_only = sum(paper.file is None for paper in papers if paper.brought != Brought.LOOKED_UP)
    if paper_only:
        told = ngettext("%(num)s paper is not digitised yet.", "%(num)s papers are not digitised yet.", paper_only)
        found.append(Check(told % {"num": paper_only}, True))
    if one.case.applicant and one.case.applicant.dead:
        found.append(Check(_("The applicant has died by now."), True))
    return found


def _knots(one: Dossier) -> list[Knot]:
    lines = thread(one.case, language(), office=True)
    names = names_of(lines)
    return [
        Knot(line.title, line.state, say_day_time(line.at) if line.at else "", names.get(line.by or 0, ""), line.icon)
        for line in lines
    ]


def _may_apologise(one: Dossier) -> bool:
    rule = one.case.blueprint.extension
    running = one.case.finished_at is None and one.case.stopped_at is None and one.case.received_at is not None
    return running and rule is not None and one.case.extensions < rule.times
