"""Help that is asked for: the form for all, the slip, the member's answer, the officer's desk."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.actions.slips import secret, token
from tinhso.core.cases.domain.slips import spoken
from tinhso.core.cases.models import Case
from tinhso.core.cases.views.slips import followed, slip_of
from tinhso.core.outbox.views.taking import TakenIn, by_outbox, with_reasons
from tinhso.core.people.actions import note_list, read_person
from tinhso.core.people.domain.words import ListWay, ReadReason
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.doors import Request, needs, open_to_all, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.society.teams.actions import engine, helping
from tinhso.society.teams.actions.awards import WORKFLOW as AWARDS
from tinhso.society.teams.forms.helping import AskForm, MemberForm, ReasonForm, WhereForm
from tinhso.society.teams.models import Award, HelpRequest, Member
from tinhso.society.teams.views.whose import KEEP, uuid_or_none

MOST_SHOWN = 60
TAKES_STEPS = engine.take_step_of_case
"""The inbox takes steps of requests by this."""


@open_to_all
@require_safe
def village_helpers(request: Request) -> HttpResponse:
    """Who helps me in my village: first names and telephones of those who agreed."""
    person = _whoever(request)
    form = WhereForm(request.GET or None, initial={"village": str(person.home.uuid) if person and person.home else ""})
    place = _place_said(form) or (person.home if person else None)
    shown = Member.objects.shown_to_all().for_page()
    rows = list(shown.filter(team__place__path__startswith=place.path)[:MOST_SHOWN]) if place else []
    values = {"form": form, "place": place, "rows": rows}
    return page(request, "teams/public/helpers.html", values)


def _place_said(form: WhereForm) -> Place | None:
    said = form.cleaned_data.get("village") if form.is_valid() else None
    return Place.objects.select_related("parent").get(uuid=UUID(said)) if said else None


def _whoever(request: Request) -> Person | None:
    uuid = request.actor.for_person or request.actor.person
    people = Person.objects.current().select_related("home__parent")
    return people.filter(uuid=uuid).first() if uuid else None


@open_to_all
@require_http_methods(["GET", "POST"])
@by_outbox
def ask_help(request: Request) -> HttpResponse:
    """Someone come and help me: with an account or without, typed by oneself or by an officer."""
    officer = request.rights.may(KEEP)
    applicant = None if officer else _whoever(request)
    home = applicant.home if applicant else None
    given = uuid_or_none(request.GET.get("village", "")) or (home.uuid if home else None)
    form = AskForm(
        request.POST or None, by_an_officer=officer, applicant=applicant, initial={"place": str(given or "")}
    )
    if form.is_valid():
        try:
            by = request.actor if request.rights.signed_in else Actor(channel=request.actor.channel)
            made = helping.ask_help(form.wish, by=by, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            to = reverse("track_step", args=[made.ref, token(made.case), "slip"])
            return TakenIn(to, ref=made.ref, code=f"{made.ref} {spoken(secret(made.case))}")
    answer = page(request, "teams/public/ask.html", {"form": form}, status=400 if form.errors else 200)
    return with_reasons(answer, form)


@followed("teams", "slip")
def help_slip(request: Request, case: Case, key: str) -> HttpResponse:
    """It has arrived: the code, the nine digits, what comes next."""
    values = {"one": _of_case(case), "follow": reverse("track_one", args=[case.ref, key]), **slip_of(request, case)}
    return page(request, "teams/public/slip.html", values)


@followed("teams")
def track_help(request: Request, case: Case, key: str) -> HttpResponse:
    """How it stands, for who holds the slip; nothing that says who asked."""
    values = {"one": _of_case(case), "withdraw": reverse("track_step", args=[case.ref, key, "withdraw"])}
    return page(request, "teams/public/request.html", values)


@followed("teams", "withdraw")
def track_withdraw_help(request: Request, case: Case, key: str) -> HttpResponse:
    """No longer needed, with the slip."""
    if request.method == "POST":
        by = Actor(channel=request.actor.channel)
        _tried(request, lambda: helping.withdraw_help(_of_case(case), holder=True, by=by, at=request.at))
    return redirect("track_one", case.ref, key)


def _of_case(case: Case) -> HelpRequest:
    return get_object_or_404(HelpRequest.objects.for_page(), case=case)


@signed_in
@require_safe
def help_request(request: Request, uuid: UUID) -> HttpResponse:
    """One request: for who asked, for the member who is asked, for the officers of the commune."""
    one = _reached(request, uuid)
    own = one.case.applicant_id is not None and one.case.applicant_id == request.actor.person
    if own:
        values = {"one": one, "withdraw": reverse("withdraw_help", args=[uuid])}
        return page(request, "teams/public/request.html", values)
    if one.case.applicant:
        read_person(one.case.applicant, reason=ReadReason.CASE, case=one.ref, by=request.actor, at=request.at)
    values = {
        "one": one,
        "asked": one.asked.select_related("member__person", "member__team__place").order_by("pk"),
        "mine": _my_membership(request, one),
        "may_keep": request.rights.may(KEEP, place=one.place_id),
        "choose": MemberForm(members=_near(one)),
        "reason": ReasonForm(),
    }
    return page(request, "teams/field/request.html", values)


def _reached(request: Request, uuid: UUID) -> HelpRequest:
    """A request of one's own, one that waits for the asker or that they took on, or one of their commune (else 404)."""
    return get_object_or_404(HelpRequest.objects.reached(request.rights, request.actor.person).for_page(), uuid=uuid)


def _my_membership(request: Request, one: HelpRequest) -> Member | None:
    """As which member the asker was asked, or took it on."""
    mine = Member.objects.now().of_person(request.actor.person)
    return mine.filter(asked__request=one).first()


def _near(one: HelpRequest) -> list[Member]:
    commune = one.place.parent or one.place
    return list(Member.objects.now().for_page().filter(team__place__path__startswith=commune.path)[:MOST_SHOWN])


@signed_in
@require_POST
def answer_help(request: Request, uuid: UUID, answer: str) -> HttpResponse:
    """A member says yes, no or done."""
    one = _reached(request, uuid)
    mine = _my_membership(request, one)
    if answer == "done":
        _tried(request, lambda: helping.finish_help(one, by=request.actor, at=request.at))
    elif mine is None or answer not in ("yes", "no"):
        raise Http404
    else:
        do = helping.accept_help if answer == "yes" else helping.decline_help
        _tried(request, lambda: do(one, mine, by=request.actor, at=request.at))
    return redirect("help_request", uuid) if answer == "yes" else redirect("my_team" if mine else "help_requests")


@signed_in
@require_POST
def withdraw_help(request: Request, uuid: UUID) -> HttpResponse:
    """No longer needed."""
    one = _reached(request, uuid)
    _tried(request, lambda: helping.withdraw_help(one, by=request.actor, at=request.at))
    return redirect("help_request", uuid)


@needs(KEEP)
@require_POST
def ask_member(request: Request, uuid: UUID) -> HttpResponse:
    """An officer asks a member of their choice."""
    one = _reached(request, uuid)
    form = MemberForm(request.POST, members=_near(one))
    if form.is_valid():
        _tried(request, lambda: helping.ask_member(one, form.chosen, by=request.actor, at=request.at))
    return redirect("help_request", uuid)


@needs(KEEP)
@require_POST
def close_help(request: Request, uuid: UUID) -> HttpResponse:
    """Nobody could help."""
    one, form = _reached(request, uuid), ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        _tried(request, lambda: helping.close_help(one, reason=reason, by=request.actor, at=request.at))
    return redirect("help_request", uuid)


@needs(KEEP)
@require_safe
def help_requests(request: Request) -> HttpResponse:
    """Everything that is asked for in the commune now, the oldest first."""
    places = request.rights.places(KEEP)
    rows = HelpRequest.objects.open().for_page().order_by("asked_at", "pk")
    found = list((rows if places is None else rows.filter(place__in=places))[:MOST_SHOWN])
    named = [one.case.applicant.uuid for one in found if one.case.applicant]
    note_list(named, way=ListWay.LIST, by=request.actor, at=request.at)
    return page(request, "teams/desk/requests.html", {"rows": found})


@signed_in
@require_safe
def teams_case(request: Request, uuid: UUID) -> HttpResponse:
    """From a case of the inbox to its request, or to the proposal of an award."""
    case = get_object_or_404(Case.objects.visible_to(request.rights).select_related("definition"), uuid=uuid)
    if case.definition.code == AWARDS:
        return redirect("award", get_object_or_404(Award, case=case).uuid)
    return redirect("help_request", _of_case(case).uuid)


def _tried(request: Request, do: Callable[[], object]) -> None:
    try:
        do()
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
