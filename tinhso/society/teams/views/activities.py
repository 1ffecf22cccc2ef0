"""Visits and other activities, as members and officers write them down."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.outbox.domain import NotAnItem, read_item
from tinhso.core.outbox.views.taking import ITEM, KEY, TakenIn, by_outbox, with_reasons
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.society.teams.actions.activities import add_photo, call_off, finish_activity, plan_activity, record_visit
from tinhso.society.teams.actions.campaigns import plan_for_all
from tinhso.society.teams.actions.members import show_myself
from tinhso.society.teams.forms.activities import CallOffForm, CampaignForm, FinishForm, PhotoForm, PlanForm, VisitForm
from tinhso.society.teams.models import Activity, HelpRequest, Member, Team
from tinhso.society.teams.views.lists import place_of_post
from tinhso.society.teams.views.whose import KEEP, SEE

LATELY = 20


@signed_in
@require_http_methods(["GET", "POST"])
@by_outbox
def visit(request: Request) -> HttpResponse:
    """One visit on one page, filled with or without signal."""
    mine = _mine(request)
    teams = [member.team for member in mine]
    form = VisitForm(request.POST or None, request.FILES or None, teams=teams, made_at=_made_at(request))
    if teams and form.is_valid():
        team = form.cleaned_data["team"]
        myself = [member for member in mine if member.team_id == team.pk]
        try:
            done = record_visit(team, form.result, members=myself, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Written down. Thank you for going there."))
            return TakenIn(reverse("my_team"), ref=f"TQ-{done.pk}")
    values = {"form": form, "teams": teams}
    return with_reasons(page(request, "teams/field/visit.html", values, status=400 if form.errors else 200), form)


def _made_at(request: Request) -> datetime:
    """When the form was filled: a phone may have kept it for days."""
    try:
        return read_item(request.headers.get(KEY, ""), request.headers.get(ITEM, "")).made_at
    except NotAnItem:
        return request.at


def _mine(request: Request) -> list[Member]:
    rows = Member.objects.now().of_person(request.actor.person)
    return list(rows.select_related("team__place__parent", "person").prefetch_related("trainings").order_by("pk"))


@signed_in
@require_safe
def my_team(request: Request) -> HttpResponse:
    """The member's own page: today's plan, what was done, the team."""
    mine = _mine(request)
    if not mine:
        raise Http404
    teams, today = [member.team_id for member in mine], timezone.localdate(request.at)
    activities = Activity.objects.filter(team__in=teams).for_page()
    values = {
        "mine": mine,
        "asked": HelpRequest.objects.waiting_for(request.actor.person).for_page().order_by("asked_at", "pk"),
        "due": activities.due_by(today),
        "later": activities.planned().filter(on__gt=today).order_by("on", "pk")[:LATELY],
        "done": activities.done().order_by("-on", "-pk")[:LATELY],
    }
    return page(request, "teams/field/mine.html", values)


@signed_in
@require_POST
def show_me(request: Request, uuid: UUID) -> HttpResponse:
    """A member says whether neighbours may see first name and telephone."""
    one = get_object_or_404(Member.objects.now().of_person(request.actor.person), uuid=uuid)
    show_myself(one, shown=bool(request.POST.get("shown")), by=request.actor, at=request.at)
    return redirect("my_team")


def team_to_work_in(request: Request, uuid: UUID, permission: str = KEEP) -> Team:
    """A team of which the asker is a member, or which they keep (404 for any other)."""
    found = Team.objects.worked_in(request.rights, request.actor.person, permission)
    return get_object_or_404(found, uuid=uuid)


@signed_in
@require_http_methods(["GET", "POST"])
def plan(request: Request, uuid: UUID) -> HttpResponse:
    """Plan something for the team."""
    team = team_to_work_in(request, uuid)
    form = PlanForm(request.POST or None, team=team)
    if form.is_valid():
        try:
            made = plan_activity(team, **form.cleaned_data, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("activity", made.uuid)
    return page(request, "teams/field/plan.html", {"team": team, "form": form}, status=400 if form.errors else 200)


@signed_in
@require_safe
def activity(request: Request, uuid: UUID) -> HttpResponse:
    """One activity: plan or result."""
    one = _activity(request, uuid, SEE)
    own = any(member.team_id == one.team_id for member in _mine(request))
    values = {
        "one": one,
        "members": one.members.select_related("person").order_by("rank", "pk"),
        "given": one.given.order_by("pk"),
        "photos": one.photos.order_by("pk"),
        "may_work": own or request.rights.may(KEEP, place=one.team.place_id),
        "call_off": CallOffForm(),
        "photo": PhotoForm(),
    }
    return page(request, "teams/field/activity.html", values)


@signed_in
@require_http_methods(["GET", "POST"])
def finish(request: Request, uuid: UUID) -> HttpResponse:
    """What was planned was done."""
    one = _activity(request, uuid)
    form = FinishForm(
        request.POST or None, request.FILES or None, team=one.team, made_at=request.at,
        initial={"members": one.members.all(), "when": "0"},
    )  # fmt: skip
    if form.is_valid():
        try:
            who = form.cleaned_data["members"]
            finish_activity(one, form.result, members=who, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("activity", one.uuid)
    return page(request, "teams/field/finish.html", {"one": one, "form": form}, status=400 if form.errors else 200)


@signed_in
@require_POST
def off(request: Request, uuid: UUID) -> HttpResponse:
    """What was planned is called off."""
    one, form = _activity(request, uuid), CallOffForm(request.POST)
    try:
        if form.is_valid():
            call_off(one, why=form.cleaned_data["why"], by=request.actor, at=request.at)
        else:
            messages.error(request, _("Say why, in a few words."))
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("activity", one.uuid)


@signed_in
@require_POST
def photo(request: Request, uuid: UUID) -> HttpResponse:
    """One more photo of what was done."""
    one, form = _activity(request, uuid), PhotoForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            add_photo(one, form.cleaned_data["photo"], by=request.actor, at=request.at)
    except Refusal as refusal:
        tell(form, refusal)
    for mistakes in form.errors.values():
        messages.error(request, " ".join(map(str, mistakes)))
    return redirect("activity", one.uuid)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def campaign(request: Request) -> HttpResponse:
    """One plan for all teams of the commune, or of the province."""
    place, form = place_of_post(request), CampaignForm(request.POST or None)
    if form.is_valid():
        try:
            many = plan_for_all(place, **form.cleaned_data, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            told = ngettext("%(num)s team has it in its plan.", "%(num)s teams have it in their plan.", many)
            messages.success(request, told % {"num": many})
            return redirect("teams")
    return page(request, "teams/desk/campaign.html", {"place": place, "form": form}, status=400 if form.errors else 200)


def _activity(request: Request, uuid: UUID, permission: str = KEEP) -> Activity:
    one = get_object_or_404(Activity.objects.for_page(), uuid=uuid)
    team_to_work_in(request, one.team.uuid, permission)
    return one


@home_card("field")
def what_waits(request: Request) -> Card | None:
    """What is planned for today, and the way to write down a visit."""
    teams = Member.objects.now().of_person(request.actor.person).values("team")
    if not teams.exists():
        return None
    due = Activity.objects.filter(team__in=teams).due_by(timezone.localdate(request.at)).count()
    due += HelpRequest.objects.waiting_for(request.actor.person).count()
    text = ngettext("%(num)s thing waits for you today.", "%(num)s things wait for you today.", due) % {"num": due}
    return Card(
        title=_("My team"), text=text if due else _("Plan, visits, who asked for help"), url=reverse("my_team"),
        icon="users-three", tone="turn" if due else "", count=due or None,
    )  # fmt: skip
