"""Following what one said: with an account under My reports, without one by the slip."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.actions.slips import token
from tinhso.core.cases.models import Case
from tinhso.core.cases.views.slips import followed, slip_of
from tinhso.core.files.models import File, State
from tinhso.core.files.views.showing import answer_with
from tinhso.government.petitions.actions.following import answer_question
from tinhso.government.petitions.actions.handling import withdraw
from tinhso.government.petitions.domain.words import Side
from tinhso.government.petitions.forms.following import MoreForm
from tinhso.government.petitions.models import Petition, PetitionFile
from tinhso.government.petitions.views.reporting import EMERGENCY
from tinhso.government.petitions.views.telling import (
    answer_in,
    letters_of,
    may_rate,
    may_withdraw,
    openings_of,
    question_in,
    reopens_until,
    spoken,
    standing,
)
from tinhso.government.petitions.views.whose import own_petition, whose
from tinhso.kit.actors import Actor
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
@require_safe
def petition(request: Request, uuid: UUID) -> HttpResponse:
    """One of mine: how it stands, what was answered, what I sent, who opened it."""
    one = own_petition(request, uuid)
    values = {
        "doors": {name: reverse(f"{name}_petition", args=[uuid]) for name in ("more", "rate", "withdraw")},
        "slip": reverse("track_step", args=[one.ref, token(one.case), "slip"]),
        "files": _files_of(one),
        "openings": openings_of(one),
        "own": True,
    }
    return page(request, "petitions/mine/one.html", _told(request, one) | values)


@signed_in
@require_http_methods(["GET", "POST"])
def more_petition(request: Request, uuid: UUID) -> HttpResponse:
    """Answer the question of the office."""
    one = own_petition(request, uuid)
    return _more(request, one, back=reverse("petition", args=[uuid]), holder=False)


@signed_in
@require_POST
def withdraw_petition(request: Request, uuid: UUID) -> HttpResponse:
    """Take it back."""
    _withdraw(request, own_petition(request, uuid), by=request.actor, holder=False)
    return redirect("petition", uuid)


@followed("petitions")
def track_petition(request: Request, case: Case, key: str) -> HttpResponse:
    """How it stands, for who holds the slip: nothing of what they said themselves, no name."""
    steps = {name: reverse("track_step", args=[case.ref, key, name]) for name in ("more", "rate", "withdraw", "paper")}
    values = {"doors": steps, "slip": "", "files": [], "openings": [], "own": False, "paper": steps["paper"]}
    return page(request, "petitions/mine/one.html", _told(request, _whole(case)) | values)


@followed("petitions", "slip")
def petition_slip(request: Request, case: Case, key: str) -> HttpResponse:
    """It has arrived: the code, the nine digits, the square, until when."""
    one = _whole(case)
    values = {
        "petition": one,
        "told": standing(one, at=request.at),
        "emergency": EMERGENCY if one.urgent else (),
        "follow": _following(request, one, key),
        **slip_of(request, one.case),
    }
    return page(request, "petitions/mine/slip.html", values)


@followed("petitions", "more")
def track_more(request: Request, case: Case, key: str) -> HttpResponse:
    """Answer the question of the office, with the slip."""
    return _more(request, _whole(case), back=reverse("track_one", args=[case.ref, key]), holder=True)


@followed("petitions", "withdraw")
def track_withdraw(request: Request, case: Case, key: str) -> HttpResponse:
    """Take it back, with the slip."""
    if request.method == "POST":
        _withdraw(request, _whole(case), by=Actor(channel=request.actor.channel), holder=True)
    return redirect("track_one", case.ref, key)


@followed("petitions", "paper")
def track_paper(request: Request, case: Case, key: str) -> HttpResponseBase:
    """The document that came with the newest answer, with the slip."""
    answer = answer_in(letters_of(_whole(case)))
    file = File.objects.filter(uuid=answer.file, forgotten_at=None).first() if answer and answer.file else None
    if file is None or file.blob is None or file.blob.state != State.CLEAN:
        raise Http404
    return answer_with(request, file.blob, file.name)


def _following(request: Request, one: Petition, key: str) -> str:
    """Where it is followed from here: the own page of who is signed in, else that of the slip."""
    person = whose(request)
    mine = person is not None and person == one.case.applicant_id
    return reverse("petition", args=[one.uuid]) if mine else reverse("track_one", args=[one.ref, key])


def _whole(case: Case) -> Petition:
    return Petition.objects.for_page().get(case=case)


def _told(request: Request, one: Petition) -> dict[str, object]:
    letters, told = letters_of(one), standing(one, at=request.at)
    return {
        "petition": one,
        "told": told,
        "aloud": spoken(one, told, letters),
        "letters": letters,
        "question": question_in(letters),
        "may_rate": may_rate(one),
        "reopens": reopens_until(one),
        "may_withdraw": may_withdraw(one),
    }


def _files_of(one: Petition) -> Sequence[tuple[PetitionFile, File]]:
    """What who asked sent: photos and recordings, each with its file."""
    rows = list(one.files.filter(side=Side.ASKER).order_by("pk"))
    known = {file.uuid: file for file in File.objects.filter(uuid__in=[row.file for row in rows], forgotten_at=None)}
    return [(row, known[row.file]) for row in rows if row.file in known]


def _more(request: Request, one: Petition, *, back: str, holder: bool) -> HttpResponse:
    asked = question_in(letters_of(one))
    if asked is None:
        return redirect(back)
    form = MoreForm(request.POST or None, request.FILES or None)
    by = Actor(channel=request.actor.channel) if holder else request.actor
    if form.is_valid():
        try:
            words, files = form.cleaned_data["words"], form.brought
            answer_question(one, words=words, brought=files, by=by, at=request.at, holder=holder)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The office has it. The clock runs on."))
            return redirect(back)
    values = {"petition": one, "asked": asked, "form": form, "back": back}
    return page(request, "petitions/mine/more.html", values, status=400 if form.errors else 200)


def _withdraw(request: Request, one: Petition, *, by: Actor, holder: bool) -> None:
    try:
        withdraw(one, by=by, at=request.at, holder=holder)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("You took it back. Nobody works on it any more."))
