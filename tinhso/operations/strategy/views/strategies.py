"""Strategies: the list, one as a board, adopting it, setting a target anew."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.operations.strategy.actions.strategies import ADOPT, SET, adopt_strategy, set_target
from tinhso.operations.strategy.domain.words import Standing
from tinhso.operations.strategy.forms.targets import TargetForm
from tinhso.operations.strategy.models import Strategy, Target
from tinhso.operations.strategy.models.boards import Row, board_of, counts_of, in_force
from tinhso.operations.strategy.views.told import ORDER, Sign, TargetSaid, tally

SEE = "see_strategies"
A_PAGE = 50


@needs(SEE)
@require_safe
def strategies(request: Request) -> HttpResponse:
    """The newest first, each with how its targets stand."""
    listed = list(Strategy.objects.listed().before(_end(request))[: A_PAGE + 1])
    shown, counts = listed[:A_PAGE], counts_of(listed[:A_PAGE])
    lines = [
        (one, [(Sign.of(key), counts[one.uuid][key]) for key in ORDER if key in counts.get(one.uuid, {})])
        for one in shown
    ]
    more = f"?after={shown[-1].until}-{shown[-1].code}" if len(listed) > A_PAGE else ""
    return page(request, "strategy/strategies.html", {"lines": lines, "more": more})


def _end(request: Request) -> tuple[int, str] | None:
    year, _dash, code = request.GET.get("after", "").partition("-")
    return (int(year), code) if year.isdecimal() and len(year) == 4 else None


@needs(SEE)
@require_safe
def strategy(request: Request, code: str) -> HttpResponse:
    """One strategy as a board: its goals, and under each the targets, the worst first."""
    found = get_object_or_404(Strategy.objects.select_related("place"), code=code)
    rows = board_of(found)
    goals = [
        (goal, sorted((TargetSaid(row) for row in group), key=lambda said: ORDER.index(said.row.standing)))
        for goal, group in groupby(rows, key=lambda row: row.target.goal)
    ]
    values = {
        "strategy": found, "goals": goals, "tally": tally(rows), "finding": _finding(rows),
        "may_adopt": found.adopted_at is None and request.rights.may(ADOPT, place=found.place_id),
    }  # fmt: skip
    return page(request, "strategy/strategy.html", values)


def _finding(rows: list[Row]) -> str:
    """What a leader must know first."""
    bad = sum(row.standing in (Standing.AT_RISK, Standing.MISSED) for row in rows)
    blind = sum(row.standing is Standing.NO_DATA for row in rows)
    told = []
    if bad:
        told.append(ngettext("%(n)s target needs looking at.", "%(n)s targets need looking at.", bad) % {"n": bad})
    if blind:
        told.append(ngettext("%(n)s target has no figure.", "%(n)s targets have no figure.", blind) % {"n": blind})
    return " ".join(told) or _("Every target with a figure is on its way.")


@needs(ADOPT)
@require_POST
def adopt(request: Request, code: str) -> HttpResponse:
    """From now on it holds."""
    found = get_object_or_404(Strategy, code=code)
    try:
        adopt_strategy(found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("strategy", code)


@needs(SET)
@require_http_methods(["GET", "POST"])
def change_target(request: Request, uuid: UUID) -> HttpResponse:
    """Another value or year, with the reason; what was set before stays readable."""
    target = target_of(uuid)
    if not request.rights.may(SET, place=target.goal.strategy.place_id):
        raise Http404
    form = TargetForm(request.POST or None, target=target, version=in_force([target]).get(target.pk))
    if form.is_valid():
        try:
            set_target(target, form.aim, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("target", uuid)
    values = {"target": target, "form": form}
    return page(request, "strategy/change_target.html", values, status=400 if form.errors else 200)


def target_of(uuid: UUID) -> Target:
    """A target with all above it. Raises Http404."""
    return get_object_or_404(Target.objects.select_related("goal__strategy__place", "owner"), uuid=uuid)
