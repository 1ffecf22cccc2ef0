"""The teams of a commune and of the province: list, one team, its members."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import Form, tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.rows import Link
from tinhso.society.teams.actions import members, teams
from tinhso.society.teams.forms.teams import FindMemberForm, ProfileForm, TrainedForm, TrainingForm, VillageForm
from tinhso.society.teams.models import Team
from tinhso.society.teams.views.whose import KEEP, SEE, member_in_reach, team_in_reach, uuid_or_none

A_PAGE, MOST_FOUND, LATELY = 50, 20, 20


@needs(SEE)
@require_safe
def team_list(request: Request) -> HttpResponse:
    """Teams by the name of their village, fifty a page; of one commune when it is chosen."""
    commune = _commune(request)
    reached = Team.objects.reached(request.rights, SEE)
    found = list((reached.below(commune) if commune else reached).listed(_last(request))[: A_PAGE + 1])
    rows, more = found[:A_PAGE], len(found) > A_PAGE
    values = {
        "rows": rows,
        "commune": commune,
        "next_url": _next(rows[-1], commune) if more else "",
        "may_keep": request.rights.may(KEEP),
    }
    return page(request, "teams/desk/teams.html", values)


def _commune(request: Request) -> Place | None:
    code = request.GET.get("commune", "")
    return Place.objects.current().communes().filter(code=code).first() if code else None


def _last(request: Request) -> tuple[str, int] | None:
    """Where the page before ended: the name's key and the id of its last team."""
    key = uuid_or_none(request.GET.get("after", ""))
    return Team.objects.filter(uuid=key).values_list("place__sort_key", "pk").first() if key else None


def _next(last: Team, commune: Place | None) -> str:
    return f"?after={last.uuid}" + (f"&commune={commune.code}" if commune else "")


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def new_team(request: Request) -> HttpResponse:
    """A village gets its team."""
    form = VillageForm(request.POST or None)
    if form.is_valid():
        place = form.place_said
        if _done(form, lambda: teams.form_team(place, by=request.actor, at=request.at)):
            return redirect("team", Team.objects.standing().get(place=place).uuid)
    return page(request, "teams/desk/new.html", {"form": form}, status=400 if form.errors else 200)


@needs(SEE)
@require_safe
def team(request: Request, uuid: UUID) -> HttpResponse:
    """One team: who is in it, what they speak and can do."""
    one = team_in_reach(request, uuid)
    rows = list(one.members.filter(left_at=None).for_page().prefetch_related("trainings"))
    note_list([member.person.uuid for member in rows], way=ListWay.LIST, by=request.actor, at=request.at)
    activities = one.activities.for_page()
    values = {
        "team": one, "rows": rows, "may_keep": request.rights.may(KEEP, place=one.place_id),
        "trained": TrainedForm(team=one),
        "planned": activities.planned().order_by("on", "pk")[:LATELY],
        "done": activities.done().order_by("-on", "-pk")[:LATELY],
    }  # fmt: skip
    return page(request, "teams/desk/team.html", values)


@needs(KEEP)
@require_POST
def end(request: Request, uuid: UUID) -> HttpResponse:
    """The team is no more."""
    teams.end_team(team_in_reach(request, uuid, KEEP), by=request.actor, at=request.at)
    messages.success(request, _("The team was ended. Its members left it."))
    return redirect("teams")


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def new_member(request: Request, uuid: UUID) -> HttpResponse:
    """Find someone in the register, then say what they are and can do."""
    one, person = team_in_reach(request, uuid, KEEP), _chosen(request)
    find, form = FindMemberForm(request.GET or None), ProfileForm(request.POST or None, initial=_known(person))
    if person and form.is_valid():
        added = _done(form, lambda: members.add_member(one, person, form.profile, by=request.actor, at=request.at))
        if added:
            return redirect("team", one.uuid)
    words = find.cleaned_data["q"] if not person and find.is_valid() else ""
    values = {"team": one, "person": person, "find": find, "form": form, "found": _found(request, words), "q": words}
    return page(request, "teams/desk/new_member.html", values, status=400 if form.errors else 200)


def _chosen(request: Request) -> Person | None:
    """Who was chosen of those found: someone whom the asker may read (404 for anyone else)."""
    chosen = request.GET.get("person", "")
    if not chosen:
        return None
    people = Person.objects.living().for_page().within(request.rights.places("read_person"))
    person = get_object_or_404(people, uuid=uuid_or_none(chosen))
    note_list([person.uuid], way=ListWay.NAME, by=request.actor, at=request.at)
    return person


def _found(request: Request, words: str) -> list[Link]:
    people = Person.objects.found_by(words, request.rights, limit=MOST_FOUND) if words else []
    note_list([one.uuid for one in people], way=ListWay.SEARCH, by=request.actor, at=request.at)
    return [Link(one.full_name, f"?person={one.uuid}", f"{one.birth_year or ''} · {one.lives_in}") for one in people]


def _known(person: Person | None) -> dict[str, object]:
    return {"phone": person.phone_said, "languages": person.speaks} if person else {}


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def member(request: Request, uuid: UUID) -> HttpResponse:
    """What a member is and can do, put right."""
    one = member_in_reach(request, uuid)
    note_list([one.person.uuid], way=ListWay.NAME, by=request.actor, at=request.at)
    form = ProfileForm.of(one, request.POST or None)
    if form.is_valid() and _done(
        form, lambda: members.change_member(one, form.profile, by=request.actor, at=request.at)
    ):
        messages.success(request, _("Kept."))
        return redirect("team", one.team.uuid)
    values = {"member": one, "form": form, "training": TrainingForm(), "trainings": one.trainings.order_by("-pk")}
    return page(request, "teams/desk/member.html", values, status=400 if form.errors else 200)


@needs(KEEP)
@require_POST
def leave(request: Request, uuid: UUID) -> HttpResponse:
    """A member leaves the team."""
    one = members.remove_member(member_in_reach(request, uuid), by=request.actor, at=request.at)
    messages.success(request, _("This member left the team."))
    return redirect("team", one.team.uuid)


@needs(KEEP)
@require_POST
def trained(request: Request, uuid: UUID) -> HttpResponse:
    """A member took part in a training."""
    one, form = member_in_reach(request, uuid), TrainingForm(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    if told and _done(
        form, lambda: members.note_training(one, title=told["title"], on=told["on"], by=request.actor, at=request.at)
    ):
        messages.success(request, _("Kept."))
    for mistakes in form.errors.values():
        messages.error(request, " ".join(map(str, mistakes)))
    return redirect(reverse("team_member", args=[one.uuid]))


@needs(KEEP)
@require_POST
def team_trained(request: Request, uuid: UUID) -> HttpResponse:
    """Several of a team took part in a training."""
    one = team_in_reach(request, uuid, KEEP)
    form = TrainedForm(request.POST, team=one)
    if form.is_valid():
        many = members.note_trainings(
            form.cleaned_data["members"], title=form.cleaned_data["title"], on=form.cleaned_data["on"],
            by=request.actor, at=request.at,
        )  # fmt: skip
        told = ngettext("Noted of %(num)s member.", "Noted of %(num)s members.", many) % {"num": many}
        messages.success(request, told)
    for mistakes in form.errors.values():
        messages.error(request, " ".join(map(str, mistakes)))
    return redirect("team", one.uuid)


def _done(form: Form, do: Callable[[], object]) -> bool:
    """Whether an action did it; a refusal stands on the form."""
    try:
        do()
    except Refusal as refusal:
        tell(form, refusal)
        return False
    return True
