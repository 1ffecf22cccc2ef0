"""Awards: who was proposed, what the council says, what the head decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.files.actions import open_file
from tinhso.core.files.actions.keys import key_of_person
from tinhso.core.files.models import File
from tinhso.core.files.views.showing import answer_with
from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import Form, tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.society.teams.actions import awards, council, deciding
from tinhso.society.teams.forms.awards import CouncilForm, GrantForm, OpinionForm, ProposeForm, RefuseForm
from tinhso.society.teams.models import Award, AwardKind, Member, Team
from tinhso.society.teams.models.awards import COUNCIL, DECISION, GRANTED, PROPOSED
from tinhso.society.teams.views.activities import team_to_work_in
from tinhso.society.teams.views.ranking import periods_until, say_period
from tinhso.society.teams.views.whose import KEEP, SEE, uuid_or_none

A_PAGE = 50


@signed_in
@require_safe
def award_list(request: Request) -> HttpResponse:
    """What the asker may see, the newest first; above, what waits for their opinion."""
    rows = Award.objects.reached(request.rights, request.actor)
    found = list(rows.newest_first(_last(request)).for_page()[: A_PAGE + 1])
    shown, waiting = found[:A_PAGE], list(Award.objects.waiting_for(request.actor.account).for_page().order_by("pk"))
    mine = Member.objects.now().of_person(request.actor.person).exists()
    if not (shown or waiting or mine or request.rights.may(SEE)):
        raise Http404
    _note(request, [*shown, *waiting])
    values = {
        "rows": shown, "waiting": waiting, "kinds": AwardKind.objects.filter(closed_at=None).order_by("pk"),
        "next_url": f"?after={shown[-1].uuid}" if len(found) > A_PAGE else "",
        "back": "teams" if request.rights.may(SEE) else "my_team" if mine else "",
    }  # fmt: skip
    return page(request, "teams/desk/awards.html", values)


def _last(request: Request) -> int | None:
    """Where the page before ended."""
    key = uuid_or_none(request.GET.get("after", ""))
    return Award.objects.filter(uuid=key).values_list("pk", flat=True).first() if key else None


@signed_in
@require_http_methods(["GET", "POST"])
def propose(request: Request, uuid: UUID) -> HttpResponse:
    """Propose a team, or somebody in it."""
    team = team_to_work_in(request, uuid)
    today, kinds = timezone.localdate(request.at), _kinds_for(request, team)
    form = ProposeForm(request.POST or None, team=team, kinds=kinds, periods=periods_until(today))
    if form.is_valid():
        try:
            made = awards.propose_award(form.proposal, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Proposed. The office calls a council."))
            return redirect("award", made.uuid)
    _note_people(request, [one.person.uuid for one in form.members.values()])
    values = {"team": team, "form": form, "kinds": kinds}
    return page(request, "teams/desk/propose.html", values, status=400 if form.errors else 200)


def _kinds_for(request: Request, team: Team) -> list[AwardKind]:
    """The awards for which the asker may propose this team or one of it."""
    return [one for one in AwardKind.objects.filter(closed_at=None).order_by("pk") if _may_propose(request, one, team)]


def _may_propose(request: Request, kind: AwardKind, team: Team) -> bool:
    try:
        awards.proposes_as(kind, team, by=request.actor, at=request.at)
    except NotYours:
        return False
    return True


@signed_in
@require_safe
def award(request: Request, uuid: UUID) -> HttpResponse:
    """One proposal, with what the asker can do about it."""
    return _shown(request, _reached(request, uuid))


@signed_in
@require_POST
def award_step(request: Request, uuid: UUID, step: str) -> HttpResponse:
    """Call the council, say what one thinks, decide, take it back."""
    one = _reached(request, uuid)
    if step not in STEPS:
        raise Http404
    form = FORMS[step](request, one)
    if form.is_valid():
        try:
            said = STEPS[step](request, one, form)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, said)
            return redirect("award", uuid)
    return _shown(request, one, {step: form}, status=400)


@signed_in
@require_safe
def award_paper(request: Request, uuid: UUID) -> HttpResponseBase:
    """The decision, for whoever may see that it was given."""
    one = _reached(request, uuid)
    file = get_object_or_404(File.objects.select_related("blob"), uuid=one.paper, forgotten_at=None)
    if file.blob is None:
        raise Http404
    open_file(file, by=request.actor, at=request.at)
    return answer_with(request, file.blob, file.name)


def _reached(request: Request, uuid: UUID) -> Award:
    return get_object_or_404(Award.objects.reached(request.rights, request.actor).for_page(), uuid=uuid)


@dataclass(frozen=True, slots=True)
class May:
    """What the asker may do about a proposal now."""

    see_opinions: bool
    call: bool
    say: bool
    decide: bool
    withdraw: bool


def _may(request: Request, one: Award) -> May:
    keeps, account = request.rights.may(KEEP, place=one.team.place_id), request.actor.account or 0
    seat, case = one.seats.filter(account=account).first(), one.case
    decides = request.rights.may(deciding.DECIDE, place=case.place_id, agency=case.agency_id)
    return May(
        see_opinions=keeps or decides or seat is not None,
        call=keeps and case.state in (PROPOSED, COUNCIL),
        say=seat is not None and not seat.says and case.state == COUNCIL,
        decide=decides and case.state == DECISION,
        withdraw=case.ended_at is None and (keeps or one.proposed_by_id == account),
    )


def _shown(request: Request, one: Award, wrong: Mapping[str, Form] | None = None, *, status: int = 200) -> HttpResponse:
    may = _may(request, one)
    seats = list(one.seats.select_related("account__person").order_by("pk")) if may.see_opinions else []
    _note(request, [one], [seat.account.person_id for seat in seats])
    forms = {step: make(request, one) if _offered(step, may) else None for step, make in FORMS.items()}
    values = {
        "one": one, "may": may, "seats": seats, "gone": council.gone(one, at=request.at) if seats else set(),
        "period": say_period(one.of_period), "forms": forms | dict(wrong or {}), "granted": one.case.state == GRANTED,
    }  # fmt: skip
    return page(request, "teams/desk/award.html", values, status=status)


def _offered(step: str, may: May) -> bool:
    return {"council": may.call, "opinion": may.say, "grant": may.decide, "refuse": may.decide}.get(step, may.withdraw)


def _council_form(request: Request, one: Award) -> Form:
    initial = {"members": [str(uuid) for uuid in one.seats.values_list("account__uuid", flat=True)]}
    accounts = council.may_sit(one, at=request.at)
    _note_people(request, [account.person_id for account in accounts])
    return CouncilForm(request.POST or None, accounts=accounts, initial=initial)


def _grant_form(request: Request, _one: Award) -> Form:
    """Asks for the PIN of who has a key."""
    form = GrantForm(request.POST or None)
    if key_of_person(request.actor.person, at=request.at) is None:
        del form.fields["pin"]
    return form


FORMS: Mapping[str, Callable[[Request, Award], Form]] = {
    "council": _council_form,
    "opinion": lambda request, _one: OpinionForm(request.POST or None),
    "grant": _grant_form,
    "refuse": lambda request, _one: RefuseForm(request.POST or None),
    "withdraw": lambda request, _one: Form(request.POST or None),
}


def _call(request: Request, one: Award, form: Form) -> str:
    council.call_council(one, form.cleaned_data["members"], by=request.actor, at=request.at)
    return _("The council was called. Each of them is told.")


def _say(request: Request, one: Award, form: Form) -> str:
    council.give_opinion(one, **form.cleaned_data, by=request.actor, at=request.at)
    return _("Kept. Thank you.")


def _grant(request: Request, one: Award, form: Form) -> str:
    words, pin = form.cleaned_data["words"], form.cleaned_data.get("pin")
    if pin:
        deciding.grant_with_key(one, pin, words=words, by=request.actor, at=request.at)
    else:
        deciding.grant_award(one, words=words, by=request.actor, at=request.at)
    return _("Awarded. The team is told.")


def _refuse(request: Request, one: Award, form: Form) -> str:
    deciding.refuse_award(one, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
    return _("Decided. Who proposed it is told.")


def _withdraw(request: Request, one: Award, _form: Form) -> str:
    awards.withdraw_award(one, by=request.actor, at=request.at)
    return _("Withdrawn.")


STEPS: Mapping[str, Callable[[Request, Award, Form], str]] = {
    "council": _call,
    "opinion": _say,
    "grant": _grant,
    "refuse": _refuse,
    "withdraw": _withdraw,
}


def _note(request: Request, shown: Sequence[Award], others: Iterable[UUID | None] = ()) -> None:
    """Whose names were shown."""
    named = [one.member.person.uuid for one in shown if one.member]
    _note_people(request, [*named, *others])


def _note_people(request: Request, people: Iterable[UUID | None]) -> None:
    note_list([one for one in people if one], way=ListWay.LIST, by=request.actor, at=request.at)
